package net.headscale.app.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.headscale.app.configured.Databases;
import net.headscale.app.reload.Unusable;
import net.headscale.backup.BackupRefused;
import net.headscale.cli.command.Keeping;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.journal.Journal;
import net.headscale.journal.RandomHistory;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.TestPostgres;
import net.headscale.journal.sql.Child;
import net.headscale.journal.sqlite.SqliteJournal;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.takeover.FormerDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `headscale import --from` a headscale's database: a report, and everything or nothing.
class ImportCommandTest {
    static final String KEY = "privkey:" + "12".repeat(32);

    @TempDir
    private Path folder;

    private Path origin;

    @BeforeEach
    void makeOrigin() throws Exception {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        origin = FormerDatabase.sqlite(theirs, FormerDatabase.OF_0_28);
        Files.writeString(theirs.resolve("noise_private.key"), KEY);
        Files.createDirectory(ours());
    }

    @Test
    void a_dry_run_reports_and_writes_nothing() throws Exception {
        Map<String, String> before = contents(folder);

        List<String> report = HeadscaleImport.run(config(ours(), "db.sqlite"), from(origin, true), false);

        assertThat(report)
                .anyMatch(line -> line.contains("2 users, 2 nodes, 2 pre-auth keys, 1 API key,")
                        && line.contains("a policy of 1 line"))
                .anyMatch(line -> line.contains("The Noise key is the one in"))
                .last()
                .asString()
                .contains("Nothing was written");
        assertThat(contents(folder)).isEqualTo(before);
    }

    @Test
    void an_import_brings_the_rows_and_the_noise_key() throws Exception {
        Config config = config(ours(), "db.sqlite");

        HeadscaleImport.run(config, from(origin, false), false);

        assertThat(ours().resolve("noise_private.key")).hasContent(KEY);
        try (Journal journal = Databases.open(config)) {
            assertThat(journal.loadAll())
                    .singleElement()
                    .satisfies(tailnet -> assertThat(tailnet.nodes().size()).isEqualTo(2));
        }
    }

    @Test
    void an_import_in_place_brings_the_noise_key_along_too() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("noise_private.key"), KEY);
        Path file = Files.move(origin, ours().resolve("db.sqlite"));

        HeadscaleImport.run(
                config(ours(), "db.sqlite"),
                new Keeping.Origin(file.toString(), elsewhere.toString(), "", false),
                false);

        assertThat(ours().resolve("noise_private.key")).hasContent(KEY);
    }

    @Test
    void a_database_that_holds_something_is_left_alone() throws Exception {
        Config config = config(ours(), "db.sqlite");
        try (Journal journal = SqliteJournal.open(ours().resolve("db.sqlite"))) {
            RandomHistory history = new RandomHistory(new Random(1));
            Tailnet tailnet = Tailnet.empty(new TailnetId(1), "default");
            journal.create(tailnet.after(List.of(new Change.NodeJoined(history.node(tailnet)))));
        }
        Map<String, String> before = contents(folder);

        for (boolean isDryRun : new boolean[] {true, false}) {
            assertThatThrownBy(() -> HeadscaleImport.run(config, from(origin, isDryRun), false))
                    .isInstanceOf(BackupRefused.class)
                    .hasMessageContaining("is not empty")
                    .hasMessageContaining("--force");
        }
        assertThat(contents(folder)).isEqualTo(before);
    }

    @Test
    void an_origin_that_makes_no_sense_is_told_whole_and_nothing_is_written() throws Exception {
        Path broken = FormerDatabase.sqlite(origin.getParent(), FormerDatabase.OF_0_28 + """
                UPDATE nodes SET ipv4 = 'nonsense' WHERE id = 11;
                UPDATE nodes SET node_key = 'x' WHERE id = 12;
                """);
        Map<String, String> before = contents(folder);

        assertThatThrownBy(() -> HeadscaleImport.run(config(ours(), "db.sqlite"), from(broken, false), false))
                .isInstanceOf(Unusable.class)
                .hasMessageContainingAll("node 11", "node 12", "nothing was written");
        assertThat(contents(folder)).isEqualTo(before);
    }

    @Test
    void a_postgres_is_brought_along_by_its_url() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            PostgresServer server = postgres.emptyDatabase();
            FormerDatabase.fill(server, FormerDatabase.OF_0_28);
            String url = "postgres://headscale@/" + server.database() + "?host=" + postgres.folder() + "&port="
                    + postgres.port();

            List<String> report =
                    HeadscaleImport.run(config(ours(), "db.sqlite"), new Keeping.Origin(url, "", "", false), false);

            assertThat(report).anyMatch(line -> line.contains("2 users, 2 nodes"));
        }
    }

    /// The disk is made larger step by step, so that each attempt gets a little further than the one before.
    @Test
    void wherever_the_disk_fills_up_nothing_is_written_until_everything_is() throws Exception {
        List<String> before = Child.onSmallDisk(ours(), "4k");
        for (String place : new String[] {"beside", "in place"}) {
            try (Child child = Child.start(before, GrowingDisk.class, origin.toString(), ours().toString(), place)) {
                assertThat(child.rest()).endsWith("done");
            }
        }
    }

    private Path ours() {
        return folder.resolve("ours");
    }

    static Keeping.Origin from(Path database, boolean isDryRun) {
        return new Keeping.Origin(database.toString(), "", "", isDryRun);
    }

    static Config config(Path folder, String database) {
        var environment = new Environment(Map.of(), folder, folder, folder.resolve("etc"));
        Path file = folder.resolveSibling(folder.getFileName() + ".yaml");
        try {
            Files.writeString(
                    file,
                    "noise: {private_key_path: " + folder.resolve("noise_private.key") + "}\n"
                            + "database: {sqlite: {path: " + folder.resolve(database) + "}}\n");
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return switch (new ConfigReader(environment).read(file.toString())) {
            case Loaded.Ready(Config config, var _) -> config;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    /// What every file below a folder holds, but for configurations and what SQLite keeps beside a file that is read.
    static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            if (!file.toString().matches(".*(\\.yaml|-wal|-shm|\\.lock)")) {
                contents.put(file.toString(), java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
