package net.headscale.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.AddressRanges;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.policy.membership.Blueprint.Entry;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.membership.SourceSet;

/// Asks a policy whether addresses reach others, from the rules for everybody: those to one's own nodes and those with
/// `via` aside. For tests and questions of people; slow and plain.
final class Reachability {
    private static final List<Integer> DEFAULT_PROTOCOLS = List.of(6, 17, 1, 58);

    private final Membership membership;

    Reachability(Membership membership) {
        this.membership = membership;
    }

    /// The protocols that a test is about; absent for one that has no ports.
    static Optional<List<Integer>> protocolsOf(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "" -> Optional.of(DEFAULT_PROTOCOLS);
            case "tcp", "6" -> Optional.of(List.of(6));
            case "udp", "17" -> Optional.of(List.of(17));
            case "sctp", "132" -> Optional.of(List.of(132));
            default -> Optional.empty();
        };
    }

    boolean reaches(AddressRange source, List<AddressRange> destinations, int port, List<Integer> protocols) {
        return find(source, destinations, port, protocols).isPresent();
    }

    /// The first rule that lets `source` in.
    Optional<Rule> find(AddressRange source, List<AddressRange> destinations, int port, List<Integer> protocols) {
        return membership.blueprint().entries().stream()
                .filter(entry -> leads(entry, source, destinations, port, protocols))
                .map(Entry::rule)
                .findFirst();
    }

    private boolean leads(
            Entry entry, AddressRange source, List<AddressRange> destinations, int port, List<Integer> protocols) {
        return entry.part() instanceof Rule.Opening opening
                && !opening.isSelf()
                && !entry.isVia()
                && (opening.protocol() < 0 || protocols.contains(opening.protocol()))
                && opening.targets().stream()
                        .filter(target -> target.ports().stream()
                                .anyMatch(range -> range.first() <= port && port <= range.last()))
                        .anyMatch(target -> covers(target.destination(), destinations))
                && overlaps(membership.sources().of(entry.sources()), source);
    }

    private static boolean overlaps(SourceSet sources, AddressRange range) {
        return sources.overlaps(range);
    }

    private boolean covers(Selector destination, List<AddressRange> wanted) {
        return switch (destination) {
            case Selector.Everyone _ -> true;
            case Selector.Literal literal -> overlap(List.of(AddressRange.of(literal.prefix())), wanted);
            case Selector.Host host -> overlap(List.of(AddressRange.of(host.prefix())), wanted);
            case Selector.IpSet set -> overlap(set.ranges().ranges(), wanted);
            case Selector.Auto(Autogroup group)
            when group == Autogroup.INTERNET -> overlap(AddressRanges.INTERNET.ranges(), wanted);
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ ->
                membership.find(destination).stream()
                        .flatMap(node -> node.addresses().stream())
                        .anyMatch(address -> wanted.stream().anyMatch(range -> range.contains(address)));
        };
    }

    private static boolean overlap(List<AddressRange> left, List<AddressRange> right) {
        return left.stream().anyMatch(range -> right.stream().anyMatch(range::overlaps));
    }
}
