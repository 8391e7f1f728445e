package net.headscale.interop.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interop")
class TestNetworkTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void two_hosts_ping_each_other_in_both_families() {
        try (var network = TestNetwork.open(TestNetwork.Underlay.BOTH)) {
            Host ana = network.addClient("ana");
            Host ben = network.addClient("ben");

            assertThat(ana.pings(ben.address(), SOON)).isTrue();
            assertThat(ben.pings("fd91::b", SOON)).isTrue();
            assertThat(ana.pings("10.91.0.99", Duration.ofMillis(200))).isFalse();
        }
    }

    @Test
    void a_host_has_names_and_files_of_its_own() {
        try (var network = TestNetwork.open()) {
            Host ana = network.addClient("ana");
            Host ben = network.addClient("ben");
            ana.write("/etc/motd", "ana's own");

            assertThat(ana.run("hostname").out().strip()).isEqualTo("ana");
            assertThat(ana.run("cat", "/etc/motd").out()).isEqualTo("ana's own");
            assertThat(ben.attempt(Command.of("cat", "/etc/motd")).out()).isNotEqualTo("ana's own");
            assertThat(ana.run("getent", "hosts", TestNetwork.SERVER_NAME).out())
                    .contains(TestNetwork.SERVER_ADDRESS);
            assertThat(ana.run("ip", "-brief", "link").out()).contains("eth0").doesNotContain("br0");
        }
    }

    @Test
    void nothing_leaves_the_bridge() {
        try (var network = TestNetwork.open()) {
            Host ana = network.addClient("ana");

            // 192.0.2.0/24 is for documentation (RFC 5737); the gateway has no way on
            assertThat(ana.pings("192.0.2.1", Duration.ofMillis(300))).isFalse();
        }
    }

    @Test
    void a_host_that_moves_has_its_new_address_alone_and_still_its_gateway() {
        try (var network = TestNetwork.open()) {
            Host ana = network.addClient("ana");
            Host ben = network.addClient("ben");

            ben.moveTo("10.91.0.200");

            assertThat(ana.pings("10.91.0.200", SOON)).isTrue();
            assertThat(ana.pings(ben.address(), Duration.ofMillis(300))).isFalse();
            assertThat(ben.run("ip", "route", "show", "default").out()).contains("dev eth0");
        }
    }

    @Test
    void closing_ends_every_process_and_removes_the_folder() {
        var network = TestNetwork.open();
        Host ana = network.addClient("ana");
        ana.start("grandparent", Command.of("sh", "-c", "sleep 600 & sleep 600"));
        var processes = new MarkedProcesses(network.name());
        Await.until("both sleepers", SOON, () -> processes.running().size() >= 5);

        network.close();

        assertThat(processes.running()).isEmpty();
        assertThat(ana.folder()).doesNotExist();
    }
}
