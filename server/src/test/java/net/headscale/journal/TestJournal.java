package net.headscale.journal;

import java.sql.SQLException;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.journal.postgres.PostgresJournal;
import net.headscale.journal.postgres.TestPostgres;

/// The journal of a server that a test is about: in memory, or in PostgreSQL with `-Dserver.database=postgres`
/// (decision 0261).
public final class TestJournal {
    private TestJournal() {}

    /// An empty one.
    public static Journal open() {
        String database = System.getProperty("server.database", "memory");
        return switch (database) {
            case "memory" -> new MemoryJournal();
            case "postgres" -> OfThisRun.emptyJournal();
            default -> throw new IllegalStateException("expected memory or postgres, found " + database);
        };
    }

    /// Started when the first test needs it; ended with the JVM.
    private static final class OfThisRun {
        private static final TestPostgres POSTGRES = started();

        private static TestPostgres started() {
            TestPostgres postgres = TestPostgres.start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(postgres::close));
            return postgres;
        }

        static Journal emptyJournal() {
            try {
                return PostgresJournal.open(POSTGRES.emptyDatabase());
            } catch (SQLException failed) {
                throw new IllegalStateException("expected an empty database", failed);
            }
        }
    }
}
