package net.headscale.tailnet;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.Hostinfo;

/// Nodes for tests, which differ in their numbers and in nothing else; a test says what more it needs by `with…`.
public final class SampleNode {
    private SampleNode() {}

    /// A node `node-NUMBER` of user 1 at 100.64.0.NUMBER, made at [Instant#EPOCH], that never connected.
    ///
    /// @param number its id, and the end of its addresses; in its keys, too
    public static Node numbered(long number) {
        return new Node(
                new NodeId(number),
                keys(number),
                named("node-" + number),
                Ownership.of(new UserId(1)),
                addresses(number),
                new TreeSet<>(),
                new Host(142, Hostinfo.EMPTY),
                Reach.NOWHERE,
                new Presence.NeverSeen(),
                livingFrom(Instant.EPOCH),
                new TreeSet<>());
    }

    private static NodeKeys keys(long number) {
        return new NodeKeys(
                new MachineKey(number, 1, 0, 0),
                new NodeKey(number, 2, 0, 0),
                new DiscoKey(number, 3, 0, 0),
                new NetworkLockKey(number, 4, 0, 0));
    }

    private static List<IpAddress> addresses(long number) {
        return List.of(
                IpAddress.parse("100.64.0.0").plus(number),
                IpAddress.parse("fd7a:115c:a1e0::").plus(number));
    }

    /// A name that the node's machine gave it.
    public static NodeName named(String label) {
        return new NodeName(label, label, false);
    }

    /// That of a node which was let in by hand and whose key does not expire.
    public static Lifetime livingFrom(Instant createdAt) {
        return new Lifetime(createdAt, Lifetime.NEVER, false, new Lifetime.JoinedBy.CommandLine());
    }
}
