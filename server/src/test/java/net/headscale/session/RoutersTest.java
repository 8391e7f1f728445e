package net.headscale.session;

import static net.headscale.control.TestServer.polled;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.headscale.control.TestServer;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Presence;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.PingRequest;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import net.headscale.wire.tailcfg.framing.MapMessageReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two routers of one prefix, of which the first is primary.
class RoutersTest {
    private static final Prefix LAN = Prefix.parse("10.0.0.0/8");
    private static final Duration SHORT = Duration.ofMillis(50);

    private final TestServer server = TestServer.start();
    private final SimulatedClient first = server.joined("first");
    private final SimulatedClient second = server.joined("second");
    private final NodeId firstId = id(first);
    private final NodeId secondId = id(second);

    RoutersTest() {
        offer();
    }

    private void offer() {
        for (NodeId router : List.of(firstId, secondId)) {
            Host host =
                    new Host(142, Hostinfo.builder().routableIps(List.of(LAN)).build());
            server.change(new Change.HostChanged(router, host));
            server.change(new Change.RoutesApproved(router, new TreeSet<>(List.of(LAN))));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_router_that_answers_no_probe_loses_its_routes_and_is_online_still() {
        open(firstId, first, new DeafOutlet());
        open(secondId, second, new AnsweringOutlet());
        await(view -> isPrimary(view, firstId) && isAll(view, Presence.Online.class));

        server.sessions.watchRouters(SHORT, SHORT);

        await(view -> isPrimary(view, secondId));
        Node silent = node(server.tailnet().current(), firstId);
        assertThat(silent.presence()).isEqualTo(new Presence.Silent());
        assertThat(silent.presence().isOnline()).isTrue();
    }

    @Test
    void a_router_whose_connection_is_deaf_keeps_its_routes_when_its_client_answers() throws InterruptedException {
        var asked = new CountDownLatch(12);
        open(firstId, first, new QuestionedOutlet(_ -> {
            asked.countDown();
            server.sessions.answered(firstId, first.identity().machineKey());
        }));
        open(secondId, second, new AnsweringOutlet());
        await(view -> isPrimary(view, firstId) && isAll(view, Presence.Online.class));
        List<View> silent = viewsWith(firstId, Presence.Silent.class);

        server.sessions.watchRouters(SHORT, SHORT.multipliedBy(8)); // the first have had their time before the last

        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(silent).isEmpty();
    }

    @Test
    void another_machine_cannot_answer_for_a_router() {
        open(firstId, first, new DeafOutlet());
        String path = Sessions.ECHO + firstId.value() + "/1";

        assertThat(second.post(path, answer()).status()).isEqualTo(404);
        assertThat(first.post(path, answer()).status()).isEqualTo(200);
        assertThat(first.post(Sessions.ECHO + "none", answer()).status()).isEqualTo(404);
    }

    @Test
    void a_silent_routers_client_answers_on_a_connection_of_its_own() {
        open(firstId, first, new QuestionedOutlet(path -> Thread.startVirtualThread(() -> first.post(path, answer()))));
        open(secondId, second, new AnsweringOutlet());
        await(view -> isAll(view, Presence.Online.class));
        server.change(new Change.PresenceChanged(firstId, new Presence.Silent()));

        server.sessions.watchRouters(SHORT, SHORT);

        await(view -> isAll(view, Presence.Online.class));
    }

    @Test
    void a_router_that_came_back_is_not_blamed_for_the_silence_of_its_former_connection() throws InterruptedException {
        var probed = new CountDownLatch(1);
        open(firstId, first, new DeafOutlet() {
            @Override
            public void probe(Runnable answered) {
                probed.countDown();
            }
        });
        open(secondId, second, new AnsweringOutlet());
        await(view -> isPrimary(view, firstId) && isAll(view, Presence.Online.class));
        List<View> silent = viewsWith(firstId, Presence.Silent.class);

        server.sessions.watchRouters(SHORT, SHORT.multipliedBy(8));
        assertThat(probed.await(60, TimeUnit.SECONDS)).isTrue();
        var answers = new CountDownLatch(12);
        open(firstId, first, new DeafOutlet() {
            @Override
            public void probe(Runnable answered) {
                answers.countDown();
                answered.run();
            }
        });

        assertThat(answers.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(silent).isEmpty();
    }

    @Test
    void a_real_connection_answers_probes() {
        polled(first);
        polled(second);
        offer(); // the clients' own words offered nothing
        await(view -> isAll(view, Presence.Online.class));
        server.change(new Change.PresenceChanged(firstId, new Presence.Silent()));

        server.sessions.watchRouters(SHORT, Duration.ofSeconds(30));

        await(view -> isAll(view, Presence.Online.class));
    }

    @Test
    void a_router_whose_connection_is_lost_loses_its_routes_before_it_is_offline() {
        MapSession session = open(firstId, first, new AnsweringOutlet());
        open(secondId, second, new AnsweringOutlet());
        await(view -> isPrimary(view, firstId) && isAll(view, Presence.Online.class));

        session.close(MapSession.Ending.LOST);

        await(view -> isPrimary(view, secondId));
        assertThat(node(server.tailnet().current(), firstId).presence().isOnline())
                .isTrue();
    }

    private NodeId id(SimulatedClient client) {
        return server.node(client).orElseThrow().id();
    }

    private MapSession open(NodeId node, SimulatedClient client, Outlet outlet) {
        return server.sessions.open(server.tailnet(), new Viewer(node, 142), client.nodeKey(), outlet);
    }

    private boolean isAll(View view, Class<? extends Presence> presence) {
        return isOnline(view, firstId, presence) && isOnline(view, secondId, presence);
    }

    private static boolean isOnline(View view, NodeId node, Class<? extends Presence> presence) {
        return presence.isInstance(node(view, node).presence());
    }

    private static boolean isPrimary(View view, NodeId router) {
        return view.derived().routes().isPrimary(router, LAN);
    }

    /// The views, from now on, in which a node is so.
    private List<View> viewsWith(NodeId node, Class<? extends Presence> presence) {
        List<View> views = new CopyOnWriteArrayList<>();
        server.coordinator.watch(publication -> {
            if (isOnline(publication.after(), node, presence)) {
                views.add(publication.after());
            }
        });
        return views;
    }

    private static byte[] answer() {
        return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    }

    private static Node node(View view, NodeId id) {
        return view.tailnet().nodes().find(id).orElseThrow();
    }

    private void await(Predicate<View> condition) {
        CountDownLatch fulfilled = new CountDownLatch(1);
        server.coordinator.watch(publication -> {
            if (condition.test(publication.after())) {
                fulfilled.countDown();
            }
        });
        try {
            assertThat(condition.test(server.tailnet().current()) || fulfilled.await(60, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A client that never answers a probe.
    private static class DeafOutlet implements Outlet {
        @Override
        public void write(List<byte[]> frames, Runnable gone) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void probe(Runnable answered) {}

        @Override
        public void end() {}
    }

    /// A client whose connection never answers, and that is asked itself.
    private static final class QuestionedOutlet extends DeafOutlet {
        private final MapMessageReader reader = MapMessageReader.of(1 << 20, 1 << 20);
        private final Consumer<String> asked;

        /// @param asked is given the path to answer at
        QuestionedOutlet(Consumer<String> asked) {
            this.asked = asked;
        }

        @Override
        public void write(List<byte[]> frames, Runnable gone) {
            frames.forEach(reader::feed);
            for (byte[] text = reader.next(); text != null; text = reader.next()) {
                PingRequest ping = MapResponseCodec.decode(text).pingRequest();
                if (ping != null) {
                    assertThat(ping.types()).isEqualTo("c2n");
                    asked.accept(URI.create(ping.url()).getPath());
                }
            }
        }
    }

    /// A client that answers every probe at once.
    private static final class AnsweringOutlet extends DeafOutlet {
        @Override
        public void probe(Runnable answered) {
            answered.run();
        }
    }
}
