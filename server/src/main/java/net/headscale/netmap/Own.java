package net.headscale.netmap;

import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.ControlDialPlan;
import net.headscale.wire.tailcfg.Debug;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.MapResponse;

/// What concerns the viewer itself: its entry, whom it lets in, names and relays.
///
/// @param node its entry
/// @param gate whom it lets in
/// @param dns names and resolvers
/// @param derpMap relays
/// @param domain the suffix of its tailnet's names
record Own(net.headscale.wire.tailcfg.Node node, Gate gate, DnsConfig dns, DerpMap derpMap, String domain) {
    /// @param capabilityVersion of the client that is told
    static Own of(View view, Node viewer, int capabilityVersion) {
        String tailnet = view.tailnet().name();
        return new Own(
                Entries.self(view, viewer),
                Gate.of(view, viewer.id()),
                view.surroundings().dns().configOf(tailnet, homesSeenBy(view, viewer.id())),
                view.derived().policy().policy().relaysOver(view.surroundings().derpMapFor(capabilityVersion)),
                view.surroundings().dns().suffixOf(tailnet));
    }

    /// The names of the other tailnets of which a node sees a node that is shared: it resolves their names, too.
    private static SortedSet<String> homesSeenBy(View view, NodeId node) {
        SortedSet<String> homes = new TreeSet<>();
        for (NodeId id : view.derived().policy().guestsSeenBy(node)) {
            view.tailnet()
                    .guests()
                    .find(id)
                    .filter(Guest::isShared)
                    .ifPresent(guest -> homes.add(guest.home().name()));
        }
        return homes;
    }

    /// The same node, which lets nobody in.
    Own withoutOthers() {
        return new Own(node, Gate.SHUT, dns, derpMap, domain);
    }

    /// Everything, for a first message.
    MapResponse.Builder full(Surroundings surroundings) {
        ControlDialPlan plan = surroundings.dialPlan();
        return gate.full(MapResponse.builder())
                .node(node)
                .dnsConfig(dns)
                .derpMap(derpMap)
                .domain(domain)
                .collectServices(false)
                .debug(surroundings.features().uploadsLogs() ? null : Debug.withoutLogTail())
                .controlDialPlan(plan.candidates().isEmpty() ? null : plan);
    }

    /// What of this is not in `before`; the builder is left as it is where nothing is.
    void difference(Own before, MapResponse.Builder into) {
        if (!node.equals(before.node)) {
            into.node(node);
        }
        gate.difference(before.gate, into);
        if (!dns.equals(before.dns)) {
            into.dnsConfig(dns);
        }
        if (!derpMap.equals(before.derpMap)) {
            into.derpMap(derpMap);
        }
        if (!domain.equals(before.domain)) {
            into.domain(domain);
        }
    }
}
