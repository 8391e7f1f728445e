package net.headscale.netmap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import net.headscale.policy.Cohort;
import net.headscale.policy.NodeSet;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.Debug;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.UserProfile;

/// From one view to a later one: what every viewer's difference is made from, worked out once for all of them.
///
/// Thread-safe; changes nothing but what it remembers of viewers that are alike.
public final class Delta {
    private final View before;
    private final View after;
    private final Scope scope;

    /// By what the policies make alike, which are two keys.
    private final Map<List<Object>, Outlook> outlooks = new ConcurrentHashMap<>();

    /// Whether viewers are let in alike, by what the policies make alike.
    private final Map<List<Object>, Boolean> admissions = new ConcurrentHashMap<>();

    private final Map<Outlook, PeerNews> news = new ConcurrentHashMap<>();

    private Delta(View before, View after, Scope scope) {
        this.before = before;
        this.after = after;
        this.scope = scope;
    }

    /// What lies between two views of one tailnet.
    ///
    /// @param touched every node that joined, left or changed between them; more do no harm
    public static Delta between(View before, View after, Collection<NodeId> touched) {
        return new Delta(before, after, Scope.of(before, after, touched));
    }

    public View before() {
        return before;
    }

    public View after() {
        return after;
    }

    /// What concerns the viewer itself; nothing is added where nothing changed.
    ///
    /// @return whether anything was added
    boolean addOwn(Viewer viewer, MapResponse.Builder message) {
        boolean isTouched = touches(viewer.node());
        if (!isTouched && isOwnAlike(viewer.node())) {
            return false;
        }
        Node was = before.tailnet().nodes().get(viewer.node());
        Node is = after.tailnet().nodes().get(viewer.node());
        if (was == null || is == null) {
            return false;
        }
        return switch (scope.own()) {
            case NOTHING -> addSelf(was, is, message);
            case ADMISSION -> {
                if (isTouched && hasGuests()) {
                    yield addEverything(viewer.capabilityVersion(), was, is, message); // it may resolve other names now
                }
                boolean hasSelf = isTouched && addSelf(was, is, message);
                yield addGate(viewer.node(), message) || hasSelf;
            }
            case EVERYTHING -> addEverything(viewer.capabilityVersion(), was, is, message);
        };
    }

    private boolean hasGuests() {
        return !before.tailnet().guests().isEmpty() || !after.tailnet().guests().isEmpty();
    }

    /// Whether what concerns an untouched viewer itself is as it was; mostly said without looking at the viewer.
    private boolean isOwnAlike(NodeId viewer) {
        return switch (scope.own()) {
            case NOTHING -> true;
            case ADMISSION -> admitsAlike(viewer);
            case EVERYTHING -> false;
        };
    }

    private boolean addSelf(Node was, Node is, MapResponse.Builder message) {
        if (isSelfAlike(was, is)) {
            return false;
        }
        var self = Entries.self(after, is);
        if (self.equals(Entries.self(before, was))) {
            return false;
        }
        message.node(self);
        return true;
    }

    /// A quick yes where only what a node's own entry does not show changed: endpoints and presence.
    private static boolean isSelfAlike(Node was, Node is) {
        return Served.by(is).isEmpty()
                && was.reach().homeDerp() == is.reach().homeDerp()
                && was.withReach(is.reach()).withPresence(is.presence()).equals(is);
    }

    private boolean addGate(NodeId viewer, MapResponse.Builder message) {
        return Gate.of(after, viewer).difference(Gate.of(before, viewer), message);
    }

    private boolean addEverything(int capabilityVersion, Node was, Node is, MapResponse.Builder message) {
        boolean isSilenced = before.surroundings().features().uploadsLogs()
                && !after.surroundings().features().uploadsLogs();
        if (isSilenced) {
            message.debug(Debug.withoutLogTail());
        }
        Own own = Own.of(after, is, capabilityVersion);
        Own former = Own.of(before, was, capabilityVersion);
        own.difference(former, message);
        return isSilenced || !own.equals(former);
    }

    private boolean admitsAlike(NodeId viewer) {
        List<Object> key = List.of(
                before.derived().policy().admissionKey(viewer),
                after.derived().policy().admissionKey(viewer));
        return admissions.computeIfAbsent(key, _ -> Gate.isAlike(before, after, viewer));
    }

