package net.headscale.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.AddressRanges;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.policy.membership.Blueprint.Entry;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.membership.NodeClass;
import net.headscale.policy.membership.SourceSet;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.FilterRule.CapGrant;
import net.headscale.wire.tailcfg.FilterRule.PortRange;
import net.headscale.wire.tailcfg.FilterRule.PortsAt;
import org.jspecify.annotations.Nullable;

/// Writes the packet filter of one node from the entries that concern it.
///
/// Entries that open ports to the same sources by the same protocol become one rule, at the place that the first of
/// them has in the whole policy, be it about this node or not; so the hosted service orders them. Entries that
/// grant capabilities stay alone.
final class FilterWriter {
    /// As ranges all of them, also the one that is a prefix: so the hosted service writes it.
    private static final List<String> INTERNET = AddressRanges.INTERNET.ranges().stream()
            .map(range -> range.first() + "-" + range.last())
            .toList();

    private final Membership membership;
    private final Merging merging;
    private final EntryIndex index;

    FilterWriter(Membership membership, EntryIndex index) {
        this.membership = membership;
        this.index = index;
        this.merging = new Merging(membership);
    }

    /// The rules for the node in `slot`, in order.
    List<NamedRule> write(int slot) {
        Node node = membership.census().present(slot);
        NodeClass theirs = membership.classOf(slot);
        Target target = new Target(node, slot, theirs, Served.by(node));
        TreeMap<Integer, NamedRule> granted = new TreeMap<>();
        Map<MergeKey, Merged> opened = new HashMap<>();
        BitSet concerned = index.concerning(theirs, !node.owner().isTagged());
        for (int i = concerned.nextSetBit(0); i >= 0; i = concerned.nextSetBit(i + 1)) {
            Entry entry = membership.blueprint().entries().get(i);
            if (entry.part() instanceof Rule.Opening opening) {
                open(entry, opening, target, opened);
            } else {
                grant(entry, target, granted);
            }
        }
        for (Merged merged : opened.values()) {
            granted.put(merged.position, merged.named());
        }
        return List.copyOf(granted.values());
    }

    private void open(Entry entry, Rule.Opening opening, Target target, Map<MergeKey, Merged> opened) {
        SourceSet sources =
                opening.isSelf() ? ownSources(entry, target) : membership.sourcesOf(entry.sources(), target.node);
        if (sources.isEmpty()) {
            return;
        }
        List<PortsAt> ports = new ArrayList<>();
        for (Rule.Target at : opening.targets()) {
            addPorts(entry, at, target, ports);
        }
        if (ports.isEmpty()) {
            return;
        }
        MergeKey key = new MergeKey(sources.key(), opening.protocol());
        Merged merged = opened.computeIfAbsent(
                key, _ -> new Merged(merging.first(key, entry.position()), sources, opening.protocol()));
        merged.position = Math.min(merged.position, entry.position());
        merged.ports.addAll(ports);
    }

    private void addPorts(Entry entry, Rule.Target at, Target target, List<PortsAt> ports) {
        List<String> addresses =
                entry.isVia() ? addressesVia(at.destination(), target) : opened(at.destination(), target);
        for (String address : addresses) {
            for (PortRange range : at.ports()) {
                ports.add(new PortsAt(address, range));
            }
        }
    }

    /// The addresses of a destination that are within the node or behind it.
    private List<String> opened(Selector destination, Target target) {
        return switch (destination) {
            case Selector.Everyone _ -> List.of("*");
            case Selector.Literal literal -> written(List.of(AddressRange.of(literal.prefix())), target);
            case Selector.Host host -> written(List.of(AddressRange.of(host.prefix())), target);
            case Selector.IpSet set -> written(set.ranges().ranges(), target);
            case Selector.Auto(Autogroup group) when group == Autogroup.SELF -> texts(target.node);
            case Selector.Auto(Autogroup group) when group == Autogroup.INTERNET -> internet(target);
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ ->
                ofNodes(destination, target);
        };
    }

    private static List<String> written(List<AddressRange> ranges, Target target) {
        return ranges.stream()
                .filter(target::isWithin)
                .map(AddressRange::toString)
                .toList();
    }

