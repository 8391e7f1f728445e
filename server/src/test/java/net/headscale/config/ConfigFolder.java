package net.headscale.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.headscale.config.key.Environment;
import net.headscale.config.key.Problem;

/// A folder with a home, a current folder and a machine's folder in it, for a configuration to be found in.
final class ConfigFolder {
    final Path home;
    final Path current;
    final Path system;
    private final Map<String, String> variables = new HashMap<>();

    ConfigFolder(Path root) {
        home = folder(root.resolve("home"));
        current = folder(root.resolve("work"));
        system = folder(root.resolve("etc"));
    }

    private static Path folder(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigFolder with(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With `config.yaml` in the current folder.
    ConfigFolder with(String yaml) {
        return with(current.resolve("config.yaml"), yaml);
    }

    ConfigFolder withVariable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Loaded load() {
        return load("");
    }

    Loaded load(String named) {
        return new ConfigReader(new Environment(variables, home, current, system)).read(named);
    }

    Config config() {
        return switch (load()) {
            case Loaded.Ready(Config config, var _) -> config;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    List<String> problems() {
        return switch (load()) {
            case Loaded.Ready(var _, var _) -> List.of();
            case Loaded.Rejected(var problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }

    List<String> warnings() {
        return switch (load()) {
            case Loaded.Ready(var _, var warnings) ->
                warnings.stream().map(Problem::toString).toList();
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }
}
