package net.headscale.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PutFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"noise,relay", "relay,noise"})
    void a_key_that_cannot_be_taken_back_is_named_and_keeps_no_other(String lost, String other) throws Exception {
        Map<String, Path> places = Map.of("noise", key("noise"), "relay", key("relay"));
        PutFiles put = PutFiles.put(new KeptFiles(Map.of("noise", "new", "relay", "new")), places, folder);
        Files.delete(folder.resolve(lost + ".replaced"));

        assertThatThrownBy(put::close)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(lost + ".replaced")
                .hasMessageNotContaining(other + ".replaced");

        assertThat(folder.resolve(other)).hasContent("former");
        assertThat(folder.resolve(lost)).hasContent("new");
    }

    private Path key(String name) throws Exception {
        return Files.writeString(folder.resolve(name), "former");
    }
}
