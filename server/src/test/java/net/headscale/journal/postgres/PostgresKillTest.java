package net.headscale.journal.postgres;

import java.sql.SQLException;
import java.util.List;
import net.headscale.journal.Journal;
import net.headscale.journal.sql.AppendingProcess;
import net.headscale.journal.sql.Child;
import net.headscale.journal.sql.KillContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresKillTest extends KillContract {
    private final TestPostgres postgres;
    private final PostgresServer server;

    PostgresKillTest(TestPostgres postgres) throws SQLException {
        this.postgres = postgres;
        this.server = postgres.emptyDatabase();
    }

    @Override
    protected Child startAppending() throws Exception {
        return Child.start(List.of(), Appending.class, server.database(), Integer.toString(postgres.port()));
    }

    @Override
    protected Journal open() {
        return PostgresJournal.open(server);
    }

    /// The process that is killed.
    public static final class Appending {
        private Appending() {}

        public static void main(String[] arguments) throws InterruptedException {
            AppendingProcess.run(
                    PostgresJournal.open(TestPostgres.server(arguments[0], Integer.parseInt(arguments[1]))));
        }
    }
}
