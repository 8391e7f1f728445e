package net.headscale.tailnet;

import java.util.Collections;
import java.util.TreeSet;

/// A node of another tailnet that some nodes of this one see, because one of the two tailnets shares a node with the
/// other.
///
/// Never stored: it follows from what its home holds. It brings along nothing that its home keeps to itself.
///
/// @param node as its home has it, without tags, routes and shares
/// @param owner whose it is there; of a tagged node, who brought it in
/// @param home where it belongs
/// @param standing why it is here
public record Guest(Node node, User owner, Home home, Standing standing) {
    /// A guest's own tailnet.
    ///
    /// @param name what its names end in depends on it
    public record Home(TailnetId id, String name) {
        /// The tailnet that a guest belongs to.
        public static Home of(Tailnet tailnet) {
            return new Home(tailnet.id(), tailnet.name());
        }
    }

    /// Why a guest is here.
    public enum Standing {
        /// Its home shares it with this tailnet: whom the policy lets may connect to it.
        SHARED,

        /// This tailnet shares a node with the guest's home: it may connect to that node, and is seen by no other.
        VISITING
    }

    /// A node of `home` as other tailnets see it.
    public static Guest of(Tailnet home, Node node, Standing standing) {
        User owner = home.users()
                .find(node.owner().user())
                .orElseGet(() -> home.users().values().iterator().next()); // every tailnet has one
        Node bare = node.withOwner(Ownership.of(owner.id()))
                .withApprovedRoutes(new TreeSet<>())
                .withShares(Collections.emptySortedSet());
        return new Guest(bare, owner, Home.of(home), standing);
    }

    public NodeId id() {
        return node.id();
    }

    /// Whether nodes of this tailnet may connect to it.
    public boolean isShared() {
        return standing == Standing.SHARED;
    }

    /// Whether it may connect to `host`, as far as shares go.
    public boolean mayVisit(Node host) {
        return host.shares().contains(home.id());
    }
}
