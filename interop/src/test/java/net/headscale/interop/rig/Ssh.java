package net.headscale.interop.rig;

import java.time.Duration;
import java.util.List;

/// OpenSSH's client on a host: Tailscale SSH asks it for no key and no password.
public final class Ssh {
    private static final List<String> COMMAND = List.of(
            "ssh",
            "-F",
            "none",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "LogLevel=INFO",
            "-o",
            "BatchMode=yes",
            "-o",
            "ConnectTimeout=10");

    private Ssh() {}

    /// Runs `command` as `user` on another node, to its end.
    public static Outcome run(Host from, String user, String address, String command) {
        return from.attempt(login(user, address, command).within(Duration.ofSeconds(20)));
    }

    /// Starts `command` as `user` on another node, which may have to wait for somebody.
    public static Program start(Host from, String name, String user, String address, String command) {
        return from.start(name, login(user, address, command));
    }

    private static Command login(String user, String address, String command) {
        return Command.of(COMMAND).and(user + "@" + address, command);
    }
}
