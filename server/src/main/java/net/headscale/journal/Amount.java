package net.headscale.journal;

/// How many things of one kind are stored, as people read it: `1 user`, `2 users`.
///
/// @param count how many
/// @param one what one of them is called
public record Amount(long count, String one) {
    @Override
    public String toString() {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}
