package net.headscale.journal.sqlite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.headscale.journal.Appended;
import net.headscale.journal.Batch;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.RandomHistory;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// Fills a disk under a journal, makes room again, and says `done` if all was as it should be.
final class FullDisk {
    private static final int MOST_TRIES = 10_000;

    private final Path folder;
    private final RandomHistory history = new RandomHistory(new Random(1));
    private Tailnet acknowledged = Tailnet.empty(new TailnetId(1), "default");

    private FullDisk(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        new FullDisk(Path.of(arguments[0])).run();
        System.out.println("done");
    }

    private void run() throws IOException {
        Path ballast = folder.resolve("ballast");
        try (Journal journal = SqliteJournal.open(folder.resolve("db.sqlite"))) {
            journal.create(acknowledged);
            join(journal);
            fill(ballast);
            joinUntilRefused(journal);
            journal.writeBehind(acknowledged.id(), acknowledged.nodes().values());

            Files.delete(ballast);
            for (int i = 0; i < 20; i++) {
                join(journal);
            }
            check(journal);
        }
        try (Journal journal = SqliteJournal.open(folder.resolve("db.sqlite"))) {
            check(journal);
        }
    }

    private void joinUntilRefused(Journal journal) {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                join(journal);
            } catch (JournalUnavailable unavailable) {
                expect(String.valueOf(unavailable.getMessage()).contains("its disk is full: make room"), unavailable);
                return;
            }
        }
        expect(false, "a full disk");
    }

    private void join(Journal journal) {
        Batch batch = Batch.of(acknowledged, List.of(new Change.NodeJoined(history.node(acknowledged))));
        expect(journal.append(List.of(batch)) instanceof Appended.Stored, "a stored batch");
        acknowledged = batch.after();
    }

    private void check(Journal journal) {
        Tailnet found = journal.loadAll().getFirst();
        expect(found.revision().equals(acknowledged.revision()), found);
        expect(found.nodes().equals(acknowledged.nodes()), found);
    }

    private static void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            expect(String.valueOf(full.getMessage()).contains("No space left"), full);
        }
    }

    private static void expect(boolean isSo, Object found) {
        if (!isSo) {
            throw new AssertionError("found " + found);
        }
    }
}
