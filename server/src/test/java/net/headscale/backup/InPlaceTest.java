package net.headscale.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import net.headscale.journal.sql.Child;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InPlaceTest {
    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    @TempDir
    private Path folder;

    private Path file;
    private Path key;

    @BeforeEach
    void makeTheFormerDatabase() throws Exception {
        file = folder.resolve("db.sqlite");
        key = folder.resolve("noise.key");
        execute(file, "CREATE TABLE machines (id INTEGER)");
    }

    @Test
    void the_former_database_stays_beside_and_the_keys_belong_to_its_owner() throws Exception {
        if (IS_ROOT) { // nobody else may give files away
            Files.setOwner(
                    file, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }

        take(folder);

        assertThat(hasMachines(folder.resolve("db.sqlite.headscale"))).isTrue();
        assertThat(hasMachines(file)).isFalse();
        assertThat(Files.getOwner(file)).isEqualTo(Files.getOwner(folder.resolve("db.sqlite.headscale")));
        assertThat(Files.getOwner(key)).isEqualTo(Files.getOwner(file));
    }

    /// Such a folder takes files and moves, but cannot be brought to the disk: the failure comes after the move.
    @Test
    void a_folder_that_cannot_be_synced_costs_neither_database_nor_key() throws Exception {
        try (Child child = Child.start(withoutPowerOverFiles(), InPlaceTest.class, folder.toString())) {
            assertThat(child.rest()).last().asString().contains("is ours now").contains("db.sqlite.headscale");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }

        assertThat(hasMachines(folder.resolve("db.sqlite.headscale"))).isTrue();
        assertThat(hasMachines(file)).isFalse();
        assertThat(key).hasContent("privkey:1");
    }

    /// Tells of the failure.
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.writeString(folder.resolve("noise.key"), "privkey:1"); // so that the database's move is the first to fail
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("-wx------"));
        try {
            take(folder);
        } catch (RuntimeException failure) {
            System.out.println(failure.getMessage());
        }
    }

    private static void take(Path folder) {
        try (WorkingCopy copy = WorkingCopy.empty(folder).keeping(Map.of("noise", "privkey:1"))) {
            InPlace.of(folder.resolve("db.sqlite"), copy, Map.of("noise", folder.resolve("noise.key")), false);
        }
    }

    private static List<String> withoutPowerOverFiles() {
        return IS_ROOT ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search") : List.of();
    }

    private static boolean hasMachines(Path database) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                ResultSet tables = connection.getMetaData().getTables(null, null, "machines", null)) {
            return tables.next();
        }
    }

    private static void execute(Path database, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection.createStatement().execute(sql);
        }
    }
}
