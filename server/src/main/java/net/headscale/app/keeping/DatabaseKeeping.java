package net.headscale.app.keeping;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.app.configured.Databases;
import net.headscale.app.configured.Logs;
import net.headscale.app.reload.Unusable;
import net.headscale.backup.Backup;
import net.headscale.backup.BackupRefused;
import net.headscale.backup.Census;
import net.headscale.backup.JsonExport;
import net.headscale.backup.JsonImport;
import net.headscale.backup.Restore;
import net.headscale.backup.WorkingCopy;
import net.headscale.cli.command.Keeping;
import net.headscale.config.Config;
import net.headscale.config.Operation;
import net.headscale.config.Relay;
import net.headscale.journal.DatabaseInUse;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.UnknownSchema;

/// The commands that look after the configured database.
public final class DatabaseKeeping implements Keeping {
    static final String NOISE_KEY = "noise_private.key";
    private static final String RELAY_KEY = "derp_server_private.key";
    private static final String SECRETS = "It holds private keys and hashes of keys: keep it as you keep a password.";

    @Override
    public Outcome backup(Config config, Path file, boolean replaces) {
        return done(config, () -> {
            Census census = Backup.take(Databases.store(config), keys(config), file, replaces);
            return List.of("Backup written to " + file + ": " + census, SECRETS);
        });
    }

    @Override
    public Outcome restore(Config config, Path file, boolean replaces) {
        return done(config, () -> told(config, restoring(config, replaces).from(file)));
    }

    @Override
    public Outcome exportTo(Config config, OutputStream out) {
        return done(config, () -> {
            JsonExport.write(Databases.store(config), keys(config), out);
            return List.of();
        });
    }

    @Override
    public Outcome exportTo(Config config, Path file, boolean replaces) {
        return done(config, () -> {
            JsonExport.write(Databases.store(config), keys(config), file, replaces);
            return List.of("Export written to " + file, SECRETS);
        });
    }

    @Override
    public Outcome importJson(Config config, InputStream document, String shown, boolean replaces) {
        return done(config, () -> {
            Path folder = Databases.store(config).folder();
            try (WorkingCopy copy = JsonImport.read(document, shown, folder)) {
                return told(config, restoring(config, replaces).from(copy));
            }
        });
    }

    @Override
    public Outcome takeOver(Config config, Origin origin, boolean replaces) {
        return done(config, () -> HeadscaleImport.run(config, origin, replaces));
    }

    @Override
    public Outcome diagnose(Config config) {
        Logs.set(
                new Operation.Log(Operation.Level.WARN, config.operation().log().format()));
        Doctor doctor = Doctor.look(config, Clock.systemUTC());
        return doctor.isAllWell()
                ? new Outcome.Done(doctor.lines())
                : new Outcome.Failed("something is wrong\n" + String.join("\n", doctor.lines()));
    }

    static Restore restoring(Config config, boolean replaces) {
        return Restore.into(Databases.store(config), keys(config), replaces);
    }

    static List<String> told(Config config, Restore.Done done) {
        List<String> lines = new ArrayList<>();
        lines.add("The database " + Databases.store(config) + " holds now: " + done.census());
        done.former().ifPresent(former -> lines.add("What it held before is in " + former));
        return lines;
    }

    /// The private keys that belong to a server, by their name in backups.
    static Map<String, Path> keys(Config config) {
        Map<String, Path> keys = new LinkedHashMap<>();
        keys.put(NOISE_KEY, config.storage().noiseKey());
        if (config.relay().embedded() instanceof Relay.Embedded.On on) {
            keys.put(RELAY_KEY, on.key());
        }
        return keys;
    }

    /// What failed, and what then could not be undone.
    private static String text(RuntimeException failure) {
        Stream<Throwable> left = Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> Stream.of(cause.getSuppressed()))
                .filter(UncheckedIOException.class::isInstance);
        return Stream.concat(Stream.of(failure), left)
                .map(each -> String.valueOf(each.getMessage()))
                .collect(Collectors.joining("\n"));
    }

    private static Outcome done(Config config, Supplier<List<String>> act) {
        Logs.set(
                new Operation.Log(Operation.Level.WARN, config.operation().log().format()));
        try {
            return new Outcome.Done(act.get());
        } catch (Unusable
                | BackupRefused
                | JournalUnavailable
                | UnknownSchema
                | DatabaseInUse
                | UncheckedIOException failure) {
            return new Outcome.Failed(text(failure));
        }
    }
}
