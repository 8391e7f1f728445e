package net.headscale.journal.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// Opens a journal on a disk that is read-only for a while, and says `done` if all was as it should be.
final class ReadOnlyDisk {
    private ReadOnlyDisk() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Path file = folder.resolve("db.sqlite");
        try (Journal journal = SqliteJournal.open(file)) {
            journal.create(Tailnet.empty(new TailnetId(1), "default"));
        }
        remount(folder, "ro");
        try (Journal journal = SqliteJournal.open(file)) {
            throw new AssertionError("expected a refusal, found " + journal);
        } catch (JournalUnavailable unavailable) {
            if (!String.valueOf(unavailable.getMessage()).contains("may be written")) {
                throw unavailable;
            }
        }
        remount(folder, "rw");
        try (Journal journal = SqliteJournal.open(file)) {
            System.out.println(journal.loadAll().size() == 1 ? "done" : "empty");
        }
    }

    private static void remount(Path folder, String mode) throws IOException, InterruptedException {
        int code = new ProcessBuilder("mount", "-o", "remount," + mode, folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("mount ended with " + code);
        }
    }
}
