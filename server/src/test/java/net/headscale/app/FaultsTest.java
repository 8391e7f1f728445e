package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import net.headscale.journal.Journal;
import net.headscale.journal.postgres.DroppingProxy;
import net.headscale.journal.postgres.PostgresJournal;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.TestPostgres;
import net.headscale.journal.sql.Child;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server whose database fails: it says what is wrong and recovers by itself, its clients stay connected, and
/// nothing that was acknowledged is lost. The clock that jumps is in [SteadyClockTest].
class FaultsTest {
    @TempDir
    private Path folder;

    @Test
    void a_proxy_that_drops_the_database_and_lets_it_come_back() throws Exception {
        try (TestPostgres postgres = TestPostgres.start();
                DroppingProxy proxy = DroppingProxy.to(postgres.port())) {
            PostgresServer direct = postgres.emptyDatabase();
            Journal journal = PostgresJournal.open(TestPostgres.server(direct.database(), proxy.port()));
            Ordeal ordeal;
            try (RunningServer server = RunningServer.over(journal, folder)) {
                ordeal = Ordeal.begin(server);
                proxy.goAway();
                ordeal.awaitTrouble("it cannot be reached: check that it runs");
                proxy.comeBack();
                ordeal.awaitRecovery();
                proxy.drop(); // once, at a time when nobody writes: one request may fail for it
                ordeal.awaitHealth();
            }
            try (Journal straight = PostgresJournal.open(direct)) {
                ordeal.check(straight);
            }
        }
    }

    @Test
    void a_postgres_that_stops_and_starts_again() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            PostgresServer database = postgres.emptyDatabase();
            Ordeal ordeal;
            try (RunningServer server = RunningServer.over(PostgresJournal.open(database), folder)) {
                ordeal = Ordeal.begin(server);
                postgres.stopServer("immediate");
                ordeal.awaitTrouble("it cannot be reached: check that it runs");
                postgres.startServer();
                ordeal.awaitRecovery();
            }
            try (Journal journal = PostgresJournal.open(database)) {
                ordeal.check(journal);
            }
        }
    }

    @Test
    void a_file_system_that_fills_up() throws Exception {
        assertThat(onSmallDisk("full")).endsWith("done");
    }

    @Test
    void a_file_system_that_becomes_read_only() throws Exception {
        assertThat(onSmallDisk("readonly")).endsWith("done");
    }

    /// What [FailingDisk] says on a small disk in memory, in a mount namespace of its own.
    private List<String> onSmallDisk(String fault) throws Exception {
        List<String> before = Child.onSmallDisk(folder, "8m");
        try (Child child = Child.start(before, FailingDisk.class, folder.toString(), fault)) {
            return child.rest();
        }
    }
}
