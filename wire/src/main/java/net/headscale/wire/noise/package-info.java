/// Decides how a client and the control server prove their keys to each other, and how they talk afterwards.
///
/// Noise `IK_25519_ChaChaPoly_BLAKE2s` as tailscale's `control/controlbase` speaks it. Pure: bytes come in and go out
/// as arguments, randomness too; no I/O, thread or clock.
///
/// - Start reading at [net.headscale.wire.noise.Responder#answer], the server's side; [Initiator] is the client's.
/// - Words: *initiation*, the client's first message (101 bytes); *response*, the server's (51 bytes); *record*, one
///   sealed piece of what follows; *channel*, the two directions of records after a handshake.
/// - Deviates from the Noise specification in one point: the nonce's counter is big-endian, see [RecordSealer].
@NullMarked
package net.headscale.wire.noise;

import org.jspecify.annotations.NullMarked;
