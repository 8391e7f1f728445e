/// A client that breaks the rules: pieces that a test puts together into an attack.
///
/// Nothing here has a defence of its own, and nothing is checked before it is sent. Every wait has a deadline, and
/// every attack ends: a test that floods says how much.
///
/// - Start reading at [net.headscale.testkit.hostile.HostileClient]; then
///   [net.headscale.testkit.hostile.RawConnection], bytes before Noise,
///   [net.headscale.testkit.hostile.HostileTunnel], bytes inside it, and
///   [net.headscale.testkit.hostile.Http2Bytes], what to put there.
/// - Lies in well-formed requests (somebody else's node key, a hostile Hostinfo) need none of this:
///   [net.headscale.testkit.client.SimulatedClient] sends them as it sends the truth.
@NullMarked
package net.headscale.testkit.hostile;

import org.jspecify.annotations.NullMarked;
