package net.headscale.tailnet;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// A machine in a tailnet.
///
/// @param id unique over the server, never used again
/// @param keys its public keys
/// @param name what it is called
/// @param owner whose it is
/// @param addresses its own: IPv4 first; at least one
/// @param approvedRoutes the prefixes that an administrator or the policy lets it serve
/// @param host what its client last said of itself (volatile)
/// @param reach where it can be reached (volatile)
/// @param presence whether it is connected (volatile)
/// @param lifetime how long it lasts
/// @param shares the tailnets that it is shared with
public record Node(
        NodeId id,
        NodeKeys keys,
        NodeName name,
        Ownership owner,
        List<IpAddress> addresses,
        SortedSet<Prefix> approvedRoutes,
        Host host,
        Reach reach,
        Presence presence,
        Lifetime lifetime,
        SortedSet<TailnetId> shares) {
    public Node {
        addresses = List.copyOf(addresses);
        approvedRoutes = Collections.unmodifiableSortedSet(new TreeSet<>(approvedRoutes));
        shares = shares.isEmpty()
                ? Collections.emptySortedSet()
                : Collections.unmodifiableSortedSet(new TreeSet<>(shares));
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("expected an address for node " + id);
        }
    }

    /// Its IPv4 address.
    public Optional<IpAddress> ipv4() {
        return addresses.stream().filter(address -> !address.isIpv6()).findFirst();
    }

    /// Its IPv6 address.
    public Optional<IpAddress> ipv6() {
        return addresses.stream().filter(IpAddress::isIpv6).findFirst();
    }

    /// The immutable text that clients keep to know this node again (`Node.StableID`).
    public String stableId() {
        return id.toString();
    }

    /// The prefixes that its client offers to serve.
    public List<Prefix> advertisedRoutes() {
        return host.hostinfo().routableIps();
    }

    /// Whether the node key may no longer be used at `now`.
    public boolean isExpired(Instant now) {
        return lifetime.isExpired(now);
    }

    public Node withKeys(NodeKeys newKeys) {
        return new Node(id, newKeys, name, owner, addresses, approvedRoutes, host, reach, presence, lifetime, shares);
    }

    public Node withName(NodeName newName) {
        return new Node(id, keys, newName, owner, addresses, approvedRoutes, host, reach, presence, lifetime, shares);
    }

    public Node withOwner(Ownership newOwner) {
        return new Node(id, keys, name, newOwner, addresses, approvedRoutes, host, reach, presence, lifetime, shares);
    }

    public Node withAddresses(List<IpAddress> newAddresses) {
        return new Node(id, keys, name, owner, newAddresses, approvedRoutes, host, reach, presence, lifetime, shares);
    }

    public Node withApprovedRoutes(SortedSet<Prefix> routes) {
        return new Node(id, keys, name, owner, addresses, routes, host, reach, presence, lifetime, shares);
    }

    public Node withHost(Host newHost) {
        return new Node(id, keys, name, owner, addresses, approvedRoutes, newHost, reach, presence, lifetime, shares);
    }

    public Node withReach(Reach newReach) {
        return new Node(id, keys, name, owner, addresses, approvedRoutes, host, newReach, presence, lifetime, shares);
    }

    public Node withPresence(Presence newPresence) {
        return new Node(id, keys, name, owner, addresses, approvedRoutes, host, reach, newPresence, lifetime, shares);
    }

    public Node withLifetime(Lifetime newLifetime) {
        return new Node(id, keys, name, owner, addresses, approvedRoutes, host, reach, presence, newLifetime, shares);
    }

    public Node withShares(SortedSet<TailnetId> newShares) {
        return new Node(id, keys, name, owner, addresses, approvedRoutes, host, reach, presence, lifetime, newShares);
    }
}