    /// What concerns the viewer's peers, and the profiles that are new to it.
    ///
    /// @return whether anything was added
    boolean addPeers(Viewer viewer, MapResponse.Builder message) {
        Standing standing = standingOf(viewer.node());
        PeerNews news = newsFor(standing.outlook);
        return (standing.isAmong ? news.without(viewer.node()) : news).into(message);
    }

    /// What a viewer is told of its peers: the very same object for all that are alike it.
    public Told newsFor(Viewer viewer) {
        Standing standing = standingOf(viewer.node());
        return new Told(newsFor(standing.outlook), standing.isAmong);
    }

    /// What a viewer is told of its peers.
    ///
    /// @param news shared with those that are alike
    /// @param isAmong whether the viewer is among it itself, and is to be left out
    public record Told(PeerNews news, boolean isAmong) {}

    private PeerNews newsFor(Outlook outlook) {
        return news.computeIfAbsent(outlook, made -> Peers.between(before, after, made));
    }

    /// Viewers with equal cohorts get the same bytes from [Netmap#peerDifference]; a cohort is quick to compare.
    public Object cohortOf(Viewer viewer) {
        Standing standing = standingOf(viewer.node());
        return standing.isAmong ? List.of(standing.outlook, viewer.node()) : standing.outlook;
    }

    /// Where a viewer stands.
    ///
    /// @param outlook shared with those that are alike
    /// @param isAmong whether the viewer is among what they are told of
    private record Standing(Outlook outlook, boolean isAmong) {
        static final Standing NOWHERE = new Standing(Outlook.ON_NOTHING, false);
    }

    /// Remembered for all that the policies before and after make alike, unless the viewer's own user is another or
    /// has another name.
    private Standing standingOf(NodeId viewer) {
        if (scope.isEmpty()) {
            return Standing.NOWHERE;
        }
        Cohort were = before.derived().policy().cohortOf(viewer);
        Cohort are = after.derived().policy().cohortOf(viewer);
        Outlook outlook = isUserMoved(viewer)
                ? outlook(viewer, were, are)
                : outlooks.computeIfAbsent(List.of(were.key(), are.key()), _ -> outlook(viewer, were, are));
        return new Standing(outlook, outlook.isAbout(viewer));
    }

    private boolean isUserMoved(NodeId viewer) {
        if (!touches(viewer) && scope.renamed().isEmpty()) {
            return false; // the most, who need not be looked up
        }
        Node was = before.tailnet().nodes().get(viewer);
        Node is = after.tailnet().nodes().get(viewer);
        return was == null
                || is == null
                || !was.owner().equals(is.owner())
                || scope.isRenamed(is.owner().user());
    }

    private Outlook outlook(NodeId viewer, Cohort were, Cohort are) {
        Node was = before.tailnet().nodes().get(viewer);
        Node is = after.tailnet().nodes().get(viewer);
        if (was == null || is == null) {
            return Outlook.ON_NOTHING;
        }
        List<UserProfile> profiles = new ArrayList<>();
        for (Scope.Renamed user : scope.renamed()) {
            if (user.isKnownTo(viewer, are.visible())) {
                profiles.add(user.profile());
            }
        }
        UserProfile owner = Entries.owner(after, is);
        if (!owner.equals(Entries.owner(before, was))) {
            profiles.add(owner);
        }
        return Outlook.of(
                new Outlook.Side(before, were.visible()),
                new Outlook.Side(after, are.visible()),
                viewer,
                concerned(were.visible(), are.visible()),
                profiles);
    }

    /// Who is to be looked at: the touched, and all who came into or went out of sight.
    private Collection<NodeId> concerned(NodeSet saw, NodeSet sees) {
        if (!scope.isVisibilityMoved() || saw.equals(sees)) {
            return scope.touched();
        }
        Set<NodeId> all = new TreeSet<>(scope.touched());
        saw.forEach(id -> addUnless(sees, id, all));
        sees.forEach(id -> addUnless(saw, id, all));
        return all;
    }

    private static void addUnless(NodeSet others, NodeId id, Set<NodeId> into) {
        if (!others.contains(id)) {
            into.add(id);
        }
    }

    /// Whether a node joined, left or changed.
    public boolean touches(NodeId node) {
        return Collections.binarySearch(scope.touched(), node) >= 0;
    }
}
