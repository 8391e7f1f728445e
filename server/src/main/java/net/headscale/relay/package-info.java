/// The relay in this process: DERP for nodes that cannot reach each other directly, and STUN that tells them
/// their addresses.
///
/// - Start reading at [net.headscale.relay.DerpServer], then [net.headscale.relay.DerpConnection].
/// - Words: *relay* or *DERP server*, what forwards sealed packets by node key; *admission*, whether a node key
///   may use it.
/// - Knows nothing of tailnets: it asks [net.headscale.relay.Admits] about a key, and packets are sealed end to
///   end.
@NullMarked
package net.headscale.relay;

import org.jspecify.annotations.NullMarked;