    private static List<String> internet(Target target) {
        return target.served.isExitNode() ? INTERNET : List.of();
    }

    private List<String> ofNodes(Selector destination, Target target) {
        int number = membership.blueprint().numberOf(destination);
        if (!target.theirs.has(number)) {
            return List.of();
        }
        BitSet nodes = membership.nodesOf(destination);
        List<String> addresses = new ArrayList<>(nodes.get(target.slot) ? texts(target.node) : List.of());
        if (!target.served.subnets().isEmpty()) {
            membership.nodesBehind(target.served.subnets()).stream()
                    .filter(slot -> slot != target.slot && nodes.get(slot))
                    .mapToObj(slot -> membership.census().present(slot))
                    .flatMap(node -> node.addresses().stream())
                    .filter(address -> target.served.subnets().stream().anyMatch(subnet -> subnet.contains(address)))
                    .forEach(address -> addresses.add(address.toString()));
        }
        return addresses;
    }

    private static List<String> texts(Node node) {
        return node.addresses().stream().map(IpAddress::toString).toList();
    }

    private static List<String> addressesVia(Selector destination, Target target) {
        return switch (destination) {
            case Selector.Literal literal -> via(List.of(AddressRange.of(literal.prefix())), target);
            case Selector.Host host -> via(List.of(AddressRange.of(host.prefix())), target);
            case Selector.IpSet set -> via(set.ranges().ranges(), target);
            case Selector.Auto(Autogroup group) when group == Autogroup.INTERNET -> internet(target);
            case Selector.Everyone _ -> target.served.subnets().isEmpty() ? List.of() : List.of("*");
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ -> List.of();
        };
    }

    private static List<String> via(List<AddressRange> ranges, Target target) {
        return ranges.stream()
                .filter(target::isBehind)
                .map(AddressRange::toString)
                .toList();
    }

    private void grant(Entry entry, Target target, Map<Integer, NamedRule> granted) {
        SourceSet sources = grantSources(entry, target);
        List<CapGrant> grants = new ArrayList<>();
        CapMap capabilities = new CapMap(entry.capabilities());
        for (List<Prefix> destinations : grantDestinations(entry, target)) {
            if (!destinations.isEmpty()) {
                grants.add(new CapGrant(destinations, List.of(), capabilities));
            }
        }
        if (!grants.isEmpty() && !(entry.part().isSelf() && sources.isEmpty())) {
            FilterRule rule = FilterRule.grant(sources.text(), grants);
            granted.put(entry.position(), RuleNames.named(entry.position(), sources.key(), rule));
        }
    }

    private SourceSet grantSources(Entry entry, Target target) {
        if (entry.part().isSelf()) {
            return entry.isCompanion() ? ownNodes(target) : ownSources(entry, target);
        }
        return entry.isCompanion()
                ? membership.addressesOf(entry.part().destinations())
                : membership.sourcesOf(entry.sources(), target.node);
    }

    /// For each destination the prefixes within the node or behind it.
    private List<List<Prefix>> grantDestinations(Entry entry, Target target) {
        if (entry.part().isSelf()) {
            boolean isConcerned = !entry.isCompanion() || membership.isAmong(target.slot, entry.sources());
            return isConcerned ? List.of(own(target.node)) : List.of();
        }
        if (!entry.isCompanion()) {
            return entry.part().destinations().stream()
                    .map(destination -> narrowed(destination, target))
                    .toList();
        }
        if (entry.sources().postures().isEmpty()) {
            return entry.sources().selectors().stream()
                    .map(source -> narrowed(source, target))
                    .toList();
        }
        return entry.sources().selectors().stream()
                .filter(source -> membership.isAmong(target.slot, entry.sources(), source))
                .map(_ -> own(target.node))
                .toList();
    }

    private List<Prefix> narrowed(Selector destination, Target target) {
        return switch (destination) {
            case Selector.Everyone _ -> own(target.node);
            case Selector.Literal literal -> narrowed(List.of(AddressRange.of(literal.prefix())), target);
            case Selector.Host host -> narrowed(List.of(AddressRange.of(host.prefix())), target);
            case Selector.IpSet set -> narrowed(set.ranges().ranges(), target);
            case Selector.Auto(Autogroup group) when group == Autogroup.DANGER_ALL -> own(target.node);
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ ->
                membership.nodesOf(destination).get(target.slot) ? own(target.node) : List.of();
        };
    }

