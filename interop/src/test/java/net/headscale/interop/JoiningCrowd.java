package net.headscale.interop;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.Program;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.SimulatedClient;

/// Machines that join one after the other, several at a time, as a process of its own. It writes `acknowledged NAME`
/// for each that the server let in.
final class JoiningCrowd {
    private static final int AT_A_TIME = 16;
    private static final Duration BREATH = Duration.ofMillis(50);

    private JoiningCrowd() {}

    /// Starts it.
    ///
    /// @param key that lets in many
    /// @param name with which theirs begin
    static Program start(Host host, String key, String name) {
        return JavaProcess.start(host, "crowd", "128m", JoiningCrowd.class, Headscale.URL, key, name);
    }

    /// Joins until it is ended.
    ///
    /// @param words the server's URL, a pre-auth key, a name
    public static void main(String... words) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_A_TIME; i++) {
                String name = words[2] + "-" + i;
                threads.submit(() -> joinForEver(URI.create(words[0]), words[1], name));
            }
        }
    }

    private static void joinForEver(URI server, String key, String name) {
        for (int n = 1; ; n++) {
            try (SimulatedClient client = SimulatedClient.at(server).named(name + "-" + n)) {
                String error = client.join(key).error();
                System.out.println(error.isEmpty() ? "acknowledged " + name + "-" + n : "refused: " + error);
            } catch (ClientFailure noServer) {
                LockSupport.parkNanos(BREATH.toNanos());
            }
        }
    }
}
