package net.headscale.cli.command;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Where a command reads and writes.
///
/// @param in for answers and documents
/// @param out for results
/// @param err for everything else
/// @param person whether one sits at both ends: only then questions are asked. Looked up when a question is to be
///     asked, since the JDK takes as long for that as a third of a command (decision 0161)
public record Terminal(InputStream in, PrintStream out, PrintStream err, BooleanSupplier person) {
    /// The streams of this process.
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                () -> Optional.ofNullable(System.console())
                        .map(Console::isTerminal)
                        .orElse(false));
    }
}
