package net.headscale.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.headscale.config.key.Environment;
import net.headscale.config.key.Problem;
import net.headscale.config.key.Reading;
import net.headscale.config.key.Settings;

/// Finds and reads the configuration.
public final class ConfigReader {
    private static final List<String> NAMES = List.of("config.yaml", "config.yml", "config.json");

    private final Environment environment;

    public ConfigReader(Environment environment) {
        this.environment = environment;
    }

    /// Reads the file that `-c` names, else the one of `HEADSCALE_CONFIG`, else the first that is found in the
    /// machine's folder, `~/.headscale` and the current folder; without any, the embedded defaults. Environment
    /// variables go before all of them.
    ///
    /// @param named what `-c` said; empty when it was not given
    public Loaded read(String named) {
        String chosen = named.isEmpty() ? environment.variable("HEADSCALE_CONFIG") : named;
        Optional<Path> file =
                chosen.isEmpty() ? search() : Optional.of(environment.path(chosen, environment.current()));
        return file.map(this::readFile).orElseGet(this::readDefaults);
    }

    private Optional<Path> search() {
        Path own = environment.home().resolve(".headscale");
        for (Path folder : List.of(environment.system(), own, environment.current())) {
            for (String name : NAMES) {
                if (Files.isRegularFile(folder.resolve(name))) {
                    return Optional.of(folder.resolve(name));
                }
            }
        }
        return Optional.empty();
    }

    private Loaded readFile(Path file) {
        var settings = new Settings(shown(file));
        try {
            settings.addFile(Files.readString(file));
        } catch (NoSuchFileException e) {
            return rejected(file, "does not exist", "name another with -c, or leave -c out for the usual places");
        } catch (IOException e) {
            return rejected(file, "cannot be read", String.valueOf(e.getMessage()));
        }
        Path folder = Optional.ofNullable(file.getParent()).orElse(environment.current());
        return finish(settings, new Origin.File(file), folder);
    }

    private Loaded readDefaults() {
        Path folder = environment.stateFolder();
        return finish(new Settings(""), new Origin.Defaults(folder), folder);
    }

    private Loaded finish(Settings settings, Origin origin, Path folder) {
        settings.addVariables(environment.variables());
        Config config = Config.read(origin, new Reading(settings, environment, folder));
        return settings.problems().isEmpty()
                ? new Loaded.Ready(config, settings.warnings())
                : new Loaded.Rejected(settings.problems());
    }

    /// Paths below the current folder are shown without it.
    private String shown(Path file) {
        Path current = environment.current();
        return file.startsWith(current) ? current.relativize(file).toString() : file.toString();
    }

    private static Loaded rejected(Path file, String what, String remedy) {
        return new Loaded.Rejected(List.of(new Problem(file.toString(), "", what, remedy)));
    }
}
