package net.headscale.app.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import net.headscale.app.reload.Unusable;
import net.headscale.wire.noise.ControlKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    @Test
    void a_missing_key_is_made_for_its_owner_alone_and_found_again() throws IOException {
        Path file = folder.resolve("state/private.key");

        try (ControlKey made = KeyFile.openControlKey(file, RANDOM);
                ControlKey found = KeyFile.openControlKey(file, RANDOM)) {
            assertThat(found.publicKey()).isEqualTo(made.publicKey());
        }
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.getParent())).isEqualTo("rwx------");
    }

    @Test
    void a_key_of_wg_that_everybody_may_read_is_taken_over_and_closed() throws IOException {
        Path file = write(wireguardKey(), "rw-r--r--");

        try (ControlKey taken = KeyFile.openControlKey(file, RANDOM);
                ControlKey found = KeyFile.openControlKey(file, RANDOM)) {
            assertThat(found.publicKey()).isEqualTo(taken.publicKey());
        }
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(Files.readString(file)).startsWith("privkey:");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_key_that_was_taken_over_and_opened_to_everybody_again_is_refused() throws IOException {
        Path file = write(wireguardKey(), "rw-r--r--");
        KeyFile.openControlKey(file, RANDOM).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> KeyFile.openControlKey(file, RANDOM))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("chmod 600 " + file);
        assertThat(permissions(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void a_key_of_wg_that_its_owner_alone_may_read_stays_as_it_is() throws IOException {
        String text = wireguardKey();
        Path file = write(text, "rw-r-----");

        KeyFile.openControlKey(file, RANDOM).close();

        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(permissions(file)).isEqualTo("rw-r-----");
    }

    @Test
    void what_is_no_key_is_refused_without_a_word_of_it() throws IOException {
        Path file = write("hunter2", "rw-------");

        assertThatThrownBy(() -> KeyFile.openControlKey(file, RANDOM))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("hunter2");
    }

    private static String wireguardKey() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes) + "\n";
    }

    private Path write(String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("private.key"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
