package net.headscale.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import org.junit.jupiter.api.Test;

/// Routers come, go, fall silent and lose approval at random; a plain model of one prefix says who must be primary.
class ElectionModelTest {
    private static final Prefix LAN = Prefix.parse("10.0.0.0/8");
    private static final int HISTORIES = 2_000;
    private static final int STEPS = 40;

    /// What the model keeps: how well each router can be reached (2 answers, 1 is silent, 0 is away), and who is
    /// primary.
    private final Map<Long, Integer> health = new TreeMap<>();

    private Optional<Long> primary = Optional.empty();
    private int moves;

    @Test
    void the_primary_is_among_the_healthiest_and_moves_only_when_it_is_not_any_more() {
        LongStream.range(0, HISTORIES).forEach(this::play);

        assertThat(moves).as("routes that moved").isGreaterThan(HISTORIES);
    }

    private void play(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        health.clear();
        primary = Optional.empty();
        Tailnet tailnet = Tailnet.empty(new TailnetId(1), "test");
        Routes routes = Routes.of(tailnet);
        for (int step = 0; step < STEPS; step++) {
            long router = 1 + random.nextInt(4);
            int next = random.nextInt(4) - 1; // -1: serves it no longer
            tailnet = tailnet.after(changes(tailnet, router, next));
            routes = routes.after(tailnet);
            follow(router, next);
            assertThat(routes.primaryOf(LAN).map(NodeId::value))
                    .as("seed %d, step %d, health %s", seed, step, health)
                    .isEqualTo(primary);
        }
    }

    private void follow(long router, int next) {
        if (next < 0) {
            health.remove(router);
        } else {
            health.put(router, next);
        }
        int best = health.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        boolean stays = primary.isPresent() && health.getOrDefault(primary.get(), -2) == best;
        if (!stays) {
            primary = health.keySet().stream()
                    .filter(id -> health.get(id) == best)
                    .findFirst();
            moves++;
        }
    }

    private static List<Change> changes(Tailnet tailnet, long router, int next) {
        NodeId id = new NodeId(router);
        List<Change> changes = new ArrayList<>();
        if (!tailnet.nodes().contains(id)) {
            changes.add(new Change.NodeJoined(node(router)));
        }
        changes.add(new Change.RoutesApproved(id, next < 0 ? new TreeSet<>() : new TreeSet<>(List.of(LAN))));
        Presence presence = switch (next) {
            case 2 -> new Presence.Online();
            case 1 -> new Presence.Silent();
            default -> new Presence.Offline(Instant.EPOCH);
        };
        changes.add(new Change.PresenceChanged(id, presence));
        return changes;
    }

    private static Node node(long id) {
        return SampleNode.numbered(id)
                .withHost(new Host(
                        142, Hostinfo.builder().routableIps(List.of(LAN)).build()));
    }
}
