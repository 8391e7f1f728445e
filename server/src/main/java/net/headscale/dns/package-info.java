/// What nodes are called in DNS, and what resolvers they are given.
///
/// Pure: no I/O, clock, thread, logger or random source.
///
/// - Start reading at [net.headscale.dns.DnsSettings].
/// - Words: *MagicDNS*, names of nodes answered by the clients themselves; *base domain*, the suffix of those names;
///   *split DNS*, resolvers for one suffix.
@NullMarked
package net.headscale.dns;

import org.jspecify.annotations.NullMarked;
