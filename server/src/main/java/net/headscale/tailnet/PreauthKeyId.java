package net.headscale.tailnet;

/// A pre-auth key.
///
/// @param value positive, at most 2^53 - 1, unique over the whole server and never used again
public record PreauthKeyId(long value) implements Comparable<PreauthKeyId> {
    private static final long MOST = (1L << 53) - 1; // JSON numbers beyond lose digits in JavaScript clients

    public PreauthKeyId {
        if (value <= 0 || value > MOST) {
            throw new IllegalArgumentException("expected a positive id below 2^53, found " + value);
        }
    }

    @Override
    public int compareTo(PreauthKeyId other) {
        return Long.compare(value, other.value);
    }

    /// The decimal digits.
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
