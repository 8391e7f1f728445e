package net.headscale.netmap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.PeerChange;

/// Counts what random histories really had in them: a law that was never put to the test proves nothing.
final class Census {
    private static final List<String> FLIPS = List.of(
            "peer appears by joining",
            "peer appears by policy",
            "peer disappears by leaving",
            "peer disappears by policy",
            "peer stays in sight",
            "peer stays out of sight",
            "guest appears",
            "guest disappears",
            "guest is jailed",
            "guest is let in",
            "viewer comes",
            "viewer goes");
    private static final List<String> PARTS = List.of(
            "no message",
            "own node",
            "derp map",
            "dns config",
            "domain",
            "ssh policy",
            "filter set",
            "filter dropped",
            "logs silenced",
            "peer new",
            "peer replaced",
            "peer removed",
            "peer removed and shown",
            "profile",
            "patch of home",
            "patch of endpoints",
            "patch to no endpoints",
            "patch of node key",
            "patch of disco key",
            "patch of key expiry",
            "patch to no key expiry",
            "patch of protocol version",
            "patch of capabilities",
            "patch to online",
            "patch to offline",
            "two patches of one peer");

    private final SortedMap<String, Integer> counts = new TreeMap<>();

    void count(List<Change> happened) {
        happened.forEach(change -> add("change " + change.getClass().getSimpleName(), true));
    }

    void count(Moment moment, Optional<MapResponse> message) {
        add("viewer comes", moment.fullBefore().isEmpty() && moment.fullAfter().isPresent());
        add("viewer goes", moment.fullBefore().isPresent() && moment.fullAfter().isEmpty());
        if (!moment.isLasting()) {
            return;
        }
        countFlips(moment);
        add("no message", message.isEmpty());
        message.ifPresent(told -> {
            countOwn(told);
            countPeers(moment, told);
            told.peersChangedPatch().forEach(this::count);
        });
    }

    /// @param messages what each cohort of one round got
    void countCohorts(Collection<String> messages) {
        counts.merge("cohorts", messages.size(), Integer::sum);
        counts.merge("cohorts that differ", Set.copyOf(messages).size(), Integer::sum);
    }

    private void countFlips(Moment moment) {
        var before = moment.delta().before().tailnet().nodes();
        var after = moment.delta().after().tailnet().nodes();
        countGuests(moment);
        Stream.concat(before.ids().stream(), after.ids().stream()).distinct().forEach(peer -> {
            boolean saw = moment.sawBefore(peer);
            boolean sees = moment.seesAfter(peer);
            add("peer appears by joining", !saw && sees && !before.contains(peer));
            add("peer appears by policy", !saw && sees && before.contains(peer));
            add("peer disappears by leaving", saw && !sees && !after.contains(peer));
            add("peer disappears by policy", saw && !sees && after.contains(peer));
            add("peer stays in sight", saw && sees);
            add(
                    "peer stays out of sight",
                    !saw && !sees && !peer.equals(moment.viewer().node()));
        });
    }

    private void countGuests(Moment moment) {
        var before = moment.delta().before().tailnet().guests();
        var after = moment.delta().after().tailnet().guests();
        Stream.concat(before.ids().stream(), after.ids().stream()).distinct().forEach(guest -> {
            add("guest appears", !moment.sawBefore(guest) && moment.seesAfter(guest));
            add("guest disappears", moment.sawBefore(guest) && !moment.seesAfter(guest));
            add(
                    "guest is jailed",
                    moment.seesAfter(guest) && moment.peerAfter(guest.value()).isJailed());
            add(
                    "guest is let in",
                    moment.seesAfter(guest) && !moment.peerAfter(guest.value()).isJailed());
        });
    }

    private void countOwn(MapResponse message) {
        add("own node", message.node() != null);
        add("derp map", message.derpMap() != null);
        add("dns config", message.dnsConfig() != null);
        add("domain", !message.domain().isEmpty());
        add("ssh policy", message.sshPolicy() != null);
        add("logs silenced", message.debug() != null);
        if (message.packetFilters() != null) {
            message.packetFilters()
                    .values()
                    .forEach(rules -> add(rules == null ? "filter dropped" : "filter set", true));
        }
    }

    private void countPeers(Moment moment, MapResponse message) {
        message.peersChanged().forEach(peer -> {
            boolean isKnown = moment.sawBefore(new NodeId(peer.id()));
            add(isKnown ? "peer replaced" : "peer new", true);
        });
        message.peersRemoved().forEach(_ -> add("peer removed", true));
        message.peersRemoved().forEach(id -> add("peer removed and shown", moment.roams(new NodeId(id))));
        message.userProfiles().forEach(_ -> add("profile", true));
        long patched = message.peersChangedPatch().stream()
                .map(PeerChange::nodeId)
                .distinct()
                .count();
        add("two patches of one peer", patched < message.peersChangedPatch().size());
    }

    private void count(PeerChange patch) {
        add("patch of home", patch.derpRegion() != 0);
        add(
                "patch of endpoints",
                patch.endpoints() != null && !patch.endpoints().isEmpty());
        add(
                "patch to no endpoints",
                patch.endpoints() != null && patch.endpoints().isEmpty());
        add("patch of node key", patch.key() != null);
        add("patch of disco key", patch.discoKey() != null);
        add(
                "patch of key expiry",
                patch.keyExpiry() != null && !patch.keyExpiry().equals(PeerChange.NEVER));
        add("patch to no key expiry", PeerChange.NEVER.equals(patch.keyExpiry()));
        add("patch of protocol version", patch.cap() != 0);
        add("patch of capabilities", patch.capMap() != null);
        add("patch to online", Boolean.TRUE.equals(patch.online()));
        add("patch to offline", Boolean.FALSE.equals(patch.online()));
    }

    private void add(String what, boolean isSo) {
        if (isSo) {
            counts.merge(what, 1, Integer::sum);
        }
    }

    /// What should have happened at least once and did not.
    SortedSet<String> missing() {
        SortedSet<String> missing = new TreeSet<>(FLIPS);
        missing.addAll(PARTS);
        Stream.of(Change.Durable.class, Change.Volatile.class, Change.Mirrored.class)
                .flatMap(kinds -> Stream.of(kinds.getPermittedSubclasses()))
                .forEach(kind -> missing.add("change " + kind.getSimpleName()));
        missing.removeAll(counts.keySet());
        return missing;
    }

    /// How often each thing happened.
    Map<String, Integer> counts() {
        return counts;
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        counts.forEach((what, count) -> lines.append("%9d %s%n".formatted(count, what)));
        return lines.toString();
    }
}
