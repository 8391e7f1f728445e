package net.headscale.policy.membership;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.AddressRanges;
import net.headscale.tailnet.Node;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// The addresses that a set of sources stands for: those of nodes, and ranges that are written out.
///
/// Immutable and thread-safe. Its text and its key are made when first asked for; when two threads ask at once,
/// both make the same.
public final class SourceSet {
    /// Everything: `autogroup:danger-all`.
    static final SourceSet ANYTHING = new SourceSet(List.of(), List.of(), true);

    private final List<Node> nodes;
    private final List<AddressRange> ranges;
    private final boolean isAnything;
    private @Nullable Key key;
    private @Nullable List<String> text;

    private SourceSet(List<Node> nodes, List<AddressRange> ranges, boolean isAnything) {
        this.nodes = nodes;
        this.ranges = ranges;
        this.isAnything = isAnything;
    }

    static SourceSet of(Census census, BitSet members, Collection<AddressRange> ranges) {
        return of(members.stream().mapToObj(census::present).toList(), ranges);
    }

    /// The addresses of `nodes`, and `ranges`.
    public static SourceSet of(List<Node> nodes, Collection<AddressRange> ranges) {
        return new SourceSet(List.copyOf(nodes), ranges.stream().distinct().toList(), false);
    }

    /// This and the addresses of `more`, those aside that it holds already.
    SourceSet with(List<Node> more) {
        List<Node> others = more.stream()
                .filter(node -> !node.addresses().stream().allMatch(this::contains))
                .toList();
        if (others.isEmpty()) {
            return this;
        }
        List<Node> all = new ArrayList<>(nodes);
        all.addAll(others);
        return new SourceSet(List.copyOf(all), ranges, isAnything);
    }

    /// The ranges of `*`, and every subnet route.
    static List<AddressRange> everyone(Collection<Prefix> subnets) {
        return Stream.concat(
                        AddressRanges.TAILSCALE.ranges().stream(),
                        subnets.stream().map(AddressRange::of))
                .toList();
    }

    /// Whether there is no address.
    public boolean isEmpty() {
        return nodes.isEmpty() && ranges.isEmpty() && !isAnything;
    }

    /// The nodes whose addresses are in it, in order of ids.
    public List<Node> nodes() {
        return nodes;
    }

    /// Whether an address is in it.
    public boolean contains(IpAddress address) {
        return isAnything
                || ranges.stream().anyMatch(range -> range.contains(address))
                || nodes.stream().anyMatch(node -> node.addresses().contains(address));
    }

    /// Whether it shares an address with `range`.
    public boolean overlaps(AddressRange range) {
        return isAnything
                || ranges.stream().anyMatch(range::overlaps)
                || nodes.stream().flatMap(node -> node.addresses().stream()).anyMatch(range::contains);
    }

    /// What packet filters write for it: sorted as strings, without doubles; always the same list.
    public List<String> text() {
        List<String> made = text;
        if (made == null) {
            made = isAnything
                    ? List.of("*")
                    : Stream.concat(
                                    nodes.stream()
                                            .flatMap(node -> node.addresses().stream())
                                            .map(IpAddress::toString),
                                    ranges.stream().map(AddressRange::toString))
                            .sorted()
                            .distinct()
                            .toList();
            text = made;
        }
        return made;
    }

    /// Equal for sets of the same text.
    public Key key() {
        Key made = key;
        if (made == null) {
            made = isAnything ? new Key(-1, -1) : summed();
            key = made;
        }
        return made;
    }

    private Key summed() {
        long high = 0;
        long low = 0;
        for (Node node : nodes) {
            for (IpAddress address : node.addresses()) {
                high += mix(address.high(), address.low(), 1);
                low += mix(address.low(), address.high(), 2);
            }
        }
        Set<IpAddress> single = singleOfNodes();
        for (AddressRange range : ranges) {
            if (!single.contains(range.first()) || !range.first().equals(range.last())) {
                boolean isSingle = range.first().equals(range.last());
                high += mix(range.first().high(), range.first().low(), 1);
                low += mix(range.first().low(), range.first().high(), 2);
                high += isSingle ? 0 : mix(range.last().high(), range.last().low(), 3);
                low += isSingle ? 0 : mix(range.last().low(), range.last().high(), 4);
            }
        }
        return new Key(high, low);
    }

    /// Written-out single addresses that nodes have, too; they are not counted twice.
    private Set<IpAddress> singleOfNodes() {
        Set<IpAddress> single = new HashSet<>();
        for (AddressRange range : ranges) {
            if (range.first().equals(range.last())) {
                single.add(range.first());
            }
        }
        if (!single.isEmpty()) {
            List<IpAddress> all = new ArrayList<>();
            nodes.forEach(node -> all.addAll(node.addresses()));
            single.retainAll(new HashSet<>(all));
        }
        return single;
    }

    /// Spreads two words over one (the finisher of SplitMix64, twice).
    private static long mix(long a, long b, long salt) {
        long z = a * 0x9e3779b97f4a7c15L + salt;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) + b * 0x94d049bb133111ebL;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// 128 bits that stand for the text: the sum of hashes of its addresses, so that order does not matter.
    public record Key(long high, long low) {}
}
