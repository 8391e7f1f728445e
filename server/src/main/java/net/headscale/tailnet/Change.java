package net.headscale.tailnet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// One fact that became true of a tailnet; past tense, immutable, in revision order.
public sealed interface Change {
    /// A change that is stored before anyone sees it.
    sealed interface Durable extends Change {}

    /// A change that clients tell again after a restart: published at once, written behind, the last value wins.
    sealed interface Volatile extends Change {
        /// The node that it is about.
        NodeId node();
    }

    /// What follows from the facts of another tailnet: published at once, never stored, made anew at every start.
    sealed interface Mirrored extends Change {}

    /// A node is new.
    record NodeJoined(Node node) implements Durable {}

    /// A node logged in again: keys, owner, lifetime or host may differ; id and addresses do not.
    record NodeLoggedIn(Node node) implements Durable {}

    /// A node got another name.
    record NodeRenamed(NodeId node, NodeName name) implements Durable {}

    /// A node is gone for good.
    record NodeRemoved(NodeId node) implements Durable {}

    /// A node key's end was set: past, future or [Lifetime#NEVER].
    record KeyExpirySet(NodeId node, Instant expiry) implements Durable {}

    /// The prefixes that a node may serve were set.
    record RoutesApproved(NodeId node, SortedSet<Prefix> routes) implements Durable {}

    /// The tailnets that a node is shared with were set.
    record SharesSet(NodeId node, SortedSet<TailnetId> tailnets) implements Durable {}

    /// A node belongs to somebody else now.
    record OwnerSet(NodeId node, Ownership owner) implements Durable {}

    /// A node has other addresses now.
    record AddressesSet(NodeId node, List<IpAddress> addresses) implements Durable {
        public AddressesSet {
            addresses = List.copyOf(addresses);
        }
    }

    /// A user is new, or has another name or profile.
    record UserSet(User user) implements Durable {}

    /// A user is gone; it owned nothing any more.
    record UserRemoved(UserId user) implements Durable {}

    /// A pre-auth key is new, was used, or ends at another time.
    record PreauthKeySet(PreauthKey key) implements Durable {}

    /// A pre-auth key is gone; the nodes it let in stay.
    record PreauthKeyRemoved(PreauthKeyId key) implements Durable {}

    /// The policy was replaced.
    record PolicySet(PolicyText policy) implements Durable {}

    /// The tailnet is called something else.
    record TailnetRenamed(String name) implements Durable {}

    /// A client said something new of its machine.
    record HostChanged(NodeId node, Host host) implements Volatile {}

    /// A client can be reached elsewhere, or with another discovery key.
    record ReachChanged(NodeId node, Reach reach, DiscoKey disco) implements Volatile {}

    /// A node came or went.
    record PresenceChanged(NodeId node, Presence presence) implements Volatile {}

    /// A node of another tailnet is to be seen, or became another.
    record GuestSet(Guest guest) implements Mirrored {}

    /// A node of another tailnet is not to be seen any more.
    record GuestLeft(NodeId node) implements Mirrored {}

    /// The node that this change is about, when it is about one.
    default Optional<NodeId> subject() {
        return switch (this) {
            case NodeJoined(Node node) -> Optional.of(node.id());
            case NodeLoggedIn(Node node) -> Optional.of(node.id());
            case NodeRenamed(NodeId node, NodeName _) -> Optional.of(node);
            case NodeRemoved(NodeId node) -> Optional.of(node);
            case KeyExpirySet(NodeId node, Instant _) -> Optional.of(node);
            case RoutesApproved(NodeId node, var _) -> Optional.of(node);
            case SharesSet(NodeId node, var _) -> Optional.of(node);
            case GuestSet(Guest guest) -> Optional.of(guest.id());
            case GuestLeft(NodeId node) -> Optional.of(node);
            case OwnerSet(NodeId node, Ownership _) -> Optional.of(node);
            case AddressesSet(NodeId node, var _) -> Optional.of(node);
            case Volatile about -> Optional.of(about.node());
            case UserSet _, UserRemoved _, PreauthKeySet _, PreauthKeyRemoved _, PolicySet _, TailnetRenamed _ ->
                Optional.empty();
        };
    }
}
