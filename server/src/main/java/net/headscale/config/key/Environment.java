package net.headscale.config.key;

import java.nio.file.Path;
import java.util.Map;

/// What a process finds around itself when it looks for its configuration.
///
/// @param variables environment variables
/// @param home the user's home folder
/// @param current the current folder
/// @param system the folder of the machine's own configuration
public record Environment(Map<String, String> variables, Path home, Path current, Path system) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    /// The surroundings of this process.
    public static Environment ofProcess() {
        String byDefault = System.getProperty("user.home", "/");
        Path home = Path.of(System.getenv().getOrDefault("HOME", byDefault)); // the JVM asks the user database only
        Path current = Path.of("").toAbsolutePath();
        return new Environment(System.getenv(), home, current, Path.of("/etc/headscale"));
    }

    /// An environment variable, or the empty text.
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /// `text` as a path: `~` is the home folder, relative ones lie in `folder`.
    public Path path(String text, Path folder) {
        if (text.equals("~") || text.startsWith("~/")) {
            return home.resolve(text.substring(Math.min(2, text.length()))).normalize();
        }
        return folder.resolve(text).normalize();
    }

    /// Where the server keeps its files when no configuration says so.
    public Path stateFolder() {
        String state = variable("XDG_STATE_HOME");
        return state.startsWith("/") ? Path.of(state, "headscale") : home.resolve(".headscale");
    }
}
