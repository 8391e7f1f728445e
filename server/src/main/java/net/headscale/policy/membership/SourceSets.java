package net.headscale.policy.membership;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Selector;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.net.IpAddress;

/// Which addresses the sources of a policy's rules stand for, as a membership has it.
///
/// Immutable and thread-safe but for what is computed once and kept.
public final class SourceSets {
    private final Membership membership;

    /// The numbers of selectors that are written as addresses.
    private final BitSet ofAddresses;

    private final AtomicReferenceArray<SourceSet> known;

    SourceSets(Membership membership, BitSet ofAddresses) {
        this.membership = membership;
        this.ofAddresses = ofAddresses;
        this.known = new AtomicReferenceArray<>(membership.blueprint().sources().size());
    }

    /// Takes over the sets that no touched node is, was, or leads in.
    void keep(SourceSets before, Collection<NodeId> touched) {
        boolean sameSubnets = membership.subnets().equals(before.membership.subnets());
        for (Blueprint.Sources set : membership.blueprint().sources()) {
            SourceSet made = before.known.get(set.number());
            boolean isSame = made != null
                    && (sameSubnets || !set.selectors().contains(Selector.everyone()))
                    && touched.stream()
                            .noneMatch(id -> before.membership.isListed(id, set) || membership.isListed(id, set));
            if (isSame) {
                known.set(set.number(), made);
            }
        }
    }

    /// The addresses of a set of sources; made once.
    public SourceSet of(Blueprint.Sources set) {
        SourceSet made = known.get(set.number());
        if (made == null) {
            made = resolve(set);
            known.set(set.number(), made);
        }
        return made;
    }

    /// The addresses of a set of sources as one node lets them in: those of guests among them, where the node is shared
    /// with their homes.
    public SourceSet of(Blueprint.Sources set, Node host) {
        SourceSet everywhere = of(set);
        return host.shares().isEmpty()
                ? everywhere
                : everywhere.with(membership.guests().visitorsOf(host, set));
    }

    /// The addresses of destinations, for rules that lead back from them.
    public SourceSet ofAll(List<Selector> selectors) {
        BitSet nodes = new BitSet();
        List<AddressRange> ranges = new ArrayList<>();
        for (Selector selector : selectors) {
            resolve(selector, true, nodes, ranges);
        }
        return SourceSet.of(membership.census(), nodes, ranges);
    }

    /// The first address of each node that a selector stands for, or the one that is written out.
    public List<IpAddress> firstOf(Selector selector) {
        return switch (selector) {
            case Selector.Literal literal -> List.of(literal.prefix().address());
            case Selector.Host host -> List.of(host.prefix().address());
            default ->
                membership.nodesOf(selector).stream()
                        .mapToObj(slot ->
                                membership.census().present(slot).addresses().getFirst())
                        .toList();
        };
    }

    /// Whether the node in a slot is itself among `set`, routes aside.
    public boolean isAmong(int slot, Blueprint.Sources set) {
        return set.selectors().stream().anyMatch(selector -> isAmong(slot, set, selector));
    }

    /// Whether the node in a slot is itself among `set` on account of one of its selectors, routes aside.
    public boolean isAmong(int slot, Blueprint.Sources set, Selector selector) {
        return isAmong(slot, selector)
                && (set.postures().isEmpty()
                        || set.postures().intersects(membership.classOf(slot).numbers()));
    }

    private boolean isAmong(int slot, Selector selector) {
        return membership.nodesOf(selector).get(slot)
                && (!isOfAddresses(selector) || hasAddressIn(membership.census().present(slot), written(selector)));
    }

    private boolean isOfAddresses(Selector selector) {
        return ofAddresses.get(membership.blueprint().numberOf(selector));
    }

    private static List<AddressRange> written(Selector selector) {
        return switch (selector) {
            case Selector.Literal literal -> List.of(AddressRange.of(literal.prefix()));
            case Selector.Host host -> List.of(AddressRange.of(host.prefix()));
            case Selector.IpSet set -> set.ranges().ranges();
            case Selector.Everyone _,
                    Selector.Login _,
                    Selector.Domain _,
                    Selector.Group _,
                    Selector.Tagged _,
                    Selector.Auto _ -> List.of();
        };
    }

    private SourceSet resolve(Blueprint.Sources set) {
        boolean isAnything = set.selectors().stream().anyMatch(selector -> selector.isAuto(Autogroup.DANGER_ALL));
        if (isAnything && set.postures().isEmpty()) {
            return SourceSet.ANYTHING;
        }
        BitSet nodes = new BitSet();
        List<AddressRange> ranges = new ArrayList<>();
        for (Selector selector : set.selectors()) {
            resolve(selector, set.postures().isEmpty(), nodes, ranges);
        }
        membership.restrict(nodes, set);
        return SourceSet.of(membership.census(), nodes, ranges);
    }

    /// Adds what a selector stands for. Where postures are asked for, addresses count only as those of nodes.
    private void resolve(Selector selector, boolean mayBeRanges, BitSet nodes, List<AddressRange> ranges) {
        if (mayBeRanges && selector instanceof Selector.Everyone) {
            ranges.addAll(SourceSet.everyone(membership.subnets()));
        } else if (mayBeRanges && isOfAddresses(selector)) {
            ranges.addAll(written(selector));
        } else {
            membership.nodesOf(selector).stream()
                    .filter(slot -> isAmong(slot, selector))
                    .forEach(nodes::set);
        }
    }

    private static boolean hasAddressIn(Node node, List<AddressRange> ranges) {
        return node.addresses().stream()
                .anyMatch(address -> ranges.stream().anyMatch(range -> range.contains(address)));
    }
}
