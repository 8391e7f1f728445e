package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultsTest {
    @TempDir
    Path folder;

    @Test
    void a_file_holds_the_figures_of_its_part_with_their_medians() throws IOException {
        Results results = Results.of("results-test");
        results.record("odd", Duration.ofSeconds(1), List.of(millis(30), millis(10), millis(20)));
        results.record("even", Duration.ofSeconds(1), List.of(millis(10), millis(40), millis(20), millis(30)));

        results.write(folder);

        JsonNode file = new JsonMapper().readTree(Files.readString(folder.resolve("results-test.json")));
        assertThat(file.at("/figures/odd/medianMillis").asInt()).isEqualTo(20);
        assertThat(file.at("/figures/odd/millis").toString()).isEqualTo("[30,10,20]");
        assertThat(file.at("/figures/even/medianMillis").asInt()).isEqualTo(25);
        assertThat(file.at("/figures/even/maxMillis").asInt()).isEqualTo(40);
    }

    @Test
    void a_file_holds_the_seeds_that_repeat_the_run() throws IOException {
        System.setProperty("results-test.seed", "42");
        try {
            Results.of("results-test-seeds").write(folder);
        } finally {
            System.clearProperty("results-test.seed");
        }

        JsonNode file = new JsonMapper().readTree(Files.readString(folder.resolve("results-test-seeds.json")));
        assertThat(file.at("/seeds/results-test.seed").asString()).isEqualTo("42");
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }
}
