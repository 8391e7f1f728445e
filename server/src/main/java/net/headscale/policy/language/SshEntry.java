package net.headscale.policy.language;

import java.time.Duration;
import java.util.List;

/// One entry of `ssh`.
///
/// @param origin where it stands
/// @param ends who may log in where
/// @param users as whom: user names, and `autogroup:nonroot`
/// @param localparts domains whose users may log in under the part of their name before the `@`
/// @param mode at once, or after a check
/// @param acceptEnv patterns of environment variables that are taken over
/// @param recording where sessions are recorded
public record SshEntry(
        Rule.Origin origin,
        Ends ends,
        List<String> users,
        List<String> localparts,
        Mode mode,
        List<String> acceptEnv,
        Recording recording) {
    /// How long a check lasts when the rule does not say.
    public static final Duration DEFAULT_PERIOD = Duration.ofHours(12);

    public SshEntry {
        users = List.copyOf(users);
        localparts = List.copyOf(localparts);
        acceptEnv = List.copyOf(acceptEnv);
    }

    /// Who may log in where.
    ///
    /// @param postures names of postures, one of which a source node must fulfil; none: any node
    public record Ends(List<Selector> sources, List<Selector> destinations, List<String> postures) {
        public Ends {
            sources = List.copyOf(sources);
            destinations = List.copyOf(destinations);
            postures = List.copyOf(postures);
        }
    }

    /// At once, or after a check.
    public sealed interface Mode {
        /// At once.
        record Accept() implements Mode {}

        /// Only if the user has logged in with the browser within `period`; zero: every time.
        record Check(Duration period) implements Mode {}
    }

    /// Where sessions are recorded.
    ///
    /// @param recorders tags or hosts of recorder nodes; none: nowhere
    /// @param isEnforced whether there is no session without a recorder
    public record Recording(List<Selector> recorders, boolean isEnforced) {
        public Recording {
            recorders = List.copyOf(recorders);
        }
    }
}
