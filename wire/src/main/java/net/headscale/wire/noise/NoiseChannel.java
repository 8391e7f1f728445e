package net.headscale.wire.noise;

/// The two directions of records that a handshake has set up, as one side sees them.
///
/// Not thread-safe: sealer and opener belong to the connection's event loop.
public final class NoiseChannel implements AutoCloseable {
    private final RecordSealer sealer;
    private final RecordOpener opener;
    private final byte[] handshakeHash;

    NoiseChannel(TransportKey outbound, TransportKey inbound, byte[] handshakeHash) {
        this.sealer = new RecordSealer(outbound);
        this.opener = new RecordOpener(inbound);
        this.handshakeHash = handshakeHash.clone();
    }

    /// Seals what this side sends.
    public RecordSealer sealer() {
        return sealer;
    }

    /// Opens what this side receives.
    public RecordOpener opener() {
        return opener;
    }

    /// The 32 bytes that name this handshake and no other, equal on both sides (Noise 11.2, channel binding).
    public byte[] handshakeHash() {
        return handshakeHash.clone();
    }

    /// Forgets both keys.
    @Override
    public void close() {
        sealer.close();
        opener.close();
    }

    @Override
    public String toString() {
        return "NoiseChannel(redacted)";
    }
}
