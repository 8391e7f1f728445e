package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.headscale.control.TestServer;
import net.headscale.testkit.client.Ending;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.netmap.Netmap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Namespaces, in the words of the first releases, and users, in today's: another name, and the end, while a node of
/// theirs is connected.
class NamespaceLifeTest {
    @TempDir
    private Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(folder, "");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private String run(String line) {
        return server.run(line.split(" "));
    }

    private RunningServer.Outcome outcome(String line) {
        return server.outcome(line.split(" "));
    }

    private MapStream polled(String key, String hostname) {
        SimulatedClient client = server.joinedBy(key, hostname);
        return TestServer.polled(client);
    }

    private static boolean hasLogin(Netmap netmap, String login) {
        return netmap.profiles().values().stream()
                .anyMatch(profile -> profile.loginName().equals(login));
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespace rename", "namespaces mv"})
    void a_namespace_has_its_new_name_at_once_and_its_nodes_stay_connected(String command) {
        run("namespace create lab");
        MapStream stream = polled(run("-n lab preauthkeys create"), "laptop");

        run(command + " lab attic");

        stream.awaitNetmap(netmap -> netmap.self().name().startsWith("laptop.attic.") || hasLogin(netmap, "attic"));
        assertThat(run("-n attic nodes list")).contains("laptop");
        assertThat(outcome("-n lab nodes list").code()).isNotZero();
        assertThat(stream.ending()).isEmpty();
    }

    @Test
    void a_namespace_with_nodes_is_destroyed_only_when_forced() {
        run("namespace create lab");
        MapStream stream = polled(run("-n lab preauthkeys create"), "laptop");

        var refused = outcome("namespace destroy lab");
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("lab");
        assertThat(run("-n lab nodes list")).contains("laptop");
        assertThat(stream.ending()).isEmpty();

        run("namespace destroy lab --force");

        assertThat(stream.awaitEnd()).isEqualTo(Ending.COMPLETE);
        assertThat(run("namespace list")).doesNotContain("lab");
    }

    @Test
    void a_namespace_without_nodes_is_destroyed_with_no_force_once_somebody_says_yes() {
        run("namespace create lab");

        assertThat(run("namespaces destroy lab --force")).contains("destroyed");
        assertThat(run("namespace list")).doesNotContain("lab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"users rename -n ana -r bea", "user mv -n ana -r bea"})
    void a_user_has_its_new_name_for_every_peer_at_once(String command) {
        run("users create ana");
        MapStream seen = polled(run("preauthkeys create"), "watcher");
        polled(run("preauthkeys create -u ana"), "laptop");
        seen.awaitNetmap(netmap -> hasLogin(netmap, "ana"));

        run(command);

        seen.awaitNetmap(netmap -> hasLogin(netmap, "bea") && !hasLogin(netmap, "ana"));
        assertThat(run("users list")).contains("bea").doesNotContain("ana");
    }

    @Test
    void a_user_who_owns_nodes_is_not_destroyed() {
        run("users create ana");
        MapStream stream = polled(run("preauthkeys create -u ana"), "laptop");

        var refused = outcome("users destroy -n ana --force");

        assertThat(refused.code()).isNotZero();
        assertThat(run("users list")).contains("ana");
        assertThat(stream.ending()).isEmpty();
    }
}
