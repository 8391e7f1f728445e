package net.headscale.journal.sqlite;

import java.nio.file.Path;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalContract;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {
    @TempDir
    private Path folder;

    @Override
    protected Journal emptyJournal() {
        return SqliteJournal.open(folder.resolve("db.sqlite"));
    }
}
