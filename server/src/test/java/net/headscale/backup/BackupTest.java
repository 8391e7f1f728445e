package net.headscale.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import net.headscale.backup.Stores.Kind;
import net.headscale.journal.DatabaseInUse;
import net.headscale.journal.IdKind;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.UnknownSchema;
import net.headscale.journal.postgres.PostgresExtension;
import net.headscale.journal.postgres.TestPostgres;
import net.headscale.testkit.proxy.LoopbackProxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(PostgresExtension.class)
class BackupTest {
    private static final Map<String, Path> NO_KEYS = Map.of();

    private final TestPostgres postgres;

    @TempDir
    private Path folder;

    private Stores stores;

    BackupTest(TestPostgres postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void chooseFolder() {
        stores = new Stores(postgres, folder);
    }

    @ParameterizedTest
    @CsvSource({"SQLITE,SQLITE", "SQLITE,POSTGRES", "POSTGRES,SQLITE", "POSTGRES,POSTGRES"})
    void every_record_moves_from_one_database_to_another(Kind from, Kind into) throws Exception {
        Store origin = stores.filled(from, 1);
        Store target = stores.empty(into);

        Census taken = Backup.take(origin, NO_KEYS, backup(), false);
        Restore.Done done = Restore.into(target, NO_KEYS, false).from(backup());

        assertThat(Stores.records(target)).hasSizeGreaterThan(50).isEqualTo(Stores.records(origin));
        assertThat(done.census()).isEqualTo(taken);
        assertThat(done.former()).isEmpty();
        try (Journal journal = Stores.journal(target)) {
            assertThat(journal.leaseIds(IdKind.API_KEY, 1)).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_database_that_holds_something_is_replaced_only_by_force_and_kept(Kind kind) throws Exception {
        Store target = stores.filled(kind, 1);
        List<String> former = Stores.records(target);
        Backup.take(stores.filled(Kind.SQLITE, 2), NO_KEYS, backup(), false);

        assertThatThrownBy(() -> Restore.into(target, NO_KEYS, false).from(backup()))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("is not empty (2 tailnets")
                .hasMessageContaining("--force");
        assertThat(Stores.records(target)).isEqualTo(former);

        Path kept = Restore.into(target, NO_KEYS, true).from(backup()).former().orElseThrow();
        assertThat(Stores.records(target)).isNotEqualTo(former);
        Restore.into(target, NO_KEYS, true).from(kept);
        assertThat(Stores.records(target)).isEqualTo(former);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_database_that_a_server_uses_is_backed_up_and_not_restored(Kind kind) throws Exception {
        Store store = stores.filled(kind, 1);
        try (Journal server = Stores.journal(store)) {
            server.loadAll();
            Backup.take(store, NO_KEYS, backup(), false);

            assertThatThrownBy(() -> Restore.into(store, NO_KEYS, true).from(backup()))
                    .isInstanceOfAny(DatabaseInUse.class, BackupRefused.class)
                    .hasMessageContaining("stop it");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_export_says_that_it_holds_secrets_and_is_imported_record_by_record(Kind kind) throws Exception {
        Store origin = stores.filled(kind, 3);
        var json = new ByteArrayOutputStream();
        JsonExport.write(origin, Map.of("noise", key("noise.key", "privkey:1")), json);
        Store target = stores.empty(kind == Kind.SQLITE ? Kind.POSTGRES : Kind.SQLITE);
        Path keyOfTarget = folder.resolve("new/noise.key");

        try (WorkingCopy copy = JsonImport.read(new ByteArrayInputStream(json.toByteArray()), "x.json", folder)) {
            Restore.into(target, Map.of("noise", keyOfTarget), false).from(copy);
        }

        assertThat(json.toString(StandardCharsets.UTF_8))
                .contains("holds secrets")
                .contains("privkey:1");
        assertThat(Stores.records(target)).isEqualTo(Stores.records(origin));
        assertThat(keyOfTarget).hasContent("privkey:1");
    }

    @Test
    void only_its_owner_may_read_a_backup_and_a_file_that_is_there_stays_without_force() throws Exception {
        Store origin = stores.filled(Kind.SQLITE, 1);
        Files.writeString(backup(), "precious");

        assertThatThrownBy(() -> Backup.take(origin, NO_KEYS, backup(), false))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("--force");
        assertThat(backup()).hasContent("precious");

        Backup.take(origin, NO_KEYS, backup(), true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void private_keys_come_back_and_another_one_is_kept_beside_by_force() throws Exception {
        Path noise = key("noise.key", "privkey:1\n");
        Backup.take(stores.filled(Kind.SQLITE, 1), Map.of("noise", noise), backup(), false);
        Files.writeString(noise, "privkey:2\n");
        Store target = stores.empty(Kind.SQLITE);

        assertThatThrownBy(() ->
                        Restore.into(target, Map.of("noise", noise), false).from(backup()))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("is another one than the backup's");
        assertThat(noise).hasContent("privkey:2");

        Restore.into(target, Map.of("noise", noise), true).from(backup());
        assertThat(noise).hasContent("privkey:1");
        assertThat(folder.resolve("noise.key.replaced")).hasContent("privkey:2");
    }

    @Test
    void a_connection_lost_after_the_commit_takes_no_key_back() throws Exception {
        Path noise = otherKeyThanTheBackups();
        Store.Postgres target = madeDatabase();

        try (LoopbackProxy way = LoopbackProxy.to(postgres.port(), CommitCutter.AFTER_THE_ANSWER)) {
            Restore.into(through(way, target), Map.of("noise", noise), true).from(backup());
        }

        assertThat(Stores.records(target)).hasSizeGreaterThan(50);
        assertThat(noise).hasContent("privkey:1");
    }

    @Test
    void who_restores_is_told_when_nobody_knows_whether_it_was_committed() throws Exception {
        Path noise = otherKeyThanTheBackups();
        Store.Postgres target = madeDatabase();

        try (LoopbackProxy way = LoopbackProxy.to(postgres.port(), CommitCutter.BEFORE_THE_ANSWER)) {
            Restore restore = Restore.into(through(way, target), Map.of("noise", noise), true);
            assertThatThrownBy(() -> restore.from(backup()))
                    .isInstanceOf(JournalUnavailable.class)
                    .hasMessageContaining("either all of the new rows or all former ones")
                    .hasMessageContaining("--force");
        }

        assertThat(noise).hasContent("privkey:1");
        assertThat(folder.resolve("noise.key.replaced")).hasContent("privkey:2");
    }

    /// The backup has `privkey:1`.
    private Path otherKeyThanTheBackups() throws Exception {
        Path noise = key("noise.key", "privkey:1\n");
        Backup.take(stores.filled(Kind.SQLITE, 1), Map.of("noise", noise), backup(), false);
        return Files.writeString(noise, "privkey:2\n");
    }

    /// One that needs no migration, in which others would be cut.
    private Store.Postgres madeDatabase() throws Exception {
        Store.Postgres store = new Store.Postgres(postgres.emptyDatabase(), folder);
        Stores.journal(store).close();
        return store;
    }

    private Store through(LoopbackProxy way, Store.Postgres store) {
        return new Store.Postgres(TestPostgres.server(store.server().database(), way.port()), folder);
    }

    @Test
    void what_is_no_backup_is_refused_and_named() throws Exception {
        Store target = stores.empty(Kind.SQLITE);
        Files.writeString(backup(), "These are the voyages of a text file that is longer than a header.".repeat(20));
        assertThatThrownBy(() -> Restore.into(target, NO_KEYS, false).from(backup()))
                .hasMessageContaining("damaged or no database");

        Path foreign = folder.resolve("headscale.sqlite");
        execute(foreign, "CREATE TABLE machines (id INTEGER)");
        assertThatThrownBy(() -> Restore.into(target, NO_KEYS, false).from(foreign))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("headscale import --from " + foreign);

        Path newer = folder.resolve("newer.sqlite");
        Backup.take(stores.filled(Kind.SQLITE, 1), NO_KEYS, newer, false);
        execute(
                newer,
                "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");
        assertThatThrownBy(() -> Restore.into(target, NO_KEYS, false).from(newer))
                .isInstanceOf(UnknownSchema.class)
                .hasMessageContaining("to schema 99 (later)");
    }

    @Test
    void a_backup_whose_rows_refer_to_nothing_is_refused() throws Exception {
        Backup.take(stores.filled(Kind.SQLITE, 1), NO_KEYS, backup(), false);
        execute(backup(), "DELETE FROM tailnets");

        assertThatThrownBy(() ->
                        Restore.into(stores.empty(Kind.SQLITE), NO_KEYS, false).from(backup()))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("is not whole");
    }

    @Test
    void an_empty_database_is_not_backed_up() throws Exception {
        Store empty = stores.empty(Kind.POSTGRES);

        assertThatThrownBy(() -> Backup.take(empty, NO_KEYS, backup(), false))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("is empty");
        assertThat(backup()).doesNotExist();
    }

    private Path backup() {
        return folder.resolve("backup.sqlite");
    }

    private Path key(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void execute(Path file, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.createStatement().execute(sql);
        }
    }
}
