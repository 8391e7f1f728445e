package net.headscale.netmap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.headscale.route.Served;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.User;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.UserProfile;
import org.jspecify.annotations.Nullable;

/// Nodes and users as the wire shows them.
final class Entries {
    private static final String CAN_SHARE_FILES = "https://tailscale.com/cap/file-sharing";
    private static final String MAY_RUN_SSH = "https://tailscale.com/cap/ssh";
    private static final String IS_ADMIN = "https://tailscale.com/cap/is-admin";
    private static final String UPDATES_ITSELF = "default-auto-update";
    private static final String RANDOMIZES_PORT = "randomize-client-port";

    private Entries() {}

    /// A peer as `viewer` sees it.
    static net.headscale.wire.tailcfg.Node peer(View view, NodeId viewer, Node node) {
        return peer(view, node, Sight.of(view, viewer, node.id()));
    }

    /// A peer as all see it who see it this way.
    static net.headscale.wire.tailcfg.Node peer(View view, Node node, Sight sight) {
        Guest guest = view.tailnet().guests().get(node.id());
        var entry = guest == null ? common(view, node) : guest(view, guest);
        var shown = entry.allowedIps(withRoutes(view, node, sight.routes().allowed()))
                .primaryRoutes(List.copyOf(sight.routes().primary()))
                .isJailed(sight.isJailed())
                .capMap(view.derived().policy().attributesSeenOf(node.id()))
                .endpoints(node.reach().endpoints())
                .lastSeen(lastSeen(node))
                .build();
        return node.reach().isRoaming() ? Detour.of(shown) : shown;
    }

    /// The viewer's own entry. It alone has its machine key, which is of no use to peers and a quarter of a map's
    /// bytes.
    static net.headscale.wire.tailcfg.Node self(View view, Node node) {
        List<Prefix> served = new ArrayList<>(Served.by(node).subnets());
        served.addAll(Served.by(node).exits());
        return common(view, node)
                .machine(node.keys().machine())
                .allowedIps(withRoutes(view, node, served))
                .primaryRoutes(List.copyOf(view.derived().routes().primaryRoutesOf(node)))
                .online(true) // who is told is connected
                .capMap(capabilities(view, node))
                .build();
    }

    private static net.headscale.wire.tailcfg.Node.Builder common(View view, Node node) {
        return net.headscale.wire.tailcfg.Node.builder()
                .id(node.id().value())
                .stableId(node.stableId())
                .name(view.surroundings()
                        .dns()
                        .fullName(node.name().label(), view.tailnet().name()))
                .user(
                        node.owner().isTagged()
                                ? TaggedDevices.ID
                                : node.owner().user().value())
                .key(node.keys().node())
                .keyExpiry(node.lifetime().expires() ? node.lifetime().keyExpiry() : null)
                .discoKey(node.keys().disco())
                .addresses(own(view, node))
                .homeDerp(node.reach().homeDerp())
                .hostinfo(node.host().hostinfo().shownToPeers())
                .created(node.lifetime().createdAt())
                .cap(node.host().capabilityVersion())
                .tags(node.owner().tags().stream().map(Tag::text).toList())
                .online(node.presence().isOnline())
                .machineAuthorized(true);
    }

    /// A node of another tailnet, under the name that it has at home.
    private static net.headscale.wire.tailcfg.Node.Builder guest(View view, Guest guest) {
        Node node = guest.node();
        var hostinfo = node.host().hostinfo().shownToPeers().toBuilder();
        return common(view, node)
                .name(view.surroundings()
                        .dns()
                        .fullName(node.name().label(), guest.home().name()))
                .sharer(guest.isShared() ? guest.owner().id().value() : 0)
                .hostinfo(hostinfo.shareeNode(!guest.isShared()).build());
    }

    private static @Nullable Instant lastSeen(Node node) {
        return node.presence() instanceof Presence.Offline(Instant at) ? at : null;
    }

    /// Its addresses; without the IPv4 one where the policy says so and there is another.
    private static List<Prefix> own(View view, Node node) {
        boolean isIpv6Alone = node.ipv6().isPresent() && view.derived().policy().isIpv4Disabled(node.id());
        return node.addresses().stream()
                .filter(address -> address.isIpv6() || !isIpv6Alone)
                .map(Prefix::of)
                .toList();
    }

    private static List<Prefix> withRoutes(View view, Node node, Collection<Prefix> routes) {
        List<Prefix> all = new ArrayList<>(own(view, node));
        all.addAll(routes);
        return all;
    }

    private static CapMap capabilities(View view, Node node) {
        var features = view.surroundings().features();
        CapMap capabilities = CapMap.of(IS_ADMIN, MAY_RUN_SSH)
                .with(UPDATES_ITSELF, RawJson.parse(Boolean.toString(features.updatesClients())));
        if (features.sendsFiles()) {
            capabilities = capabilities.with(CAN_SHARE_FILES);
        }
        if (features.randomizesPort()) {
            capabilities = capabilities.with(RANDOMIZES_PORT);
        }
        for (var granted :
                view.derived().policy().attributesOf(node.id()).capabilities().entrySet()) {
            capabilities =
                    capabilities.with(granted.getKey(), granted.getValue().toArray(RawJson[]::new));
        }
        return capabilities;
    }

    /// What is shown of a node's owner.
    static UserProfile owner(View view, Node node) {
        if (node.owner().isTagged()) {
            return TaggedDevices.PROFILE;
        }
        Guest guest = view.tailnet().guests().get(node.id());
        if (guest != null) {
            return profile(guest.owner());
        }
        User user = view.tailnet().users().get(node.owner().user());
        if (user == null) {
            throw new IllegalStateException("node " + node.id() + " has no owner in its tailnet");
        }
        return profile(user);
    }

    static UserProfile profile(User user) {
        return new UserProfile(
                user.id().value(), user.name(), user.shownName(), user.profile().pictureUrl(), List.of());
    }
}
