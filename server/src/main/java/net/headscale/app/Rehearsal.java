package net.headscale.app;

import java.util.List;

/// Runs what people run, so that the JVM sees which classes commands need: the build makes its AOT cache of that run.
///
/// Nothing else calls this; see decision 0082.
public final class Rehearsal {
    private static final List<String> COMMANDS = List.of(
            "users list",
            "users list -o json",
            "users list -o yaml",
            "users create rehearsal",
            "users rename -n rehearsal -r other",
            "users destroy -n other --force",
            "namespaces list",
            "nodes list",
            "nodes list -o json",
            "nodes list-routes",
            "preauthkeys create",
            "preauthkeys list",
            "apikeys create",
            "apikeys list",
            "policy get",
            "health",
            "version",
            "configtest",
            "nosuchcommand",
            "nodes --help",
            "--help");

    private Rehearsal() {}

    /// Runs all in this process's folder and environment, where a server answers.
    public static void main(String... words) {
        COMMANDS.forEach(command -> Main.run(command.split(" ", -1)));
    }
}
