/// Decides how a relay (DERP server) and its clients talk: the shapes of frames, and the boxes in which both
/// sides prove their keys.
///
/// Pure: bytes come in and go out as arguments; sockets, queues and who may use the relay are `relay`'s.
///
/// - Start reading at [net.headscale.wire.derp.FromClient] and [net.headscale.wire.derp.FromServer], the frames
///   of each side; [FrameDecoder] reads them, [DerpFrame#write] writes them.
/// - Words: the protocol's own names of frames are kept (*ClientInfo*, *ServerInfo*, *NotePreferred*); *hello*,
///   what one side says of itself inside its box; *mesh*, several relays that act as one.
/// - Source: tailscale `derp/derp.go`; all integers are big-endian.
@NullMarked
package net.headscale.wire.derp;

import org.jspecify.annotations.NullMarked;
