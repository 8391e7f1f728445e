package net.headscale.testkit.netmap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DisplayMessage;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.SshPolicy;
import net.headscale.wire.tailcfg.TkaInfo;
import net.headscale.wire.tailcfg.UserProfile;
import org.jspecify.annotations.Nullable;

/// What a client works with: the outcome of all messages so far. Two clients with equal netmaps behave alike.
///
/// @param peers by id; `lastSeen` only of those that are not online, for only there a client looks at it
/// @param profiles of the users whom the node itself and the peers name, and of no others
/// @param packetFilter the rules of all named filters, in the order of the names
/// @param health empty while there are display messages
/// @param tka `null` as long as no message named it, which means off
public record Netmap(
        @Nullable Node self,
        SortedMap<Long, Node> peers,
        SortedMap<Long, UserProfile> profiles,
        @Nullable DerpMap derpMap,
        List<FilterRule> packetFilter,
        DnsConfig dns,
        @Nullable SshPolicy ssh,
        boolean collectServices,
        String domain,
        String auditLogId,
        List<String> health,
        Map<String, DisplayMessage> displayMessages,
        @Nullable TkaInfo tka) {
    public Netmap {
        TreeMap<Long, Node> shown = new TreeMap<>();
        peers.forEach((id, peer) -> shown.put(id, withoutLastSeenIfOnline(peer)));
        peers = java.util.Collections.unmodifiableSortedMap(shown);
        profiles = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
        packetFilter = List.copyOf(packetFilter);
        health = displayMessages.isEmpty() ? List.copyOf(health) : List.of();
        displayMessages = Map.copyOf(displayMessages);
    }

    private static Node withoutLastSeenIfOnline(Node peer) {
        return Boolean.TRUE.equals(peer.online())
                ? peer.toBuilder().lastSeen(null).build()
                : peer;
    }

    /// The peer of this name, which is fully qualified with the trailing dot.
    ///
    /// @throws IllegalArgumentException if there is none
    public Node peer(String name) {
        return peers.values().stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a peer " + name + ", found " + names()));
    }

    /// The names of all peers, in the order of their ids.
    public Collection<String> names() {
        return peers.values().stream().map(Node::name).toList();
    }
}
