package net.headscale.config;

import java.nio.file.Path;
import net.headscale.config.key.Reading;

/// Where the policy of the tailnet `default` comes from.
public sealed interface PolicySource {
    /// The database: administrators set it by command and API.
    record InDatabase() implements PolicySource {}

    /// A HuJSON file, read at start and when it changes; nobody else sets it.
    record InFile(Path file) implements PolicySource {}

    /// Everybody may reach everybody, and nobody sets a policy: mode `file` without a file.
    record AllowAll() implements PolicySource {}

    /// Reads `policy.mode` and `policy.path`; without a mode, a path is what tells.
    static PolicySource read(Reading reading) {
        boolean hasPath = !reading.text("policy.path", "").isEmpty();
        Mode byDefault = hasPath ? Mode.FILE : Mode.DATABASE;
        return switch (reading.choice("policy.mode", byDefault, Mode.class)) {
            case DATABASE -> new InDatabase();
            case FILE -> hasPath ? new InFile(reading.path("policy.path", reading.folder())) : new AllowAll();
        };
    }

    /// The words for where a policy comes from.
    enum Mode {
        FILE,
        DATABASE
    }
}
