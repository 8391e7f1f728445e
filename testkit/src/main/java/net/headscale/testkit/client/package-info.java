/// A Tailscale client for tests: it speaks the real protocol over real sockets, and does what it is told.
///
/// Transport, Noise, HTTP/2 and messages are those of the real client; routing, WireGuard and the retries around them
/// are left out, so that a test decides what is sent and when. Every wait has a deadline.
///
/// - Start reading at [net.headscale.testkit.client.SimulatedClient], then
///   [net.headscale.testkit.client.ControlConnection] and [net.headscale.testkit.client.MapStream].
/// - Words: *identity*, the keys a client holds; *profile*, where and how it connects; *held*, an answer that the
///   server keeps back until something happens.
/// - The client that breaks the rules is in `net.headscale.testkit.hostile`.
@NullMarked
package net.headscale.testkit.client;

import org.jspecify.annotations.NullMarked;
