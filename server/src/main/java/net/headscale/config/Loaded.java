package net.headscale.config;

import java.util.List;
import net.headscale.config.key.Problem;

/// What came of reading a configuration.
public sealed interface Loaded {
    /// It can be used.
    ///
    /// @param warnings what the operator should know
    record Ready(Config config, List<Problem> warnings) implements Loaded {
        public Ready {
            warnings = List.copyOf(warnings);
        }
    }

    /// It cannot be used.
    ///
    /// @param problems all of them, in the order they were met; at least one
    record Rejected(List<Problem> problems) implements Loaded {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
