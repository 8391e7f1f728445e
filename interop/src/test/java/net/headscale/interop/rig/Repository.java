package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The folder that holds the whole project.
public final class Repository {
    private Repository() {}

    /// Its root, found upwards from the working folder, so that a test may run from the root, the module or an editor.
    public static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isExecutable(folder.resolve("interop/clients/build")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no interop/clients/build above " + Path.of("").toAbsolutePath()));
    }

    /// Runs a script of the project outside any test network, with this process's environment: it may need the
    /// machine's own network, to build what is missing.
    ///
    /// @return what it printed; its messages go to this process's standard error
    /// @throws CommandFailedException if it fails
    static String run(Path script, String... arguments) {
        Command command = Command.of(script.toString()).and(arguments);
        try {
            Process process = new ProcessBuilder(command.words())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new CommandFailedException("`" + command + "` failed; it said: " + out);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("`" + command + "` was interrupted");
        }
    }
}
