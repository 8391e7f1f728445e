package net.headscale.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.headscale.journal.Appended;
import net.headscale.journal.Batch;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.RandomHistory;
import net.headscale.journal.UnknownSchema;
import net.headscale.journal.sql.SqlJournalContract;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresJournalTest extends SqlJournalContract {
    private final TestPostgres postgres;

    private PostgresServer server;

    PostgresJournalTest(TestPostgres postgres) {
        this.postgres = postgres;
    }

    @Override
    protected Journal emptyJournal() throws SQLException {
        server = postgres.emptyDatabase();
        return sameJournal();
    }

    @Override
    protected Journal sameJournal() {
        return PostgresJournal.open(server);
    }

    @Override
    protected List<String> policies() throws SQLException {
        try (Connection connection = TestPostgres.connect(server);
                ResultSet rows =
                        connection.createStatement().executeQuery("SELECT text FROM policies ORDER BY revision")) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    @Test
    void a_second_server_on_the_same_database_is_overtaken_and_goes_on() {
        RandomHistory history = new RandomHistory(new Random(1));
        Tailnet start = created(history, "default");
        try (Journal second = sameJournal()) {
            Batch first = Batch.of(start, history.changes(start));
            assertThat(second.append(List.of(first))).isEqualTo(new Appended.Stored());

            Appended late = journal.append(List.of(Batch.of(start, history.changes(start))));
            assertThat(late).isInstanceOf(Appended.Overtaken.class);
            Tailnet fresh = ((Appended.Overtaken) late).fresh().getFirst();
            assertThat(journal.append(List.of(Batch.of(fresh, history.changes(fresh)))))
                    .isEqualTo(new Appended.Stored());
        }
    }

    @Test
    void a_database_that_went_away_and_came_back_holds_what_was_acknowledged() throws Exception {
        RandomHistory history = new RandomHistory(new Random(1));
        Tailnet tailnet = created(history, "default");
        Batch next = Batch.of(tailnet, history.changes(tailnet));

        postgres.stopServer("fast");
        assertThatThrownBy(() -> journal.append(List.of(next)))
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining("check that it runs");
        postgres.startServer();

        assertSame(journal.loadAll(), List.of(tailnet));
        assertThat(journal.append(List.of(next))).isEqualTo(new Appended.Stored());
    }

    @Test
    void a_connection_that_a_proxy_drops_under_load_loses_nothing_that_was_acknowledged() throws Exception {
        PostgresServer direct = postgres.emptyDatabase();
        try (DroppingProxy proxy = DroppingProxy.to(postgres.port());
                Journal throughProxy = PostgresJournal.open(TestPostgres.server(direct.database(), proxy.port()))) {
            RandomHistory history = new RandomHistory(new Random(1));
            Tailnet known = Tailnet.empty(new TailnetId(1), "default");
            throughProxy.create(known);
            int failures = 0;
            for (int i = 0; i < 60; i++) {
                if (i % 10 == 5) {
                    proxy.drop();
                }
                Batch batch = Batch.of(known, List.of(new Change.NodeJoined(history.node(known))));
                try {
                    known = appended(throughProxy, known, batch);
                } catch (JournalUnavailable dropped) {
                    failures++; // unknown whether it was stored: the next append says so
                }
            }

            assertThat(failures).isBetween(1, 6);
            try (Journal straight = PostgresJournal.open(direct)) {
                assertThat(straight.loadAll().getFirst().nodes().ids())
                        .containsAll(known.nodes().ids());
            }
        }
    }

    private static Tailnet appended(Journal journal, Tailnet known, Batch batch) {
        return switch (journal.append(List.of(batch))) {
            case Appended.Stored _ -> batch.after();
            case Appended.Overtaken(var fresh) -> fresh.getFirst();
        };
    }

    @Test
    void another_programs_database_is_left_alone() throws Exception {
        server = postgres.emptyDatabase();
        try (Connection connection = TestPostgres.connect(server)) {
            connection.createStatement().execute("CREATE TABLE machines (id BIGINT)");
        }

        assertThatThrownBy(this::sameJournal).isInstanceOf(UnknownSchema.class).hasMessageContaining("(machines)");
    }

    @Test
    void a_database_that_is_not_there_is_named() {
        assertThatThrownBy(() -> PostgresJournal.open(postgres.server("nowhere")))
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining("nowhere on 127.0.0.1")
                .hasMessageContaining("create it");
    }
}
