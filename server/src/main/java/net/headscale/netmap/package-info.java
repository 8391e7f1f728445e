/// Decides what one node is told about its tailnet: its own entry, its peers, packet filter, DNS and DERP map.
///
/// Pure: no I/O, clock, thread, logger or random source. Time comes in as an argument.
///
/// - Start reading at [net.headscale.netmap.Netmap], then [net.headscale.netmap.View].
/// - Words: *view*, a tailnet with all that follows from it; *viewer*, the node the map is for; *touched*, nodes that
///   may differ between two views.
/// - The law: what a client makes of `full(before)` and then `difference(before, after)` is `full(after)`.
@NullMarked
package net.headscale.netmap;

import org.jspecify.annotations.NullMarked;
