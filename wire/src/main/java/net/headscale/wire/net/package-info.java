/// Addresses, endpoints, prefixes and sets of addresses, as values.
///
/// - Start reading at [net.headscale.wire.net.IpAddress], then [net.headscale.wire.net.Prefix].
/// - Words: *endpoint*, an address and a port that a node may be reached at; *prefix*, an address and a length in bits.
/// - Text forms are Go's (`net/netip`): `100.64.0.1`, `fd7a::1`, `100.64.0.0/10`, `192.0.2.1:41641`, `[fd7a::1]:41641`.
@NullMarked
package net.headscale.wire.net;

import org.jspecify.annotations.NullMarked;
