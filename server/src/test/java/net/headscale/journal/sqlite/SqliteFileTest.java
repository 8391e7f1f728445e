package net.headscale.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import net.headscale.journal.DatabaseInUse;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.UnknownSchema;
import net.headscale.journal.sql.Migrations;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    private static final Tailnet TAILNET = Tailnet.empty(new TailnetId(1), "default");
    private static final Migrations OF_THIS_SERVER = Migrations.of("sqlite");
    private static final Migrations OF_THE_NEXT =
            new Migrations(999, List.of(OF_THIS_SERVER.folders().getFirst(), "classpath:net/headscale/journal/later"));

    @TempDir
    private Path folder;

    @Test
    void only_its_owner_may_read_a_new_database() throws Exception {
        Path file = folder.resolve("state/headscale/db.sqlite");
        try (Journal journal = SqliteJournal.open(file)) {
            journal.create(TAILNET);
            assertThat(mode(file.getParent())).isEqualTo("rwx------");
            assertThat(Files.list(file.getParent()))
                    .hasSize(4)
                    .allSatisfy(path -> assertThat(mode(path)).isEqualTo("rw-------"));
        }
    }

    @Test
    void a_second_journal_is_refused_until_the_first_is_closed() {
        try (Journal first = SqliteJournal.open(file())) {
            first.create(TAILNET);
            assertThatThrownBy(this::opened)
                    .isInstanceOf(DatabaseInUse.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid());
        }
        try (Journal second = opened()) {
            assertThat(second.loadAll()).hasSize(1);
        }
    }

    @Test
    void the_newest_migration_that_is_known_is_the_last_file_that_there_is() throws Exception {
        try (var files = Files.list(Path.of(Migrations.class
                        .getResource("/net/headscale/journal/sqlite/V1__tailnets.sql")
                        .toURI())
                .getParent())) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".sql"))
                            .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf('_'))))
                            .max())
                    .hasValue(Migrations.NEWEST);
        }
    }

    @Test
    void a_database_is_copied_before_it_is_migrated_and_the_older_server_names_the_copy() throws Exception {
        try (Journal old = opened()) {
            old.create(TAILNET);
        }
        try (Journal migrated = opened(OF_THE_NEXT)) {
            assertThat(migrated.loadAll()).hasSize(1);
        }

        Path copy = folder.resolve("db.sqlite.schema-" + Migrations.NEWEST);
        assertThat(mode(copy)).isEqualTo("rw-------");
        assertThatThrownBy(this::opened)
                .isInstanceOf(UnknownSchema.class)
                .hasMessageContaining("to schema 999 (later), this one knows up to " + Migrations.NEWEST)
                .hasMessageContaining(copy.toString());

        Files.delete(file());
        Files.copy(copy, file());
        try (Journal back = opened()) {
            assertThat(back.loadAll()).hasSize(1);
        }
    }

    @Test
    void a_second_copy_does_not_replace_the_first() throws Exception {
        for (int i = 0; i < 2; i++) {
            opened().close();
            opened(OF_THE_NEXT).close();
            Files.delete(file());
        }

        assertThat(folder.resolve("db.sqlite.schema-" + Migrations.NEWEST)).exists();
        assertThat(folder.resolve("db.sqlite.schema-" + Migrations.NEWEST + ".2"))
                .exists();
    }

    @Test
    void another_programs_database_is_left_alone() throws Exception {
        execute("CREATE TABLE machines (id INTEGER)");

        assertThatThrownBy(this::opened).isInstanceOf(UnknownSchema.class).hasMessageContaining("(machines)");

        execute("INSERT INTO machines VALUES (1)");
    }

    @Test
    void what_is_no_database_is_left_alone() throws Exception {
        Files.writeString(
                file(), "These are the voyages of a text file, and it is longer than the header of a database.");

        assertThatThrownBy(this::opened)
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining("it is damaged or no database: restore a backup");
        assertThat(file()).content().startsWith("These are the voyages");
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> SqliteJournal.open(inTheWay.resolve("db.sqlite")))
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining(inTheWay.toString());
    }

    @Test
    void another_programs_transaction_holds_up_writers_until_it_ends() throws Exception {
        try (Journal journal = SqliteJournal.open(file(), Duration.ofMillis(50), OF_THIS_SERVER);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            other.createStatement().execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> journal.create(TAILNET))
                    .isInstanceOf(JournalUnavailable.class)
                    .hasMessageContaining("another program holds it");
            other.createStatement().execute("COMMIT");

            journal.create(TAILNET);
            assertThat(journal.loadAll()).hasSize(1);
        }
    }

    @Test
    void an_operator_can_write_while_the_journal_is_idle() throws Exception {
        try (Journal journal = opened()) {
            journal.create(TAILNET);
            execute("UPDATE tailnets SET name = 'renamed'");

            assertThat(journal.loadAll().getFirst().name()).isEqualTo("renamed");
        }
    }

    private Journal opened() {
        return SqliteJournal.open(file());
    }

    private Journal opened(Migrations migrations) {
        return SqliteJournal.open(file(), Duration.ofSeconds(1), migrations);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            connection.createStatement().execute(sql);
        }
    }

    private Path file() {
        return folder.resolve("db.sqlite");
    }

    private static String mode(Path path) throws java.io.IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
