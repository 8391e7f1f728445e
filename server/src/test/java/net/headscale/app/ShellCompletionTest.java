package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The script of `headscale completion bash`, asked by bash what may follow.
class ShellCompletionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "headscale nod | nodes",
                "headscale nodes list-r | list-routes",
                "headscale node ren | rename",
                "headscale nodes list --onl | --online",
                "headscale -o json users cre | create",
                "headscale health --outp | --output",
                "headscale policy get --vers | --version",
            })
    void a_word_that_was_begun_is_completed(String line, String expected) throws Exception {
        assertThat(completions(line.strip())).isEqualTo(expected);
    }

    private String completions(String line) throws IOException, InterruptedException {
        Path script = folder.resolve("completion.bash");
        try (var server = RunningServer.start(folder, "")) {
            Files.writeString(script, server.run("completion", "bash"));
        }
        String ask = "source " + script + "; COMP_WORDS=(" + line
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _headscale;" + " echo \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", ask)
                .redirectErrorStream(true)
                .start();
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
