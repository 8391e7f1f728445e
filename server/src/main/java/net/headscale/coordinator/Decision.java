package net.headscale.coordinator;

import java.util.List;
import net.headscale.tailnet.Change;

/// What follows from a command.
///
/// @param changes in order; none: nothing to do
/// @param answer for who asked, once the changes are stored
/// @param <R> the answer's type
public record Decision<R>(List<Change> changes, R answer) {
    public Decision {
        changes = List.copyOf(changes);
    }

    /// One change.
    public static <R> Decision<R> of(Change change, R answer) {
        return new Decision<>(List.of(change), answer);
    }

    /// Nothing changes.
    public static <R> Decision<R> unchanged(R answer) {
        return new Decision<>(List.of(), answer);
    }
}
