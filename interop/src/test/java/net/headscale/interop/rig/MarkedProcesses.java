package net.headscale.interop.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The processes of one network, known by a variable in their environment.
///
/// A child inherits it, so that whatever a program started is found as well, and nothing is ever ended that does not
/// carry the mark.
final class MarkedProcesses {
    private static final String VARIABLE = "HEADSCALE_INTEROP";
    private static final Duration MOST_TIME_TO_END = Duration.ofSeconds(20);

    private final String mark;

    /// @param mark a word that no other network uses
    MarkedProcesses(String mark) {
        this.mark = mark;
    }

    /// What to add to the environment of each process of the network.
    Map<String, String> environment() {
        return Map.of(VARIABLE, mark);
    }

    /// The marked processes that have not ended.
    List<ProcessHandle> running() {
        return ProcessHandle.allProcesses().filter(this::isMarked).toList();
    }

    /// Ends all of them, and those that they start meanwhile, and waits until they are gone.
    void kill() {
        Await.until("the end of every process marked " + mark, MOST_TIME_TO_END, () -> {
            List<ProcessHandle> left = running();
            left.forEach(ProcessHandle::destroyForcibly);
            return left.isEmpty();
        });
    }

    private boolean isMarked(ProcessHandle process) {
        return environment(process)
                .map(variables -> ("\0" + variables).contains("\0" + VARIABLE + "=" + mark + "\0"))
                .orElse(false);
    }

    /// The variables, each followed by a NUL; empty for a process that has just ended.
    private static Optional<String> environment(ProcessHandle process) {
        try {
            return Optional.of(Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
