package net.headscale.wire.stun;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// The 96 bits that tie a response to its request.
///
/// @param high the first 4 of the 12 bytes, big-endian
/// @param low the other 8
public record TransactionId(int high, long low) {
    /// A new one.
    ///
    /// @param random a `SecureRandom`, except where a test needs a known one: who can guess it can forge a response
    public static TransactionId generate(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }

    static TransactionId read(ByteBuffer message) {
        return new TransactionId(message.getInt(), message.getLong());
    }

    void write(ByteBuffer message) {
        message.putInt(high).putLong(low);
    }
}
