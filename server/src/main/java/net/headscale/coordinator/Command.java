package net.headscale.coordinator;

import java.time.Instant;
import net.headscale.netmap.View;
import net.headscale.tailnet.Tailnet;

/// Somebody's wish for one tailnet.
///
/// @param <R> what is answered when it is granted
@FunctionalInterface
public interface Command<R> {
    /// What follows from this command. Pure; may be asked again when somebody else was quicker.
    ///
    /// @throws RefusedException if it is not granted; nothing changes then
    Decision<R> decide(Scene scene);

    /// What a command is decided on.
    ///
    /// @param tailnet with all that was decided before, also what is not published yet
    /// @param view the last published, for what follows from the tailnet
    /// @param now the time of the decision
    record Scene(Tailnet tailnet, View view, Instant now) {}
}
