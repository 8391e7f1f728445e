package net.headscale.tailnet;

/// How many durable writes a tailnet has seen.
///
/// @param value zero or more
public record Revision(long value) implements Comparable<Revision> {
    /// Before the first write.
    public static final Revision ZERO = new Revision(0);

    public Revision {
        if (value < 0) {
            throw new IllegalArgumentException("expected a revision of zero or more, found " + value);
        }
    }

    /// The revision after one more write.
    public Revision next() {
        return new Revision(value + 1);
    }

    @Override
    public int compareTo(Revision other) {
        return Long.compare(value, other.value);
    }
}
