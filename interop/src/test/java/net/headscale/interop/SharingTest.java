package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Family;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;

/// A node of one namespace shared with another: what each side's clients see, and can do.
@Scenario
class SharingTest {
    private static final Results RESULTS = Results.of("sharing");
    private static final int ROUNDS = Boolean.getBoolean("full") ? 9 : 3;
    private static final Duration GOAL = Duration.ofSeconds(2);
    private static final Duration DEADLINE = GOAL.multipliedBy(3);
    private static final Duration LONG_ENOUGH_TO_FAIL = Duration.ofSeconds(2);

    @Test
    void a_shared_node_is_reached_from_the_other_namespace_and_reaches_nobody_there(Testbed testbed) {
        testbed.headscale().run("namespace", "create", "office");
        RealClient wiki = testbed.join("wiki");
        RealClient ana = testbed.join("ana");
        RealClient dan = testbed.joinTo("office", "dan");
        RealClient eve = testbed.joinTo("office", "eve");
        assertThat(dan.status().peers()).containsOnlyKeys("eve");

        node(testbed, "share", "wiki", "--with", "office");
        Await.until("dan to see wiki", DEADLINE, () -> dan.status().seesOnline("wiki"));

        assertThat(wiki.reaches(dan, LONG_ENOUGH_TO_FAIL)).isEmpty();
        assertThat(dan.reaches(wiki, DEADLINE)).contains(Family.IPV4, Family.IPV6);
        assertThat(wiki.reaches(dan, LONG_ENOUGH_TO_FAIL)).isEmpty(); // though dan has just spoken with it
        assertThat(dan.resolves(wiki.status().self().name())).isTrue();
        assertThat(eve.reaches(wiki, DEADLINE)).contains(Family.IPV4);

        assertThat(dan.status().peers()).containsOnlyKeys("eve", "wiki");
        assertThat(ana.status().peers()).containsOnlyKeys("wiki");
        assertThat(dan.reaches(ana, LONG_ENOUGH_TO_FAIL)).isEmpty();
        assertThat(ana.reaches(dan, LONG_ENOUGH_TO_FAIL)).isEmpty();
        assertThat(dan.resolves(ana.status().self().name())).isFalse();
    }

    @Test
    void an_end_of_sharing_is_felt_at_once(Testbed testbed) {
        testbed.headscale().run("namespace", "create", "office");
        RealClient wiki = testbed.join("wiki");
        RealClient dan = testbed.joinTo("office", "dan");
        var shared = new ArrayList<Duration>();
        var ended = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            shared.add(Results.timeOf(() -> {
                node(testbed, "share", "wiki", "--with", "office");
                Await.until("dan to see wiki", DEADLINE, () -> dan.status().seesOnline("wiki"));
            }));
            assertThat(dan.reaches(wiki, DEADLINE)).contains(Family.IPV4);
            ended.add(Results.timeOf(() -> {
                node(testbed, "unshare", "wiki", "--with", "office");
                Await.until(
                        "wiki to be gone", DEADLINE, () -> dan.status().peers().isEmpty());
            }));
            Await.until("dan to be gone", DEADLINE, () -> wiki.status().peers().isEmpty());
            assertThat(dan.reaches(wiki, LONG_ENOUGH_TO_FAIL)).isEmpty();
        }

        RESULTS.record("share, seen by the other namespace", GOAL, shared);
        RESULTS.record("unshare, seen by the other namespace", GOAL, ended);
    }

    private static void node(Testbed testbed, String verb, String name, String with, String other) {
        testbed.headscale().run("-n", Testbed.NAMESPACE, "node", verb, name, with, other);
    }
}
