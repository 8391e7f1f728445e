package net.headscale.app.keeping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.app.configured.Databases;
import net.headscale.app.reload.Unusable;
import net.headscale.backup.BackupRefused;
import net.headscale.backup.Restore;
import net.headscale.config.Config;
import net.headscale.journal.JournalUnavailable;

/// Imports again and again on a disk that grows, until it is done; says `done` if every failure left nothing behind.
final class GrowingDisk {
    private static final int STEP = 8; // kibibytes: two pages
    private static final int FEWEST_FAILURES = 10;

    private final Path disk;
    private final Path origin;
    private final Path key;

    private GrowingDisk(Path disk, Path origin, Path key) {
        this.disk = disk;
        this.origin = origin;
        this.key = key;
    }

    /// @param arguments the origin, the folder that the disk is mounted on, and `beside` or `in place`
    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[1]);
        Path origin = Path.of(arguments[0]);
        Path key = origin.resolveSibling("noise_private.key");
        int size = 4;
        if (arguments[2].equals("in place")) {
            size += Math.toIntExact(Files.size(origin) / 1024) + STEP;
            resize(disk, size);
            origin = Files.copy(origin, disk.resolve("db.sqlite"));
        }
        new GrowingDisk(disk, origin, key).run(size);
        System.out.println("done");
    }

    private void run(int first) throws Exception {
        Config config = ImportCommandTest.config(disk, "db.sqlite");
        Map<String, String> before = seen(config);
        int failures = 0;
        for (int size = first; !isDone(config); size += STEP) {
            failures++;
            Map<String, String> after = seen(config);
            if (!after.equals(before)) {
                throw new AssertionError("at " + size + " KiB: " + before.keySet() + " became " + after.keySet());
            }
            resize(disk, size + STEP);
        }
        if (failures < FEWEST_FAILURES || !Files.exists(disk.resolve("noise_private.key"))) {
            throw new AssertionError(
                    failures + " failures, and then " + seen(config).keySet());
        }
    }

    private boolean isDone(Config config) {
        try {
            var from = new net.headscale.cli.command.Keeping.Origin(origin.toString(), key.toString(), "", false);
            HeadscaleImport.run(config, from, false);
            return true;
        } catch (JournalUnavailable | BackupRefused | Unusable | UncheckedIOException full) {
            return false;
        }
    }

    /// All files; of a database of ours only that nothing is in it: an empty one is what a first start makes.
    private Map<String, String> seen(Config config) throws IOException {
        Map<String, String> seen = new TreeMap<>(ImportCommandTest.contents(disk));
        if (!origin.startsWith(disk)) {
            Restore.into(Databases.store(config), Map.of(), false).checkEmpty();
            seen.keySet().removeIf(name -> name.contains("/db.sqlite"));
        }
        return seen;
    }

    private static void resize(Path disk, int kibibytes) throws IOException, InterruptedException {
        int code = new ProcessBuilder("mount", "-o", "remount,size=" + kibibytes + "k", disk.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("mount ended with " + code);
        }
    }
}
