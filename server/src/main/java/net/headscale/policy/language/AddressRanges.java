package net.headscale.policy.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// A set of addresses as ranges: in order, apart from each other (ranges that touch are one).
public record AddressRanges(List<AddressRange> ranges) {
    /// No address.
    public static final AddressRanges NONE = new AddressRanges(List.of());

    /// What Tailscale clients call the internet: public addresses of both families.
    public static final AddressRanges INTERNET = new AddressRanges(Stream.of(
                    "0.0.0.0-9.255.255.255",
                    "11.0.0.0-100.63.255.255",
                    "100.128.0.0-169.253.255.255",
                    "169.255.0.0-172.15.255.255",
                    "172.32.0.0-192.167.255.255",
                    "192.169.0.0-255.255.255.255",
                    "2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
            .map(AddressRange::parse)
            .toList());

    /// What nodes have for addresses: the CGNAT block without the part that ChromeOS uses, and Tailscale's ULA block.
    public static final AddressRanges TAILSCALE = new AddressRanges(Stream.of(
                    "100.64.0.0-100.115.91.255",
                    "100.115.94.0-100.127.255.255",
                    "fd7a:115c:a1e0::-fd7a:115c:a1e0:ffff:ffff:ffff:ffff:ffff")
            .map(AddressRange::parse)
            .toList());

    public AddressRanges {
        ranges = List.copyOf(ranges);
    }

    /// All that is in some of `parts`.
    static AddressRanges union(Collection<AddressRange> parts) {
        List<AddressRange> joined = new ArrayList<>();
        for (AddressRange range : parts.stream().sorted().toList()) {
            AddressRange last = joined.isEmpty() ? null : joined.getLast();
            if (last == null || !touches(last, range)) {
                joined.add(range);
            } else if (last.last().compareTo(range.last()) < 0) {
                joined.set(joined.size() - 1, new AddressRange(last.first(), range.last()));
            }
        }
        return new AddressRanges(joined);
    }

    private static boolean touches(AddressRange left, AddressRange right) {
        return left.overlaps(right)
                || (left.first().isIpv6() == right.first().isIpv6()
                        && left.last().plus(1).equals(right.first()));
    }

    /// These and those.
    public AddressRanges plus(AddressRanges those) {
        List<AddressRange> both = new ArrayList<>(ranges);
        both.addAll(those.ranges);
        return union(both);
    }

    /// These without those.
    public AddressRanges minus(AddressRanges those) {
        List<AddressRange> rest = ranges;
        for (AddressRange hole : those.ranges) {
            rest = rest.stream().flatMap(range -> minus(range, hole)).toList();
        }
        return new AddressRanges(rest);
    }

    private static Stream<AddressRange> minus(AddressRange range, AddressRange hole) {
        if (!range.overlaps(hole)) {
            return Stream.of(range);
        }
        Stream.Builder<AddressRange> rest = Stream.builder();
        if (range.first().compareTo(hole.first()) < 0) {
            rest.add(new AddressRange(range.first(), hole.first().plus(-1)));
        }
        if (hole.last().compareTo(range.last()) < 0) {
            rest.add(new AddressRange(hole.last().plus(1), range.last()));
        }
        return rest.build();
    }

    /// Whether `address` is one of them.
    public boolean contains(IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /// Whether one of them is in `prefix`.
    public boolean overlaps(Prefix prefix) {
        AddressRange other = AddressRange.of(prefix);
        return ranges.stream().anyMatch(range -> range.overlaps(other));
    }
}
