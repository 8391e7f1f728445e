/// What Tailscale clients talk to: the server's key, the Noise upgrade, and HTTP/2 within it.
///
/// - Start reading at [net.headscale.control.ControlEdge], then [net.headscale.control.NoisePipeline] and
///   [net.headscale.control.MachineRequests].
/// - Words: *machine key*, proven by the handshake, whatever a request's body says; *outer*, what is asked over
///   plain HTTP; *inner*, what is asked within Noise.
/// - Several connections of one machine at once are normal; the `:authority` of inner requests means nothing.
@NullMarked
package net.headscale.control;

import org.jspecify.annotations.NullMarked;
