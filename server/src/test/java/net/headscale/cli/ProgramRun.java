package net.headscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Programs that are run to their end as processes.
public final class ProgramRun {
    private ProgramRun() {}

    /// What a program prints that finds its home and its current folder in `folder`, and nothing of ours in its
    /// environment.
    ///
    /// @param input what it reads
    public static String output(Path folder, String input, String... words) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HEADSCALE_") || name.equals("NO_COLOR"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("TERM", "xterm");
        Process process = builder.start();
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
