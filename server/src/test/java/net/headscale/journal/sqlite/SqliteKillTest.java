package net.headscale.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import net.headscale.journal.DatabaseInUse;
import net.headscale.journal.Journal;
import net.headscale.journal.sql.AppendingProcess;
import net.headscale.journal.sql.Child;
import net.headscale.journal.sql.KillContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteKillTest extends KillContract {
    @TempDir
    private Path folder;

    @Test
    void the_database_of_another_process_is_refused_until_that_process_is_dead() throws Exception {
        try (Child child = startAppending()) {
            child.lines(1);

            assertThatThrownBy(this::open)
                    .isInstanceOf(DatabaseInUse.class)
                    .hasMessageContaining("is in use by process " + child.pid());
        }
        open().close();
    }

    @Override
    protected Child startAppending() throws Exception {
        return Child.start(List.of(), Appending.class, file().toString());
    }

    @Override
    protected Journal open() {
        return SqliteJournal.open(file());
    }

    private Path file() {
        return folder.resolve("db.sqlite");
    }

    /// The process that is killed.
    public static final class Appending {
        private Appending() {}

        public static void main(String[] arguments) throws InterruptedException {
            AppendingProcess.run(SqliteJournal.open(Path.of(arguments[0])));
        }
    }
}
