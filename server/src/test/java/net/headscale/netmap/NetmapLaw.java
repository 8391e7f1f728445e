package net.headscale.netmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import net.headscale.netmap.Breach.Kind;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.UserProfile;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;

/// The law `full(before) + difference == full(after)`, and what else holds of every difference, on random histories.
///
/// Clients are walked through a history in random steps, as readers of all speeds are; each is told the full map once
/// and differences from then on, so that an error of one step cannot hide behind the next full map.
final class NetmapLaw {
    private static final int WALKS = 4;
    private static final int LONGEST_STEP = 5;

    private final Function<Moment, Optional<MapResponse>> difference;
    private final Census census;

    /// @param difference what is on trial; [#difference] for the product's own
    NetmapLaw(Function<Moment, Optional<MapResponse>> difference, Census census) {
        this.difference = difference;
        this.census = census;
    }

    /// The product's difference.
    static Optional<MapResponse> difference(Moment moment) {
        return Netmap.difference(moment.delta(), moment.viewer());
    }

    /// How `history` breaks the law first; empty if it does not.
    Optional<Breach> brokenBy(RandomHistory history) {
        census.count(history.happened());
        for (int walk = 0; walk < WALKS; walk++) {
            NodeId node = history.parts().any(history.everybody());
            Viewer viewer = new Viewer(node, history.parts().any(List.of(113, 142)));
            Optional<Breach> breach = walk(history, viewer);
            if (breach.isPresent()) {
                return breach.map(found -> found.in("seed " + history.seed() + ", " + viewer));
            }
        }
        int from = history.parts().random().nextInt(history.length() - 1);
        int to = history.parts().random().nextInt(from + 1, history.length());
        return judgeCohorts(history, from, to)
                .map(found -> found.in("seed %d, view %d to %d".formatted(history.seed(), from, to)));
    }

    private Optional<Breach> walk(RandomHistory history, Viewer viewer) {
        int from = history.parts().random().nextInt(history.length() - 1);
        Told told = Netmap.full(history.view(from), viewer).map(Told::by).orElse(null);
        while (from < history.length() - 1) {
            int step = history.parts().random().nextInt(1, LONGEST_STEP);
            int to = Math.min(from + step, history.length() - 1);
            Moment moment = Moment.of(history.delta(from, to), viewer);
            Optional<MapResponse> message = difference.apply(moment);
            Told next = told == null || message.isEmpty() ? told : told.and(message.get());
            Optional<Breach> breach = judge(moment, message, told, next);
            if (breach.isPresent()) {
                return breach.map(found -> found.in("told " + message.orElse(null)))
                        .map(found -> found.in("view %d to %d".formatted(moment.from(), moment.to())));
            }
            told = moment.isLasting() ? next : moment.fullAfter().map(Told::by).orElse(null);
            from = to;
        }
        return Optional.empty();
    }

    private Optional<Breach> judge(Moment moment, Optional<MapResponse> message, Told before, Told after) {
        census.count(moment, message);
        if (!moment.isLasting()) {
            return message.map(_ -> new Breach(Kind.NOT_THERE, "the viewer is not there before and after"));
        }
        Told everything = Told.by(moment.fullAfter().orElseThrow());
        if (!after.isAs(everything)) {
            return Optional.of(new Breach(Kind.ANOTHER_NETMAP, "%n%s%n and not%n%s".formatted(after, everything)));
        }
        if (!after.traps().isEmpty()) {
            return Optional.of(new Breach(Kind.TRAP, after.traps().toString()));
        }
        if (message.isEmpty()) {
            return Optional.empty();
        }
        boolean isNameless = message.get().packetFilters() == null; // a rule may only get another name
        if (before.isAs(after) && isNameless && !moment.isSilencing()) {
            return Optional.of(new Breach(Kind.NEEDLESS, "the client knew all this"));
        }
        return judgeParts(moment, message.get()).or(() -> judgeSplit(moment, message.get()));
    }

