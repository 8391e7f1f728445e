package net.headscale.cli.command;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Where a command reads and writes.
///
/// @param in for answers and documents
/// @param out for results
/// @param err for everything else
/// @param person whether one sits at both ends: only then questions are asked. Looked up when a question is to be
///     asked, since the JDK takes as long for that as a third of a command (decision 0161)
/// @param screen whether results are read on a screen: only then they may have colours
public record Terminal(
        InputStream in, PrintStream out, PrintStream err, BooleanSupplier person, BooleanSupplier screen) {
    /// The streams of this process.
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                () -> Optional.ofNullable(System.console())
                        .map(Console::isTerminal)
                        .orElse(false),
                Terminal::isOnScreen);
    }

    /// Whether this process writes to a terminal, as Linux tells without the JDK's slow look-up; elsewhere it counts as
    /// none.
    private static boolean isOnScreen() {
        try {
            String out = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return out.startsWith("/dev/pts/") || out.startsWith("/dev/tty") || out.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
