package net.headscale.tailnet;

import org.jspecify.annotations.Nullable;

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

    /// As a record's own, which the JVM would link at run time: the first ones took a twentieth of the server's start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UserId that && value == that.value;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    /// The decimal digits.
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
