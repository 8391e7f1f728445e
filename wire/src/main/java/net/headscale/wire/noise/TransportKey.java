package net.headscale.wire.noise;

/// One direction's key and the counter of its records. Not thread-safe.
final class TransportKey implements AutoCloseable {
    /// Never used for a record: Noise keeps it for rekeying, and the client ends the connection instead.
    private static final long SPENT = -1;

    private final CipherKey key;
    private long counter;
    private boolean closed;

    /// @param key kept, not copied; wiped by `close`
    TransportKey(byte[] key) {
        this(key, 0);
    }

    TransportKey(byte[] key, long counter) {
        this.key = new CipherKey(key);
        this.counter = counter;
    }

    CipherKey key() {
        if (closed) {
            throw new IllegalStateException("the channel is closed");
        }
        return key;
    }

    /// The next record's counter, an unsigned number; each is given once.
    ///
    /// @throws IllegalStateException after 2^64 - 1 records
    long nextCounter() {
        if (counter == SPENT) {
            throw new IllegalStateException("the nonce is spent; the connection must be closed");
        }
        return counter++;
    }

    @Override
    public void close() {
        closed = true;
        key.destroy();
    }
}
