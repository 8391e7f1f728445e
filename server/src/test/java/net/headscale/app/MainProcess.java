package net.headscale.app;

import java.util.ArrayList;
import java.util.List;

/// The program as a process of its own, made of the classes under test.
final class MainProcess {
    private MainProcess() {}

    /// The command that runs it with these words.
    static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                Main.class.getName()));
        command.addAll(List.of(words));
        return command;
    }
}
