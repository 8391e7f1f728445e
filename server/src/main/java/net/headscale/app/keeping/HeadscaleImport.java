package net.headscale.app.keeping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.app.configured.Databases;
import net.headscale.app.reload.Unusable;
import net.headscale.backup.InPlace;
import net.headscale.backup.Store;
import net.headscale.backup.WorkingCopy;
import net.headscale.cli.command.Keeping;
import net.headscale.config.Config;
import net.headscale.coordinator.Coordinator;
import net.headscale.journal.Journal;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.sqlite.SqliteJournal;
import net.headscale.takeover.Takeover;
import net.headscale.wire.key.MalformedKey;
import net.headscale.wire.noise.ControlKey;

/// Brings the database of a headscale along, and the Noise key, so that its clients reconnect without noticing.
final class HeadscaleImport {
    private final Config config;
    private final Keeping.Origin origin;
    private final List<String> report = new ArrayList<>();

    private HeadscaleImport(Config config, Keeping.Origin origin) {
        this.config = config;
        this.origin = origin;
    }

    /// @return what to tell the person
    /// @throws Unusable if the origin cannot be taken over whole; nothing was written
    static List<String> run(Config config, Keeping.Origin origin, boolean replaces) {
        HeadscaleImport bringing = new HeadscaleImport(config, origin);
        bringing.run(replaces);
        return bringing.report;
    }

    private void run(boolean replaces) {
        Takeover takeover = Takeover.read(from(), Coordinator.DEFAULT_TAILNET, policy());
        report.add("Found in " + shown() + ": " + takeover.summary());
        takeover.findings().notes().forEach(note -> report.add("Note: " + note));
        Map<String, String> keys = noiseKey();
        List<String> problems = takeover.findings().problems();
        if (!problems.isEmpty()) {
            throw new Unusable(
                    shown() + " cannot be taken over, and nothing was written:\n  " + String.join("\n  ", problems));
        }
        if (!isInPlace()) {
            DatabaseKeeping.restoring(config, replaces).checkEmpty();
        }
        if (origin.isDryRun()) {
            report.add("Nothing was written: this was a dry run");
        } else {
            write(takeover, keys, replaces);
        }
    }

    private void write(Takeover takeover, Map<String, String> keys, boolean replaces) {
        Store store = Databases.store(config);
        try (WorkingCopy copy = WorkingCopy.empty(store.folder()).keeping(keys)) {
            try (Journal journal = SqliteJournal.open(copy.file())) {
                takeover.writeInto(journal);
            }
            if (store instanceof Store.Sqlite(Path file) && isInPlace()) {
                Path kept = InPlace.of(file, copy, DatabaseKeeping.keys(config), replaces);
                report.add("The database " + file + " is ours now; headscale's is in " + kept);
            } else {
                report.addAll(DatabaseKeeping.told(
                        config, DatabaseKeeping.restoring(config, replaces).from(copy)));
            }
        }
    }

    /// Whether this server is to use the very file that headscale used.
    private boolean isInPlace() {
        try {
            return Databases.store(config) instanceof Store.Sqlite(Path file)
                    && from() instanceof Takeover.From.Sqlite(Path other)
                    && Files.exists(file)
                    && Files.isSameFile(file, other);
        } catch (IOException unreadable) {
            throw new Unusable("cannot read " + origin.database() + ": " + unreadable.getMessage());
        }
    }

    private Takeover.From from() {
        return PostgresUrl.isOne(origin.database())
                ? new Takeover.From.Postgres(
                        PostgresUrl.parse(origin.database(), config.storage().postgresRoots()))
                : new Takeover.From.Sqlite(Path.of(origin.database()));
    }

    /// What the origin is called without its password.
    private String shown() {
        return switch (from()) {
            case Takeover.From.Sqlite(Path file) -> file.toString();
            case Takeover.From.Postgres(PostgresServer server) -> server.toString();
        };
    }

    private Optional<String> policy() {
        return origin.policy().isEmpty() ? Optional.empty() : Optional.of(read(Path.of(origin.policy())));
    }

    /// The Noise key that belongs to the database, unless this server has it already.
    private Map<String, String> noiseKey() {
        Path ours = config.storage().noiseKey();
        Optional<Path> theirs = theirNoiseKey();
        if (theirs.isEmpty()) {
            report.add(
                    Files.exists(ours)
                            ? "The Noise key is the one in " + ours
                            : "Note: no Noise key was found: clients that run now have to be restarted; --noise-key names it");
            return Map.of();
        }
        String text = read(theirs.get());
        try {
            ControlKey.parse(text.strip()).close();
        } catch (MalformedKey malformed) {
            throw new Unusable(theirs.get() + " is no private key: " + malformed.getMessage());
        }
        report.add("The Noise key is the one in " + theirs.get());
        return Map.of(DatabaseKeeping.NOISE_KEY, text);
    }

    private Optional<Path> theirNoiseKey() {
        if (!origin.noiseKey().isEmpty()) {
            return Optional.of(Path.of(origin.noiseKey()));
        }
        if (Files.exists(config.storage().noiseKey()) || !(from() instanceof Takeover.From.Sqlite(Path file))) {
            return Optional.empty();
        }
        return Optional.of(file.toAbsolutePath().resolveSibling("noise_private.key"))
                .filter(Files::exists);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new Unusable("cannot read " + file + ": " + unreadable.getMessage());
        }
    }
}
