/// Decides which STUN datagrams are answered, and with what: how a client learns the address that others see it at.
///
/// Only binding requests as Tailscale clients send them (RFC 8489 with SOFTWARE and FINGERPRINT). Pure: datagrams come
/// in and go out as bytes; the socket is `relay`'s.
///
/// - Start reading at [net.headscale.wire.stun.BindingRequest#read], then
/// [net.headscale.wire.stun.BindingResponse#bytes].
/// - Words: *mapped endpoint*, the address and port that a request came from, as the server saw them.
/// - Source: tailscale `net/stun/stun.go`.
@NullMarked
package net.headscale.wire.stun;

import org.jspecify.annotations.NullMarked;
