package net.headscale.config.key;

import java.util.Locale;
import java.util.Set;

/// A key of the configuration, and what became of it.
///
/// @param name dotted, lower-case
/// @param standing what becomes of a value
public record Key(String name, Standing standing) {
    /// What becomes of a key's value.
    public sealed interface Standing {
        /// It has an effect.
        record Served() implements Standing {}

        /// Another name of the same setting.
        record OtherNameOf(String key) implements Standing {}

        /// Accepted, so that files written for others work; our design has nothing that it could set.
        record WithoutEffect() implements Standing {}

        /// Known, not served yet: refused with `why`, unless the value is the default, which asks for nothing.
        record NotServedYet(String defaultText, String why) implements Standing {}

        /// What we have no use for, and whose absence an operator may notice: accepted with a warning that says `why`.
        record Ignored(String why) implements Standing {}

        /// Gone from the vocabulary: refused, unless the value is one of `harmless`, which asked for what holds anyway.
        record Removed(Set<String> harmless, String remedy) implements Standing {
            public Removed {
                harmless = Set.copyOf(harmless);
            }
        }
    }

    /// The environment variable that sets this key.
    public String variable() {
        return "HEADSCALE_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