    /// No peer is told of that need not be, twice, or that is the viewer; but one that is carried elsewhere is removed
    /// and shown.
    private static Optional<Breach> judgeParts(Moment moment, MapResponse message) {
        Set<Long> told = new HashSet<>();
        for (Node peer : message.peersChanged()) {
            if (!told.add(peer.id()) || !moment.seesAfter(new NodeId(peer.id()))) {
                return indiscreet("peer " + peer.id() + " is told twice, or is not seen");
            }
            if (moment.roams(new NodeId(peer.id())) && !message.peersRemoved().contains(peer.id())) {
                return indiscreet("peer " + peer.id() + " is elsewhere, but is not removed");
            }
        }
        for (long id : message.peersRemoved()) {
            boolean isNew = told.add(id) || moment.roams(new NodeId(id));
            if (!isNew || !moment.sawBefore(new NodeId(id))) {
                return indiscreet("peer " + id + " is removed twice, or was not seen");
            }
        }
        for (PeerChange patch : message.peersChangedPatch()) {
            NodeId peer = new NodeId(patch.nodeId());
            if (told.contains(patch.nodeId()) || !moment.sawBefore(peer) || !moment.seesAfter(peer)) {
                return indiscreet("peer " + peer + " is patched, but was not seen, is not, or is told of otherwise");
            }
        }
        Set<UserProfile> shown = Set.copyOf(moment.fullAfter().orElseThrow().userProfiles());
        return message.userProfiles().stream()
                .filter(profile -> !shown.contains(profile))
                .findFirst()
                .flatMap(profile -> indiscreet(profile + " is shown by no full map"));
    }

    private static Optional<Breach> indiscreet(String story) {
        return Optional.of(new Breach(Kind.INDISCREET, story));
    }

    private static Optional<Breach> judgeSplit(Moment moment, MapResponse message) {
        MapResponse.Builder joined =
                Netmap.peerDifference(moment.delta(), moment.viewer())
                        .orElse(MapResponse.builder().build())
                        .toBuilder();
        Netmap.ownDifference(moment.delta(), moment.viewer())
                .ifPresent(own -> joined.node(own.node())
                        .packetFilters(own.packetFilters())
                        .sshPolicy(own.sshPolicy())
                        .dnsConfig(own.dnsConfig())
                        .derpMap(own.derpMap())
                        .domain(own.domain())
                        .debug(own.debug()));
        return joined.build().equals(message)
                ? Optional.empty()
                : Optional.of(new Breach(Kind.SPLIT_BADLY, joined.build().toString()));
    }

    /// Each viewer is rendered by a delta of its own, which remembers nothing of others.
    private Optional<Breach> judgeCohorts(RandomHistory history, int from, int to) {
        Supplier<Delta> fresh = () -> history.delta(from, to);
        Delta shared = fresh.get();
        Map<Object, String> toldTo = new HashMap<>();
        for (NodeId node : history.everybody()) {
            Viewer viewer = new Viewer(node, 142);
            String own = Netmap.peerDifference(fresh.get(), viewer)
                    .map(message -> new String(MapResponseCodec.encode(message), UTF_8))
                    .orElse("");
            Optional<MapResponse> remembering = Netmap.ownDifference(shared, viewer);
            Optional<MapResponse> alone = Netmap.ownDifference(fresh.get(), viewer);
            if (!remembering.equals(alone)) {
                return Optional.of(new Breach(
                        Kind.UNLIKE_IN_COHORT, "%s is told %s, or %s alone".formatted(viewer, remembering, alone)));
            }
            String first = toldTo.putIfAbsent(shared.cohortOf(viewer), own);
            if (first != null && !first.equals(own)) {
                return Optional.of(
                        new Breach(Kind.UNLIKE_IN_COHORT, "%s gets %s, another %s".formatted(viewer, own, first)));
            }
        }
        census.countCohorts(toldTo.values());
        return Optional.empty();
    }
}
