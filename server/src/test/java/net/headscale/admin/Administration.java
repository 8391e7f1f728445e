package net.headscale.admin;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import net.headscale.address.AddressBlock;
import net.headscale.admin.node.Logins;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Limits;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.credential.TokenSeal;
import net.headscale.dns.DnsSettings;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.journal.Journal;
import net.headscale.journal.TestJournal;
import net.headscale.netmap.Surroundings;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.UserId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.DerpMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API on a [TestJournal], asked without a listener.
final class Administration implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final String WAITING = "hskey-authreq-waiting";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Journal journal = TestJournal.open();
    final List<String> letIn = new ArrayList<>();
    final Coordinator coordinator;
    private final Routes routes = new Routes();
    private Instant now = NOON;

    Administration() {
        this(Limits.NONE);
    }

    Administration(Limits limits) {
        var blocks = List.of(AddressBlock.of(AddressBlock.CGNAT), AddressBlock.of(AddressBlock.ULA));
        var plain = new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);
        coordinator = Coordinator.open(journal, Clock.fixed(NOON, ZoneOffset.UTC), blocks, plain, limits);
        var parts = new RestV1.Parts(coordinator, new Waiting(), journal, TokenSeal.of("secret"), () -> true, true);
        RestV1.addTo(routes, parts, () -> now, new Random(1), "1.2.3");
    }

    /// One login waits, for as long as the test lasts.
    private final class Waiting implements Logins {
        @Override
        public NodeId letIn(TailnetId tailnet, UserId owner, String waiting, List<IpAddress> chosen) {
            check(waiting);
            letIn.add(tailnet + " " + owner + (chosen.isEmpty() ? "" : " " + chosen));
            return join(
                    coordinator.find(tailnet).orElseThrow().current().tailnet().name(),
                    letIn.size() == 1 ? "box" : "box-" + letIn.size(),
                    Ownership.of(owner));
        }

        @Override
        public void turnAway(String waiting) {
            check(waiting);
        }

        @Override
        public boolean decideSsh(String waiting, boolean isApproved, Predicate<TailnetId> isMeant) {
            return false;
        }

        @Override
        public Planted plant(String authId, String hostname, List<Prefix> routes) {
            return new Planted(new MachineKey(9, 9, 9, 9), new NodeKey(9, 9, 9, 9));
        }

        private void check(String waiting) {
            if (!waiting.equals(WAITING)) {
                throw new RefusedException(new Refusal.LoginUnknown());
            }
        }
    }

    @Override
    public void close() {
        journal.close();
    }

    void at(Instant later) {
        now = later;
    }

    /// A node of the tailnet's owner.
    NodeId join(String tailnet, String label) {
        var users = coordinator.require(tailnet).current().tailnet().users();
        return join(tailnet, label, Ownership.of(users.ids().iterator().next()));
    }

    private NodeId join(String tailnet, String label, Ownership owner) {
        var lease = coordinator.allocator().lease();
        coordinator
                .require(tailnet)
                .submit(_ ->
                        Decision.of(new Change.NodeJoined(node(lease.node(), label, owner, lease.addresses())), true));
        return lease.node();
    }

    private static Node node(NodeId id, String label, Ownership owner, List<IpAddress> addresses) {
        return SampleNode.numbered(id.value())
                .withName(new NodeName(label.toUpperCase(Locale.ROOT), label, false))
                .withOwner(owner)
                .withAddresses(addresses)
                .withHost(Host.UNKNOWN)
                .withLifetime(SampleNode.livingFrom(NOON));
    }

    /// An answer: its status and JSON.
    record Answer(int status, JsonNode json, String text, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String detail() {
            return json.path("detail").asString();
        }
    }

    /// Asks over the unix socket.
    Answer ask(String method, String path) {
        return ask(method, path, "");
    }

    Answer ask(String method, String path, String body) {
        return ask(method, path, body, Map.of(), new Request.Source.LocalSocket());
    }

    /// Asks about a named tailnet.
    Answer askOf(String tailnet, String method, String path, String body) {
        var headers = Map.of("headscale-tailnet", List.of(tailnet));
        return ask(method, path, body, headers, new Request.Source.LocalSocket());
    }

    /// Asks over the network, with an API key.
    Answer askWith(String key, String method, String path, Map<String, List<String>> more) {
        return askWith(key, method, path, "", more);
    }

    Answer askWith(String key, String method, String path, String body, Map<String, List<String>> more) {
        var headers = new HashMap<>(more);
        headers.put("authorization", List.of("Bearer " + key));
        return ask(method, path, body, headers, new Request.Source.Network(IpAddress.parse("192.0.2.1"), true));
    }

    /// Asks over the network, as a program that has nothing yet.
    Answer post(String path, String body, Map<String, List<String>> headers) {
        return ask("POST", path, body, headers, new Request.Source.Network(IpAddress.parse("192.0.2.1"), true));
    }

    private Answer ask(
            String method, String path, String body, Map<String, List<String>> headers, Request.Source source) {
        int mark = path.indexOf('?');
        Map<String, List<String>> query = new HashMap<>();
        if (mark > 0) {
            for (String pair : path.substring(mark + 1).split("&", -1)) {
                query.put(pair.replaceFirst("=.*", ""), List.of(pair.replaceFirst("[^=]*=", "")));
            }
        }
        String bare = mark > 0 ? path.substring(0, mark) : path;
        Response response = routes.call(
                new Request(method, bare, query, headers, body.getBytes(StandardCharsets.UTF_8), source, Map.of()));
        String text = new String(response.body(), StandardCharsets.UTF_8);
        JsonNode json = text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode();
        return new Answer(response.status(), json, text, response.headers());
    }
}
