package net.headscale.tailnet;

import org.jspecify.annotations.Nullable;

/// A tailnet.
///
/// @param value positive, at most 2^53 - 1, unique over the whole server and never used again
public record TailnetId(long value) implements Comparable<TailnetId> {
    private static final long MOST = (1L << 53) - 1; // JSON numbers beyond lose digits in JavaScript clients

    public TailnetId {
        if (value <= 0 || value > MOST) {
            throw new IllegalArgumentException("expected a positive id below 2^53, found " + value);
        }
    }

    /// The id that these decimal digits are.
    ///
    /// @throws IllegalArgumentException if they are none
    public static TailnetId parse(String digits) {
        return new TailnetId(Long.parseLong(digits));
    }

    @Override
    public int compareTo(TailnetId other) {
        return Long.compare(value, other.value);
    }

    /// As a record's own, see `UserId`.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TailnetId that && value == that.value;
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