    private static List<Prefix> narrowed(List<AddressRange> ranges, Target target) {
        List<Prefix> prefixes = new ArrayList<>();
        for (IpAddress address : target.node.addresses()) {
            if (ranges.stream().anyMatch(range -> range.contains(address))) {
                prefixes.add(Prefix.of(address));
            }
        }
        for (AddressRange range : ranges) {
            if (target.isBehind(range)) {
                prefixes.addAll(range.prefixes());
            }
        }
        return prefixes;
    }

    private static List<Prefix> own(Node node) {
        return node.addresses().stream().map(Prefix::of).toList();
    }

    private SourceSet ownNodes(Target target) {
        return SourceSet.of(
                membership.nodesOf(target.node.owner().user()).stream()
                        .mapToObj(membership.census()::present)
                        .toList(),
                List.of());
    }

    /// The nodes of the same user that are among the sources.
    private SourceSet ownSources(Entry entry, Target target) {
        return SourceSet.of(
                membership.nodesOf(target.node.owner().user()).stream()
                        .filter(slot -> membership.isAmong(slot, entry.sources()))
                        .mapToObj(membership.census()::present)
                        .toList(),
                List.of());
    }

    /// The node that the filter is for.
    private record Target(Node node, int slot, NodeClass theirs, Served served) {
        /// Whether a range holds an address of the node, or is behind it in part.
        boolean isWithin(AddressRange range) {
            return node.addresses().stream().anyMatch(range::contains) || isBehind(range);
        }

        boolean isBehind(AddressRange range) {
            return served.subnets().stream().anyMatch(range::overlaps);
        }
    }

    /// What entries must share to become one rule.
    record MergeKey(SourceSet.Key sources, int protocol) {}

    /// A rule that grows.
    private static final class Merged {
        private int position;
        private final SourceSet sources;
        private final int protocol;
        private final List<PortsAt> ports = new ArrayList<>();

        Merged(int position, SourceSet sources, int protocol) {
            this.position = position;
            this.sources = sources;
            this.protocol = protocol;
        }

        NamedRule named() {
            List<Integer> protocols = protocol < 0 ? List.of() : List.of(protocol);
            FilterRule rule = new FilterRule(sources.text(), ports, protocols, List.of());
            return RuleNames.named(position, sources.key(), rule);
        }
    }

    /// Where each merged rule begins: the first entry of the whole policy that it is made of.
    private static final class Merging {
        private final Membership membership;
        private @Nullable Map<MergeKey, Integer> firsts;

        Merging(Membership membership) {
            this.membership = membership;
        }

        int first(MergeKey key, int position) {
            Map<MergeKey, Integer> made = firsts;
            if (made == null) {
                made = find();
                firsts = made;
            }
            return Math.min(position, made.getOrDefault(key, position));
        }

        private Map<MergeKey, Integer> find() {
            Map<MergeKey, Integer> found = new HashMap<>();
            for (Entry entry : membership.blueprint().entries()) {
                if (entry.part() instanceof Rule.Opening opening && !opening.isSelf() && !entry.isVia()) {
                    SourceSet sources = membership.sourcesOf(entry.sources());
                    if (!sources.isEmpty() && opening.targets().stream().anyMatch(this::leadsSomewhere)) {
                        found.putIfAbsent(new MergeKey(sources.key(), opening.protocol()), entry.position());
                    }
                }
            }
            return Map.copyOf(found);
        }

        private boolean leadsSomewhere(Rule.Target target) {
            return switch (target.destination()) {
                case Selector.Everyone _, Selector.Literal _, Selector.Host _, Selector.IpSet _ -> true;
                case Selector.Auto(Autogroup group) when group == Autogroup.INTERNET -> true;
                case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ ->
                    !membership.nodesOf(target.destination()).isEmpty();
            };
        }
    }
}
