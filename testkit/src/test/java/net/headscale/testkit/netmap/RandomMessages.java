package net.headscale.testkit.netmap;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpRegion;
import net.headscale.wire.tailcfg.DisplayMessage;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.SshPolicy;
import net.headscale.wire.tailcfg.UserProfile;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import org.jspecify.annotations.Nullable;

/// Map messages that say all sorts of things about few peers, so that they meet; most of them small.
///
/// What they say of a peer differs little from what was said before, for that is where clients are subtle.
final class RandomMessages {
    private static final int MOST_PEERS = 6;
    private static final Instant START = Instant.parse("2026-08-22T12:00:00Z");

    private final SplittableRandom random;
    private final Map<Long, Node> told = new TreeMap<>();

    private RandomMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Prints as many clients as the first argument says, one a line: an array of messages.
    public static void main(String[] arguments) {
        for (long seed = 0; seed < Long.parseLong(arguments[0]); seed++) {
            System.out.println(of(seed).stream()
                    .map(message -> new String(MapResponseCodec.encode(message), StandardCharsets.UTF_8))
                    .collect(Collectors.joining(",", "[", "]")));
        }
    }

    /// The messages of one client; the first has the node itself.
    static List<MapResponse> of(long seed) {
        return new RandomMessages(seed).messages();
    }

