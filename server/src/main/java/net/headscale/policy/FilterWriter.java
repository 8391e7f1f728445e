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
    private final MergedRules merging;
    private final EntryIndex index;

    FilterWriter(Membership membership, EntryIndex index) {
        this.membership = membership;
        this.index = index;
        this.merging = new MergedRules(membership);
    }

    /// The rules for the node in `slot`, in order.
    List<NamedRule> write(int slot) {
        Node node = membership.census().present(slot);
        NodeClass theirs = membership.classOf(slot);
        Recipient recipient = new Recipient(node, slot, theirs, Served.by(node));
        TreeMap<Integer, NamedRule> granted = new TreeMap<>();
        Map<MergedRules.Key, MergedRules.Growing> opened = new HashMap<>();
        BitSet concerned = index.concerning(theirs, !node.owner().isTagged());
        for (int i = concerned.nextSetBit(0); i >= 0; i = concerned.nextSetBit(i + 1)) {
            Entry entry = membership.blueprint().entries().get(i);
            if (entry.part() instanceof Rule.Opening opening) {
                open(entry, opening, recipient, opened);
            } else {
                grant(entry, recipient, granted);
            }
        }
        for (MergedRules.Growing merged : opened.values()) {
            granted.put(merged.position(), merged.named());
        }
        return List.copyOf(granted.values());
    }

    private void open(
            Entry entry, Rule.Opening opening, Recipient recipient, Map<MergedRules.Key, MergedRules.Growing> opened) {
        SourceSet sources = opening.isSelf()
                ? ownSources(entry, recipient)
                : membership.sources().of(entry.sources(), recipient.node());
        if (sources.isEmpty()) {
            return;
        }
        List<PortsAt> ports = new ArrayList<>();
        for (Rule.Target at : opening.targets()) {
            addPorts(entry, at, recipient, ports);
        }
        if (ports.isEmpty()) {
            return;
        }
        MergedRules.Key key = new MergedRules.Key(sources.key(), opening.protocol());
        MergedRules.Growing merged = opened.computeIfAbsent(
                key, _ -> new MergedRules.Growing(merging.first(key, entry.position()), sources, opening.protocol()));
        merged.add(entry.position(), ports);
    }

    private void addPorts(Entry entry, Rule.Target at, Recipient recipient, List<PortsAt> ports) {
        List<String> addresses =
                entry.isVia() ? addressesVia(at.destination(), recipient) : opened(at.destination(), recipient);
        for (String address : addresses) {
            for (PortRange range : at.ports()) {
                ports.add(new PortsAt(address, range));
            }
        }
    }

    /// The addresses of a destination that are within the node or behind it.
    private List<String> opened(Selector destination, Recipient recipient) {
        return switch (destination) {
            case Selector.Everyone _ -> List.of("*");
            case Selector.Literal literal -> written(List.of(AddressRange.of(literal.prefix())), recipient);
            case Selector.Host host -> written(List.of(AddressRange.of(host.prefix())), recipient);
            case Selector.IpSet set -> written(set.ranges().ranges(), recipient);
            case Selector.Auto(Autogroup group) when group == Autogroup.SELF -> texts(recipient.node());
            case Selector.Auto(Autogroup group) when group == Autogroup.INTERNET -> internet(recipient);
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ ->
                ofNodes(destination, recipient);
        };
    }

    private static List<String> written(List<AddressRange> ranges, Recipient recipient) {
        return ranges.stream()
                .filter(recipient::isWithin)
                .map(AddressRange::toString)
                .toList();
    }

    private static List<String> internet(Recipient recipient) {
        return recipient.served().isExitNode() ? INTERNET : List.of();
    }

    private List<String> ofNodes(Selector destination, Recipient recipient) {
        int number = membership.blueprint().numberOf(destination);
        if (!recipient.theirs().has(number)) {
            return List.of();
        }
        BitSet nodes = membership.nodesOf(destination);
        List<String> addresses = new ArrayList<>(nodes.get(recipient.slot()) ? texts(recipient.node()) : List.of());
        if (!recipient.served().subnets().isEmpty()) {
            membership.nodesBehind(recipient.served().subnets()).stream()
                    .filter(slot -> slot != recipient.slot() && nodes.get(slot))
                    .mapToObj(slot -> membership.census().present(slot))
                    .flatMap(node -> node.addresses().stream())
                    .filter(address ->
                            recipient.served().subnets().stream().anyMatch(subnet -> subnet.contains(address)))
                    .forEach(address -> addresses.add(address.toString()));
        }
        return addresses;
    }

    private static List<String> texts(Node node) {
        return node.addresses().stream().map(IpAddress::toString).toList();
    }

    private static List<String> addressesVia(Selector destination, Recipient recipient) {
        return switch (destination) {
            case Selector.Literal literal -> via(List.of(AddressRange.of(literal.prefix())), recipient);
            case Selector.Host host -> via(List.of(AddressRange.of(host.prefix())), recipient);
            case Selector.IpSet set -> via(set.ranges().ranges(), recipient);
            case Selector.Auto(Autogroup group) when group == Autogroup.INTERNET -> internet(recipient);
            case Selector.Everyone _ -> recipient.served().subnets().isEmpty() ? List.of() : List.of("*");
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ -> List.of();
        };
    }

    private static List<String> via(List<AddressRange> ranges, Recipient recipient) {
        return ranges.stream()
                .filter(recipient::isBehind)
                .map(AddressRange::toString)
                .toList();
    }

    private void grant(Entry entry, Recipient recipient, Map<Integer, NamedRule> granted) {
        SourceSet sources = grantSources(entry, recipient);
        List<CapGrant> grants = new ArrayList<>();
        CapMap capabilities = new CapMap(entry.capabilities());
        for (List<Prefix> destinations : grantDestinations(entry, recipient)) {
            if (!destinations.isEmpty()) {
                grants.add(new CapGrant(destinations, List.of(), capabilities));
            }
        }
        if (!grants.isEmpty() && !(entry.part().isSelf() && sources.isEmpty())) {
            FilterRule rule = FilterRule.grant(sources.text(), grants);
            granted.put(entry.position(), RuleNames.named(entry.position(), sources.key(), rule));
        }
    }

    private SourceSet grantSources(Entry entry, Recipient recipient) {
        if (entry.part().isSelf()) {
            return entry.isCompanion() ? ownNodes(recipient) : ownSources(entry, recipient);
        }
        return entry.isCompanion()
                ? membership.sources().ofAll(entry.part().destinations())
                : membership.sources().of(entry.sources(), recipient.node());
    }

    /// For each destination the prefixes within the node or behind it.
    private List<List<Prefix>> grantDestinations(Entry entry, Recipient recipient) {
        if (entry.part().isSelf()) {
            boolean isConcerned =
                    !entry.isCompanion() || membership.sources().isAmong(recipient.slot(), entry.sources());
            return isConcerned ? List.of(own(recipient.node())) : List.of();
        }
        if (!entry.isCompanion()) {
            return entry.part().destinations().stream()
                    .map(destination -> narrowed(destination, recipient))
                    .toList();
        }
        if (entry.sources().postures().isEmpty()) {
            return entry.sources().selectors().stream()
                    .map(source -> narrowed(source, recipient))
                    .toList();
        }
        return entry.sources().selectors().stream()
                .filter(source -> membership.sources().isAmong(recipient.slot(), entry.sources(), source))
                .map(_ -> own(recipient.node()))
                .toList();
    }

    private List<Prefix> narrowed(Selector destination, Recipient recipient) {
        return switch (destination) {
            case Selector.Everyone _ -> own(recipient.node());
            case Selector.Literal literal -> narrowed(List.of(AddressRange.of(literal.prefix())), recipient);
            case Selector.Host host -> narrowed(List.of(AddressRange.of(host.prefix())), recipient);
            case Selector.IpSet set -> narrowed(set.ranges().ranges(), recipient);
            case Selector.Auto(Autogroup group) when group == Autogroup.DANGER_ALL -> own(recipient.node());
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ ->
                membership.nodesOf(destination).get(recipient.slot()) ? own(recipient.node()) : List.of();
        };
    }

    private static List<Prefix> narrowed(List<AddressRange> ranges, Recipient recipient) {
        List<Prefix> prefixes = new ArrayList<>();
        for (IpAddress address : recipient.node().addresses()) {
            if (ranges.stream().anyMatch(range -> range.contains(address))) {
                prefixes.add(Prefix.of(address));
            }
        }
        for (AddressRange range : ranges) {
            if (recipient.isBehind(range)) {
                prefixes.addAll(range.prefixes());
            }
        }
        return prefixes;
    }

    private static List<Prefix> own(Node node) {
        return node.addresses().stream().map(Prefix::of).toList();
    }

    private SourceSet ownNodes(Recipient recipient) {
        return SourceSet.of(
                membership.nodesOf(recipient.node().owner().user()).stream()
                        .mapToObj(membership.census()::present)
                        .toList(),
                List.of());
    }

    /// The nodes of the same user that are among the sources.
    private SourceSet ownSources(Entry entry, Recipient recipient) {
        return SourceSet.of(
                membership.nodesOf(recipient.node().owner().user()).stream()
                        .filter(slot -> membership.sources().isAmong(slot, entry.sources()))
                        .mapToObj(membership.census()::present)
                        .toList(),
                List.of());
    }

    /// The node that a filter is for.
    ///
    /// @param slot its slot in the census
    /// @param theirs its class
    /// @param served what it serves
    private record Recipient(Node node, int slot, NodeClass theirs, Served served) {
        /// Whether a range holds an address of the node, or is behind it in part.
        boolean isWithin(AddressRange range) {
            return node.addresses().stream().anyMatch(range::contains) || isBehind(range);
        }

        boolean isBehind(AddressRange range) {
            return served.subnets().stream().anyMatch(range::overlaps);
        }
    }
}
