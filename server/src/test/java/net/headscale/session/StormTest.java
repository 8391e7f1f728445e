package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.netmap.Netmap;
import net.headscale.netmap.View;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.testkit.netmap.ClientNetmap;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.MapResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// After whatever storm, each client's netmap is the one that a full map of the last view makes.
class StormTest {
    private static final int NODES = 150; // more than two blocks, and lists of more than two chunks
    private static final int ACTS = 400;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final List<String> POLICIES = List.of("", """
            {"tagOwners": {"tag:db": []}, "acls": [
              {"action": "accept", "src": ["u1@"], "dst": ["tag:db:5432"]},
              {"action": "accept", "src": ["u2@"], "dst": ["u1@:*"]}]}""", """
            {"tagOwners": {"tag:db": []}, "acls": [
              {"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self:*"]},
              {"action": "accept", "src": ["*"], "dst": ["tag:db:*"]}]}""");

    private final Clock clock = Clock.systemUTC();
    private final Coordinator coordinator = LargeTailnet.coordinator(clock);
    private final TailnetWriter tailnet = coordinator.require(Coordinator.DEFAULT_TAILNET);
    private final List<Client> clients = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void every_client_knows_what_a_full_map_says(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Sessions sessions = Sessions.open(coordinator, clock, random.split(), 2)) {
            found();
            for (int act = 0; act < ACTS; act++) {
                act(random, sessions);
            }
            clients.forEach(client -> client.comeBack(sessions));

            awaitSameNetmaps(sessions);
        }
    }

    private void found() {
        for (long user = 1; user <= 2; user++) {
            change(new Change.UserSet(User.local(new UserId(100 + user), "u" + user, Instant.EPOCH)));
        }
        for (long id = 1; id <= NODES; id++) {
            Node node = LargeTailnet.node(id, new UserId(101 + id % 2));
            change(new Change.NodeJoined(node));
            clients.add(new Client(node));
        }
    }

    private void act(SplittableRandom random, Sessions sessions) {
        Client client = clients.get(random.nextInt(NODES));
        NodeId id = client.node.id();
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> client.comeBack(sessions);
            case 3 -> client.leave();
            case 4 -> client.stall(random.nextBoolean());
            case 5, 6 ->
                change(new Change.ReachChanged(
                        id, reach(random), client.node.keys().disco()));
            case 7 -> change(new Change.HostChanged(id, host(random)));
            case 8 -> change(new Change.OwnerSet(id, owner(random)));
            case 9 -> {
                if (random.nextInt(8) == 0) {
                    change(new Change.PolicySet(new PolicyText(POLICIES.get(random.nextInt(3)), Instant.EPOCH)));
                }
            }
            case 10 -> { // a power cut and its end
                int first = random.nextInt(NODES / 2);
                clients.subList(first, first + NODES / 2).forEach(Client::leave);
                clients.subList(first, first + NODES / 2).forEach(each -> each.comeBack(sessions));
            }
            default -> LockSupport.parkNanos(random.nextInt(3_000_000)); // some rounds fall between acts
        }
    }

    private static Reach reach(SplittableRandom random) {
        return new Reach(List.of(Endpoint.parse("192.0.2.7:" + random.nextInt(1, 65_535))), random.nextInt(900, 903));
    }

    private static Host host(SplittableRandom random) {
        return new Host(
                142,
                Hostinfo.builder().os("linux").osVersion("" + random.nextInt(9)).build());
    }

    private static Ownership owner(SplittableRandom random) {
        UserId user = new UserId(101 + random.nextInt(2));
        return random.nextBoolean() ? Ownership.of(user) : Ownership.tagged(user, List.of(new Tag("tag:db")));
    }

    private void change(Change change) {
        tailnet.submit(_ -> Decision.of(change, true));
    }

    /// Also streams that the server ended, and presence that follows a moment later, are waited for.
    private void awaitSameNetmaps(Sessions sessions) {
        Instant end = clock.instant().plus(LONGEST);
        Optional<Client> other = firstThatDiffers(sessions);
        while (other.isPresent() && clock.instant().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            other = firstThatDiffers(sessions);
        }
        View view = tailnet.current();
        other.ifPresent(client -> assertThat(client.knows().live())
                .as("netmap of node %s", client.node.id())
                .isEqualTo(client.shouldKnow(view).live()));
    }

    private Optional<Client> firstThatDiffers(Sessions sessions) {
        View view = tailnet.current();
        return clients.stream()
                .filter(client -> {
                    client.comeBack(sessions);
                    return !client.knows().live().equals(client.shouldKnow(view).live());
                })
                .findFirst();
    }

    /// A client that polls again when its stream was ended.
    private final class Client {
        private final Node node;
        private MapListener stream = new MapListener();

        Client(Node node) {
            this.node = node;
            stream.end();
        }

        void comeBack(Sessions sessions) {
            stall(false);
            if (stream.isEnded()) {
                stream = new MapListener();
                stream.attach(sessions.open(
                        tailnet, LargeTailnet.viewer(node.id()), node.keys().node(), stream));
            }
        }

        void leave() {
            stream.reset();
        }

        void stall(boolean isStalled) {
            stream.stall(isStalled);
        }

        ClientNetmap knows() {
            return stream.netmap();
        }

        ClientNetmap shouldKnow(View view) {
            MapResponse full = Netmap.full(view, LargeTailnet.viewer(node.id())).orElseThrow();
            return ClientNetmap.empty().apply(full, MapListener.NOW);
        }
    }
}
