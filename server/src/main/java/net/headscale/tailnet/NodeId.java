package net.headscale.tailnet;

/// A node for the life of its record; clients see it as `Node.ID`, and its digits as `Node.StableID`.
///
/// @param value positive, at most 2^53 - 1, unique over the whole server and never used again
public record NodeId(long value) implements Comparable<NodeId> {
    private static final long MOST = (1L << 53) - 1; // JSON numbers beyond lose digits in JavaScript clients

    public NodeId {
        if (value <= 0 || value > MOST) {
            throw new IllegalArgumentException("expected a positive id below 2^53, found " + value);
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return Long.compare(value, other.value);
    }

    /// The decimal digits.
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
