package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.key.MachineKey;

/// The server's keys: the answer to `GET /key`.
///
/// @param legacyPublicKey of the protocol before Noise; zero, and then asked for again at each registration
/// @param publicKey of the Noise handshake
public record OverTlsPublicKeyResponse(MachineKey legacyPublicKey, MachineKey publicKey) {
    /// The answer of a server that speaks Noise only.
    public static OverTlsPublicKeyResponse of(MachineKey publicKey) {
        return new OverTlsPublicKeyResponse(MachineKey.ZERO, publicKey);
    }
}
