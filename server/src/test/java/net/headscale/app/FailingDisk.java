package net.headscale.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import net.headscale.journal.Journal;
import net.headscale.journal.sqlite.SqliteJournal;

/// Runs a server on a disk that fails for a while, and says `done` if all was as it should be.
///
/// A disk with open files cannot be made read-only. So the folder is covered by a view of it that is, and the
/// server is brought to open its file again, by another program that holds the database up for a moment.
public final class FailingDisk {
    private final Path folder;
    private final Path file;

    private FailingDisk(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("db.sqlite");
    }

    /// @param arguments the folder that the disk is mounted on, and `full` or `readonly`
    public static void main(String[] arguments) throws Exception {
        FailingDisk disk = new FailingDisk(Path.of(arguments[0]));
        Ordeal ordeal;
        Path elsewhere = Files.createTempDirectory("headscale-faults");
        try (RunningServer server = RunningServer.over(SqliteJournal.open(disk.file), elsewhere)) {
            ordeal = Ordeal.begin(server);
            if (arguments[1].equals("full")) {
                disk.fillUnder(ordeal);
            } else {
                disk.coverUnder(ordeal);
            }
            ordeal.awaitRecovery();
        }
        try (Journal journal = SqliteJournal.open(disk.file)) {
            ordeal.check(journal);
        }
        System.out.println("done");
        System.exit(0);
    }

    private void fillUnder(Ordeal ordeal) throws IOException {
        Path ballast = folder.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            ordeal.awaitTrouble("its disk is full: make room");
        }
        Files.delete(ballast);
    }

    private void coverUnder(Ordeal ordeal) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            other.createStatement().execute("BEGIN IMMEDIATE");
            run("mount", "--bind", folder.toString(), folder.toString());
            run("mount", "-o", "remount,bind,ro", folder.toString());
            ordeal.awaitTrouble("it");
            letGo(other);
        }
        ordeal.awaitTrouble("it may not be written: check the file's owner and mode, and how it is mounted");
        run("umount", "--lazy", folder.toString());
    }

    private static void letGo(Connection other) throws SQLException {
        other.createStatement().execute("ROLLBACK");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
