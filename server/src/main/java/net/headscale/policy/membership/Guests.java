package net.headscale.policy.membership;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.IdMap;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;

/* Guests are apart from the nodes of a tailnet, since no rule may take them for members: they are in no set of nodes, no
 * user's, group's or tag's. A rule is about a guest by `*`, by its addresses, or by `autogroup:shared`; as a destination
 * only when it is shared with this tailnet, as a source only for the nodes that are shared with its home.
 */
/// The guests of a tailnet, and who of the tailnet sees which. Immutable and thread-safe.
public final class Guests {
    private final IdMap<NodeId, Seated> all;
    private final IdMap<NodeId, Seated> shared;

    private record Seated(Guest guest, NodeClass theirs) {}

    private Guests(IdMap<NodeId, Seated> all, IdMap<NodeId, Seated> shared) {
        this.all = all;
        this.shared = shared;
    }

    static Guests of(Classifier classifier, Tailnet tailnet) {
        return new Guests(IdMap.empty(), IdMap.empty())
                .after(classifier, tailnet, tailnet.guests().ids());
    }

    /// The guests of the tailnet as it became.
    Guests after(Classifier classifier, Tailnet next, Collection<NodeId> touched) {
        IdMap<NodeId, Seated> later = all;
        IdMap<NodeId, Seated> laterShared = shared;
        for (NodeId id : touched) {
            Guest guest = next.guests().get(id);
            if (guest == null && !later.contains(id)) {
                continue;
            }
            later = later.without(id);
            laterShared = laterShared.without(id);
            if (guest != null) {
                Seated seated = new Seated(guest, classifier.classOf(classifier.numbersOf(guest)));
                later = later.with(id, seated);
                laterShared = guest.isShared() ? laterShared.with(id, seated) : laterShared;
            }
        }
        return new Guests(later, laterShared);
    }

    /// Whether there is none, as in nearly every tailnet.
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /// Whether a node sees a guest: a rule leads from the node to a guest that is shared, or from a guest to the node
    /// that is shared with its home.
    public boolean sees(Node viewer, NodeClass viewers, NodeId guest) {
        Seated seated = all.get(guest);
        return seated != null && sees(viewer, viewers, seated);
    }

    /// The guests that a node sees, in the order of ids.
    public List<NodeId> seenBy(Node viewer, NodeClass viewers) {
        return candidates(viewer)
                .filter(seated -> sees(viewer, viewers, seated))
                .map(seated -> seated.guest().id())
                .toList();
    }

    /// A guest that is there.
    public Node node(NodeId guest) {
        return all.find(guest)
                .orElseThrow(() -> new IllegalArgumentException("expected a guest " + guest))
                .guest()
                .node();
    }

    /// Whether a policy says the same of a guest later on; the policy must be the same.
    public boolean isAlike(NodeId guest, Guests later) {
        Seated was = all.get(guest);
        Seated is = later.all.get(guest);
        return was != null
                && is != null
                && was.guest().node().addresses().equals(is.guest().node().addresses())
                && was.theirs().numbers().equals(is.theirs().numbers());
    }

    /// Whether a node must not be connected to by a guest that it sees.
    public boolean isJailed(Node viewer, NodeId guest) {
        return all.find(guest)
                .filter(seated -> !seated.guest().mayVisit(viewer))
                .isPresent();
    }

    /// The guests among `set` that may connect to `host`.
    List<Node> visitorsOf(Node host, Blueprint.Sources set) {
        List<Node> visitors = new ArrayList<>();
        for (Seated seated : all.values()) {
            if (seated.guest().mayVisit(host) && seated.theirs().isIn(set)) {
                visitors.add(seated.guest().node());
            }
        }
        return visitors;
    }

    private Stream<Seated> candidates(Node viewer) {
        return (viewer.shares().isEmpty() ? shared : all).values().stream();
    }

    private static boolean sees(Node viewer, NodeClass viewers, Seated seated) {
        boolean leadsThere = seated.guest().isShared()
                && viewer.host().jailsPeers()
                && viewers.asSource().intersects(seated.theirs().asDestination());
        return leadsThere
                || (seated.guest().mayVisit(viewer)
                        && seated.theirs().asSource().intersects(viewers.asDestination()));
    }
}
