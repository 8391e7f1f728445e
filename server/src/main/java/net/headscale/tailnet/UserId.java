package net.headscale.tailnet;

/// A user, or the owner that a namespace of 2021 is.
///
/// @param value positive, at most 2^53 - 1, unique over the whole server and never used again
public record UserId(long value) implements Comparable<UserId> {
    private static final long MOST = (1L << 53) - 1; // JSON numbers beyond lose digits in JavaScript clients

    public UserId {
        if (value <= 0 || value > MOST) {
            throw new IllegalArgumentException("expected a positive id below 2^53, found " + value);
        }
    }

    @Override
    public int compareTo(UserId other) {
        return Long.compare(value, other.value);
    }

    /// The decimal digits.
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
