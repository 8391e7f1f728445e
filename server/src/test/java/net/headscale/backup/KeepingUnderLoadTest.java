package net.headscale.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.headscale.backup.Stores.Kind;
import net.headscale.journal.Journal;
import net.headscale.journal.postgres.PostgresExtension;
import net.headscale.journal.postgres.PostgresJournal;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.TestPostgres;
import net.headscale.journal.sql.AppendingProcess;
import net.headscale.journal.sql.Child;
import net.headscale.journal.sqlite.SqliteJournal;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Backups while another process writes, restores that are killed half-way, and a move; compared record by record.
@ExtendWith(PostgresExtension.class)
class KeepingUnderLoadTest {
    private static final int POINTS = Integer.getInteger("kill.points", Boolean.getBoolean("full") ? 50 : 3);
    private static final long SEED = Long.getLong("kill.seed", 20261123L);

    private final TestPostgres postgres;

    @TempDir
    private Path folder;

    KeepingUnderLoadTest(TestPostgres postgres) {
        this.postgres = postgres;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_backup_under_load_moves_all_that_was_acknowledged_before_it(Kind kind) throws Exception {
        Stores stores = new Stores(postgres, folder);
        Store origin = stores.empty(kind);
        Store target = stores.empty(kind == Kind.SQLITE ? Kind.POSTGRES : Kind.SQLITE);
        List<String> told = new ArrayList<>();
        Path backup = folder.resolve("backup.sqlite");
        try (Child writer = Child.start(List.of(), Appending.class, words(origin))) {
            told.addAll(writer.lines(200));
            Backup.take(origin, Map.of(), backup, false);
            writer.lines(50); // it went on
        }

        Restore.into(target, Map.of(), false).from(backup);

        try (Journal moved = Stores.journal(target);
                Journal former = Stores.journal(origin)) {
            Map<TailnetId, Tailnet> later = new HashMap<>();
            former.loadAll().forEach(tailnet -> later.put(tailnet.id(), tailnet));
            List<Tailnet> tailnets = moved.loadAll();
            for (Tailnet tailnet : tailnets) { // one moment: revision r holds r nodes, each as it was written
                assertThat((long) tailnet.nodes().size())
                        .isEqualTo(tailnet.revision().value());
                assertThat(later.get(tailnet.id()).nodes().values())
                        .containsAll(tailnet.nodes().values());
            }
            assertThat(told)
                    .filteredOn(line -> line.startsWith("stored "))
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        String[] words = line.split(" ");
                        assertThat(tailnets)
                                .filteredOn(tailnet -> tailnet.id().equals(new TailnetId(Long.parseLong(words[1]))))
                                .singleElement()
                                .satisfies(tailnet -> assertThat(
                                                tailnet.nodes().contains(new NodeId(Long.parseLong(words[3]))))
                                        .isTrue());
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_restore_that_is_killed_leaves_what_was_there_or_all_of_the_backup(Kind kind) throws Exception {
        Stores stores = new Stores(postgres, folder);
        Path backup = folder.resolve("backup.sqlite");
        Store other = stores.filled(Kind.SQLITE, 2);
        Backup.take(other, Map.of(), backup, false);
        List<String> restored = Stores.records(other);
        Store target = stores.filled(kind, 1);
        List<String> former = Stores.records(target);
        List<String> words = new ArrayList<>(List.of(words(target)));
        words.add(backup.toString());
        long writes = writesOfOne(words);
        Random random = new Random(SEED);
        for (int point = 1; point <= POINTS; point++) {
            try (Child restoring = restoring(words)) {
                restoring.killAfter(random.nextLong(2 * writes)); // in its first or its second round
            }

            assertThat(Stores.records(target))
                    .as("seed %s, point %s", SEED, point)
                    .isIn(former, restored);
        }
    }

    /// How often a restore writes.
    private static long writesOfOne(List<String> words) throws Exception {
        try (Child restoring = restoring(words)) {
            long before = restoring.writes();
            awaitLine(restoring, "restored");
            return restoring.writes() - before;
        }
    }

    private static Child restoring(List<String> words) throws Exception {
        Child child = Child.start(List.of(), Restoring.class, words.toArray(String[]::new));
        awaitLine(child, "begun");
        return child;
    }

    /// Lines of the log come between.
    private static void awaitLine(Child child, String line) throws Exception {
        while (!child.lines(1).equals(List.of(line))) {
            assertThat(child.isAlive()).as("waiting for %s", line).isTrue();
        }
    }

    private String[] words(Store store) {
        return switch (store) {
            case Store.Sqlite(Path file) -> new String[] {"sqlite", file.toString()};
            case Store.Postgres(PostgresServer server, Path keep) ->
                new String[] {"postgres", keep.toString(), server.database(), Integer.toString(postgres.port())};
        };
    }

    private static Store store(String... words) {
        if (words[0].equals("sqlite")) {
            return new Store.Sqlite(Path.of(words[1]));
        }
        return new Store.Postgres(TestPostgres.server(words[2], Integer.parseInt(words[3])), Path.of(words[1]));
    }

    /// The process that writes.
    public static final class Appending {
        private Appending() {}

        public static void main(String[] words) throws InterruptedException {
            AppendingProcess.run(
                    switch (store(words)) {
                        case Store.Sqlite(Path file) -> SqliteJournal.open(file);
                        case Store.Postgres(PostgresServer server, Path keep) -> PostgresJournal.open(server);
                    });
        }
    }

    /// The process that is killed while it restores, again and again.
    public static final class Restoring {
        private Restoring() {}

        public static void main(String[] words) {
            System.out.println("begun");
            Path backup = Path.of(words[words.length - 1]);
            while (true) {
                Restore.into(store(words), Map.of(), true).from(backup);
                System.out.println("restored");
            }
        }
    }
}
