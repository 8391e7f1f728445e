package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.ClientStatus;
import net.headscale.interop.rig.Family;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;

@Scenario
class NamespacesTest {
    private static final Duration DEADLINE = Duration.ofSeconds(6);
    private static final Duration LONG_ENOUGH_TO_FAIL = Duration.ofSeconds(1);

    @Test
    void nodes_reach_all_of_their_namespace_and_neither_see_nor_resolve_nor_reach_one_of_another(Testbed testbed) {
        testbed.headscale().run("namespace", "create", "office");
        List<RealClient> home = List.of(testbed.join("ana"), testbed.join("ben"), testbed.join("cid"));
        RealClient stranger = testbed.joinTo("office", "dan");

        for (RealClient from : home) {
            Await.until("all peers of " + from.name(), DEADLINE, () -> seesAllOf(home, from));
            for (RealClient to : home) {
                assertThat(from.reaches(to, DEADLINE)).contains(Family.IPV4, Family.IPV6);
                assertThat(from.resolves(to.status().self().name())).isTrue();
            }
            assertThat(from.status().peers()).doesNotContainKey("dan");
            assertStrangers(from, stranger);
            assertStrangers(stranger, from);
        }
        assertThat(stranger.status().peers()).isEmpty();
    }

    @Test
    void a_node_that_is_moved_to_another_namespace_keeps_its_addresses_and_meets_its_new_peers(Testbed testbed) {
        testbed.headscale().run("namespace", "create", "office");
        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        RealClient cid = testbed.joinTo("office", "cid");
        Await.until("ana to see ben", DEADLINE, () -> ana.status().seesOnline("ben"));
        ClientStatus.Peer before = ben.status().self();

        testbed.headscale().run("-n", Testbed.NAMESPACE, "node", "move", "ben", "--to", "office");

        Await.until("cid to see ben", DEADLINE, () -> cid.status().seesOnline("ben"));
        Await.until(
                "ben to see cid alone",
                DEADLINE,
                () -> ben.status().seesOnline("cid") && ben.status().peers().size() == 1);
        assertThat(ana.status().peers()).isEmpty();
        assertThat(ben.status().isRunning()).isTrue();
        assertThat(ben.status().self().id()).isEqualTo(before.id());
        assertThat(ben.status().self().key()).isEqualTo(before.key());
        assertThat(ben.status().self().addresses()).isEqualTo(before.addresses());
        assertThat(cid.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
        assertStrangers(ana, ben);
        assertStrangers(ben, ana);
    }

    private static boolean seesAllOf(List<RealClient> clients, RealClient viewer) {
        return clients.stream()
                .filter(client -> client != viewer)
                .allMatch(client -> viewer.status().seesOnline(client.name()));
    }

    private static void assertStrangers(RealClient from, RealClient to) {
        assertThat(from.reaches(to, LONG_ENOUGH_TO_FAIL)).isEmpty();
        assertThat(from.resolves(to.status().self().name())).isFalse();
    }
}
