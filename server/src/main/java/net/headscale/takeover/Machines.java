package net.headscale.takeover;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.tailnet.DnsLabel;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeKeys;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.Tag;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.codec.HostinfoCodec;

/// The nodes of an origin. They keep their numbers, which are the stable ids that clients know.
final class Machines {
    private final People people;
    private final Map<Long, PreauthKey> keys;
    private final Map<Long, SortedSet<Prefix>> enabledRoutes = new HashMap<>();
    private final Set<String> labels = new HashSet<>();
    private final Findings findings;

    private Machines(People people, Map<Long, PreauthKey> keys, Findings findings) {
        this.people = people;
        this.keys = keys;
        this.findings = findings;
    }

    static List<Node> read(Origin origin, People people, Map<Long, PreauthKey> keys, Findings findings) {
        Machines machines = new Machines(people, keys, findings);
        for (Row row : origin.rows("routes")) { // until 0.25
            if (row.flag("enabled")) {
                findings.reading("route " + row.number("id"), () -> machines.enable(row));
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (Row row : origin.rows("nodes", "machines")) {
            findings.reading("node " + row.number("id"), () -> nodes.add(machines.node(row)));
        }
        return nodes;
    }

    private void enable(Row route) {
        enabledRoutes
                .computeIfAbsent(route.number("node_id", "machine_id"), _ -> new TreeSet<>())
                .add(Prefix.parse(route.text("prefix").orElse("")));
    }

    private Node node(Row row) {
        Hostinfo hostinfo = row.text("host_info")
                .filter(text -> !text.equals("null"))
                .map(text -> HostinfoCodec.decode(text.getBytes(StandardCharsets.UTF_8)))
                .orElse(Hostinfo.EMPTY);
        SortedSet<Prefix> routes = new TreeSet<>(enabledRoutes.getOrDefault(row.number("id"), new TreeSet<>()));
        row.list("approved_routes").forEach(route -> routes.add(Prefix.parse(route)));
        Ownership owner = owner(row);
        return new Node(
                new NodeId(row.number("id")),
                nodeKeys(row),
                name(row, hostinfo),
                owner,
                addresses(row),
                routes,
                new Host(0, hostinfo),
                reach(row, hostinfo),
                row.moment("last_seen").<Presence>map(Presence.Offline::new).orElseGet(Presence.NeverSeen::new),
                lifetime(row),
                new TreeSet<>());
    }

    private static NodeKeys nodeKeys(Row row) {
        return new NodeKeys(
                MachineKey.parse(prefixed("mkey:", row.text("machine_key").orElse(""))),
                NodeKey.parse(prefixed("nodekey:", row.text("node_key").orElse(""))),
                row.text("disco_key")
                        .map(text -> DiscoKey.parse(prefixed("discokey:", text)))
                        .orElse(DiscoKey.ZERO),
                NetworkLockKey.ZERO);
    }

    /// Until 0.22 keys had no prefix in the database.
    private static String prefixed(String prefix, String key) {
        return key.startsWith(prefix) ? key : prefix + key;
    }

    private NodeName name(Row row, Hostinfo hostinfo) {
        String stored = row.text("hostname", "name").orElse("");
        String said = hostinfo.hostname().isEmpty() ? stored : hostinfo.hostname();
        String wanted = row.text("given_name", "nickname").orElse(DnsLabel.from(said));
        String valid = DnsLabel.isValid(wanted) ? wanted : DnsLabel.from(wanted);
        String label = DnsLabel.unique(valid, labels::contains);
        labels.add(label);
        if (!label.equals(wanted)) {
            findings.note("node " + row.number("id") + " is called " + label + " from now on, it was " + wanted);
        }
        String byDefault = DnsLabel.from(said);
        boolean isChosen = !label.equals(byDefault) && !label.startsWith(byDefault + "-");
        return new NodeName(said, label, isChosen);
    }

    /// From 0.28 on the tags are the node's own; before, those that were forced and those of its key counted too, and
    /// [RequestedTags].
    private Ownership owner(Row row) {
        Set<String> tags = new TreeSet<>(row.list("tags"));
        if (!row.has("tags")) {
            tags.addAll(row.list("forced_tags"));
            key(row).ifPresent(key -> key.owner().tags().forEach(tag -> tags.add(tag.text())));
        }
        return Ownership.tagged(people.of(row), tags.stream().map(Tag::new).toList());
    }

    private Optional<PreauthKey> key(Row row) {
        return Optional.ofNullable(keys.get(row.number("auth_key_id")));
    }

    private static List<IpAddress> addresses(Row row) {
        List<IpAddress> addresses = new ArrayList<>();
        row.text("ipv4").map(IpAddress::parse).ifPresent(addresses::add);
        row.text("ipv6").map(IpAddress::parse).ifPresent(addresses::add);
        if (addresses.isEmpty()) { // until 0.22
            for (String text : row.text("ip_addresses", "ip_address").orElse("").split(",", -1)) {
                addresses.add(IpAddress.parse(text.strip()));
            }
        }
        return addresses;
    }

    private static Reach reach(Row row, Hostinfo hostinfo) {
        List<Endpoint> endpoints =
                row.list("endpoints").stream().map(Endpoint::parse).toList();
        int home = hostinfo.netInfo() == null ? 0 : hostinfo.netInfo().preferredDerp();
        return new Reach(endpoints, home);
    }

    private Lifetime lifetime(Row row) {
        Lifetime.JoinedBy joinedBy = switch (row.text("register_method").orElse("")) {
            case "authkey" ->
                key(row).<Lifetime.JoinedBy>map(key -> new Lifetime.JoinedBy.AuthKey(key.id()))
                        .orElseGet(Lifetime.JoinedBy.CommandLine::new);
            case "oidc" -> new Lifetime.JoinedBy.Oidc();
            default -> new Lifetime.JoinedBy.CommandLine();
        };
        return new Lifetime(
                row.moment("created_at").orElse(Instant.EPOCH),
                row.moment("expiry").orElse(Lifetime.NEVER),
                key(row).filter(key -> key.terms().isEphemeral()).isPresent(),
                joinedBy);
    }
}