    private List<MapResponse> messages() {
        List<MapResponse> messages = new ArrayList<>();
        messages.add(first());
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            messages.add(next());
        }
        return messages;
    }

    private MapResponse first() {
        MapResponse.Builder message = MapResponse.builder().node(node(1));
        maybe(90, () -> message.peers(peers()));
        settings(message, 50);
        filters(message, 50);
        return message.build();
    }

    private MapResponse next() {
        MapResponse.Builder message = MapResponse.builder();
        maybe(40, () -> message.peersChanged(some(2, () -> changed(id()))));
        maybe(25, () -> message.peersRemoved(some(2, this::idOrUnknown)));
        maybe(40, () -> message.peersChangedPatch(some(2, this::patch)));
        maybe(20, () -> message.onlineChange(Map.of(idOrUnknown(), chance(50))));
        maybe(15, () -> message.peerSeenChange(Map.of(idOrUnknown(), chance(60))));
        maybe(5, () -> message.peers(chance(30) ? List.of() : peers()));
        filters(message, 10);
        maybe(20, () -> message.userProfiles(some(2, this::profile)));
        if (chance(30)) {
            settings(message, 15);
        }
        return message.build();
    }

    private void filters(MapResponse.Builder message, int percent) {
        maybe(percent, () -> message.packetFilter(rules()));
        maybe(percent, () -> {
            Map<String, @Nullable List<FilterRule>> filters = new HashMap<>();
            for (String name : List.of("*", "a", "base", "z")) {
                maybe(35, () -> filters.put(name, name.equals("*") || chance(30) ? null : rules()));
            }
            message.packetFilters(filters);
        });
    }

    private void settings(MapResponse.Builder message, int percent) {
        List<Consumer<MapResponse.Builder>> settings = List.of(
                m -> m.node(node(1)),
                m -> m.domain("d" + random.nextInt(2)),
                m -> m.collectServices(chance(50)),
                m -> m.domainDataPlaneAuditLogId("l" + random.nextInt(2)),
                m -> m.sshPolicy(new SshPolicy(List.of())),
                m -> m.dnsConfig(dns()),
                m -> m.derpMap(derpMap()),
                m -> m.health(some(2, () -> "h" + random.nextInt(3))),
                m -> m.displayMessages(displayMessages()),
                m -> m.userProfiles(some(3, this::profile)));
        settings.forEach(setting -> maybe(percent, () -> setting.accept(message)));
    }

    private List<Node> peers() {
        told.clear();
        for (long id = 2; id < 2 + MOST_PEERS; id++) {
            long each = id;
            maybe(60, () -> told.put(each, node(each)));
        }
        return List.copyOf(told.values());
    }

    /// A peer as it was told before, with a few fields changed, mostly such as a patch can carry.
    private Node changed(long id) {
        Node.Builder node = told.getOrDefault(id, node(id)).toBuilder();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            change(id, node);
        }
        Node changed = node.build();
        told.put(id, changed);
        return changed;
    }

    private void change(long id, Node.Builder node) {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> node.online(chance(20) ? null : Boolean.valueOf(chance(50)));
            case 3, 4, 5 -> node.lastSeen(chance(30) ? null : time());
            case 6, 7 -> node.endpoints(endpoints());
            case 8 -> node.homeDerp(random.nextInt(3));
            case 9 -> node.cap(random.nextInt(3));
            case 10 -> node.capMap(capMap());
            case 11 -> node.key(new NodeKey(id, random.nextInt(2), 0, 0));
            case 12, 13 -> node.discoKey(disco(id));
            case 14 -> node.keyExpiry(chance(40) ? null : time());
            case 15 -> node.keySignature(chance(50) ? Bytes.none() : Bytes.of((byte) random.nextInt(3)));
            case 16 -> node.name("n" + id + "-" + random.nextInt(2) + ".");
            case 17 ->
                node.hostinfo(
                        chance(40)
                                ? null
                                : Hostinfo.builder()
                                        .os("os" + random.nextInt(2))
                                        .build());
            case 18 -> node.user(random.nextInt(4)).sharer(random.nextInt(2) * 3);
            default -> rarer(node);
        }
    }

    private void rarer(Node.Builder node) {
        switch (random.nextInt(8)) {
            case 0 -> node.allowedIps(chance(50) ? null : List.of(Prefix.parse("10.0.0.0/8")));
            case 1 -> node.unsignedPeerApiOnly(chance(50));
            case 2 -> node.expired(chance(50));
            case 3 -> node.isJailed(chance(50));
            case 4 -> node.tags(some(1, () -> "tag:a"));
            case 5 -> node.selfNodeV4MasqAddrForThisPeer(chance(50) ? null : IpAddress.parse("100.64.1.1"));
            case 6 -> node.dataPlaneAuditLogId(chance(50) ? "" : "x");
            default -> node.primaryRoutes(some(1, () -> Prefix.parse("10.0.0.0/8")));
        }
    }

    private PeerChange patch() {
        long id = idOrUnknown();
        PeerChange.Builder patch = PeerChange.of(id);
        maybe(30, () -> patch.derpRegion(random.nextInt(3)));
        maybe(30, () -> patch.endpoints(endpoints()));
        maybe(40, () -> patch.online(chance(50)));
        maybe(40, () -> patch.lastSeen(time()));
        maybe(15, () -> patch.discoKey(disco(id)));
        maybe(5, () -> patch.cap(random.nextInt(3)));
        maybe(5, () -> patch.capMap(capMap()));
        maybe(5, () -> patch.key(new NodeKey(id, 5, 0, 0)));
        maybe(5, () -> patch.keySignature(Bytes.of((byte) 7)));
        maybe(5, () -> patch.keyExpiry(chance(50) ? PeerChange.NEVER : time()));
        return patch.build();
    }

    private Node node(long id) {
        List<Prefix> addresses = List.of(Prefix.parse("100.64.0." + id + "/32"));
        return Node.builder()
                .id(id)
                .stableId("s" + id)
                .name("n" + id + ".")
                .user(1 + random.nextInt(3))
                .key(new NodeKey(id, 0, 0, 0))
                .discoKey(disco(id))
                .addresses(addresses)
                .allowedIps(chance(80) ? addresses : null)
                .endpoints(endpoints())
                .homeDerp(random.nextInt(3))
                .cap(random.nextInt(3))
                .capMap(capMap())
                .online(chance(20) ? null : Boolean.valueOf(chance(50)))
                .lastSeen(chance(50) ? null : time())
                .build();
    }

    private DiscoKey disco(long id) {
        return chance(10) ? DiscoKey.ZERO : new DiscoKey(id, random.nextInt(2), 1, 0);
    }

    private List<Endpoint> endpoints() {
        return some(2, () -> Endpoint.parse("192.0.2.1:" + (1 + random.nextInt(3))));
    }

    private CapMap capMap() {
        CapMap capMap = CapMap.of(some(2, () -> "c" + random.nextInt(2)).toArray(new String[0]));
        return chance(3) ? capMap.with("disable-delta-updates") : capMap;
    }

    private List<FilterRule> rules() {
        return some(
                2,
                () -> FilterRule.allow(
                        List.of("100.64.0." + random.nextInt(3)),
                        List.of(new FilterRule.PortsAt("*", FilterRule.PortRange.ALL))));
    }

    private UserProfile profile() {
        long id = 1 + random.nextInt(3);
        return UserProfile.of(id, "u" + id, "U" + random.nextInt(2));
    }

    private DnsConfig dns() {
        return new DnsConfig(
                List.of(), Map.of(), List.of(), some(1, () -> "d"), chance(50), List.of(), List.of(), List.of());
    }

    private DerpMap derpMap() {
        Map<Integer, DerpRegion> regions = new HashMap<>();
        some(2, () -> 1 + random.nextInt(2)).forEach(id -> regions.put(id, DerpRegion.of(id, "r", "R", List.of())));
        Map<Integer, Double> scores = new HashMap<>();
        some(2, () -> 1 + random.nextInt(2)).forEach(id -> scores.put(id, 0.5 * random.nextInt(3)));
        return new DerpMap(
                chance(50) ? null : new DerpMap.HomeParams(chance(30) ? null : scores),
                chance(30) ? null : regions,
                chance(30));
    }

    private Map<String, @Nullable DisplayMessage> displayMessages() {
        Map<String, @Nullable DisplayMessage> messages = new HashMap<>();
        for (String id : List.of("*", "a", "b")) {
            maybe(
                    40,
                    () -> messages.put(
                            id,
                            id.equals("*") || chance(30)
                                    ? null
                                    : new DisplayMessage("t", "x" + random.nextInt(2), "low", false, null)));
        }
        return messages;
    }

    private Instant time() {
        return START.plusSeconds(random.nextInt(4) * 3600L);
    }

    private long id() {
        return 2 + random.nextInt(MOST_PEERS);
    }

    private long idOrUnknown() {
        return chance(8) ? 77 : id();
    }

    private <T> List<T> some(int most, java.util.function.Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            elements.add(element.get());
        }
        return elements;
    }

    private void maybe(int percent, Runnable action) {
        if (chance(percent)) {
            action.run();
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
