package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.Outcome;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;

/// What capabilities and attributes of the policy let real clients do: files, shares, relays among peers.
@Scenario
class CapabilitiesTest {
    private static final boolean IS_FULL = Boolean.getBoolean("full");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration MOST_TIME_TO_SEND = Duration.ofSeconds(20);
    private static final String SHARES = "http://100.100.100.100:8080";

    @Test
    void a_file_goes_to_own_nodes_and_to_nobody_elses(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        RealClient desk = testbed.joinAs("ana", "desk");
        RealClient phone = testbed.joinAs("ana", "phone");
        testbed.joinAs("ben", "ben");
        write(desk.host(), "letter.txt", "dear phone");

        Await.until(
                "a file to be sent",
                PATIENCE,
                () -> send(desk, "letter.txt", "phone").succeeded());
        phone.attempt(MOST_TIME_TO_SEND, "file", "get", ".").orThrow();

        assertThat(read(phone.host(), "letter.txt")).isEqualTo("dear phone");
        assertThat(send(desk, "letter.txt", "ben").succeeded()).isFalse();
        assertThat(desk.tailscale("file", "cp", "--targets").out())
                .contains("phone")
                .doesNotContain("ben");
    }

    private static Outcome send(RealClient from, String file, String peer) {
        return from.attempt(MOST_TIME_TO_SEND, "file", "cp", file, peer + ":");
    }

    @Test
    void a_share_is_read_or_written_as_the_grant_says_until_it_is_gone(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy(shares("ro"));
        RealClient box = testbed.joinAs("ana", "box");
        RealClient ben = testbed.joinAs("ben", "ben");
        Path folder = box.host().folder().resolve("shared");
        write(box.host(), "shared/hello.txt", "hello");
        box.tailscale("drive", "share", "docs", folder.toString());
        String file = SHARES + "/" + Testbed.NAMESPACE + ".headscale.net/box/docs/";

        Await.until(
                "the share", PATIENCE, () -> curl(ben, file + "hello.txt").out().equals("hello"));
        assertThat(curl(ben, "--upload-file", "/etc/hostname", file + "new.txt").succeeded())
                .isFalse();
        assertThat(curl(ben, "--request", "DELETE", file + "hello.txt").succeeded())
                .isFalse();

        testbed.policy(shares("rw"));
        Await.until(
                "the right to write",
                PATIENCE,
                () -> curl(ben, "--upload-file", "/etc/hostname", file + "new.txt")
                        .succeeded());
        assertThat(read(box.host(), "shared/new.txt")).isEqualTo("ben\n");
        curl(ben, "--request", "DELETE", file + "new.txt").orThrow();
        assertThat(folder.resolve("new.txt")).doesNotExist();

        testbed.policy("{\"acls\": [{\"action\": \"accept\", \"src\": [\"*\"], \"dst\": [\"*:*\"]}]}");
        Await.until("its end", PATIENCE, () -> !curl(ben, file + "hello.txt").succeeded());
    }

    private static String shares(String access) {
        return """
                {"nodeAttrs": [{"target": ["ana@"], "attr": ["drive:share"]}, {"target": ["ben@"], "attr": ["drive:access"]}],
                 "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
                 "grants": [{"src": ["ben@"], "dst": ["ana@"],
                             "app": {"tailscale.com/cap/drive": [{"shares": ["docs"], "access": "%s"}]}}]}""".formatted(access);
    }

    private static Outcome curl(RealClient client, String... words) {
        return client.host()
                .attempt(Command.of("curl", "--silent", "--fail", "--max-time", "5")
                        .and(words));
    }

    @Test
    void peers_without_a_direct_way_use_the_relay_that_a_grant_names(Testbed testbed) {
        testbed.user("ana");
        testbed.policy("""
                {"tagOwners": {"tag:relay": []},
                 "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
                 "grants": [{"src": ["ana@"], "dst": ["tag:relay"], "app": {"tailscale.com/cap/relay": []}}]}""");
        RealClient relay =
                testbed.joinWith(testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:relay"), "relaying");
        relay.tailscale("set", "--relay-server-port=40000");
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient ben = testbed.joinAs("ana", "ben");
        forbidUdpBetween(ana.host(), ben.host());
        forbidUdpBetween(ben.host(), ana.host());

        awaitWay(ana, ben, "peer-relay");
        assertThat(ana.host().pings(ben.status().self().ipv4(), PATIENCE)).isTrue();
        assertThat(filter(relay)).contains("\"tailscale.com/cap/relay\"").doesNotContain("relay-target");
        assertThat(filter(ana)).contains("\"tailscale.com/cap/relay-target\"").doesNotContain("cap/relay\"");

        if (IS_FULL) {
            relay.kill();
            awaitWay(ana, ben, "DERP");
            relay.startAgain();
            awaitWay(ana, ben, "peer-relay");
        }
    }

    private static void awaitWay(RealClient from, RealClient to, String way) {
        String target = to.status().self().ipv4();
        Await.until(
                "a way by " + way,
                PATIENCE.multipliedBy(3),
                () -> from.discoPing(target)
                        .filter(found -> found.contains(way))
                        .isPresent());
    }

    private static String filter(RealClient client) {
        return client.netmap().path("PacketFilter").toString();
    }

    private static void forbidUdpBetween(Host host, Host other) {
        host.attempt(Command.of("iptables", "-I", "INPUT", "-p", "udp", "-s", other.address(), "-j", "DROP"))
                .orThrow();
    }

    @Test
    void attributes_of_the_policy_reach_the_nodes_that_they_are_for(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy("""
                {"nodeAttrs": [{"target": ["ana@"], "attr": ["example.com/blue"]}], "randomizeClientPort": true}""");
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient ben = testbed.joinAs("ben", "ben");

        Await.until("ana's attribute", PATIENCE, () -> capabilities(ana).contains("example.com/blue"));
        assertThat(capabilities(ben)).contains("randomize-client-port").doesNotContain("example.com/blue");

        testbed.policy("{}");
        Await.until("its end", PATIENCE, () -> !capabilities(ana).contains("example.com/blue"));
    }

    private static String capabilities(RealClient client) {
        return client.status().self().json().path("CapMap").toString();
    }

    private static void write(Host host, String name, String text) {
        try {
            Path file = host.folder().resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Host host, String name) {
        try {
            return Files.readString(host.folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
