package net.headscale.policy.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// Addresses from `first` to `last`, both included, of one family.
public record AddressRange(IpAddress first, IpAddress last) implements Comparable<AddressRange> {
    public AddressRange {
        if (first.isIpv6() != last.isIpv6() || first.compareTo(last) > 0) {
            throw new IllegalArgumentException("expected a range of addresses, found " + first + "-" + last);
        }
    }

    /// All of a prefix.
    public static AddressRange of(Prefix prefix) {
        return new AddressRange(prefix.first(), prefix.last());
    }

    /// Reads `100.64.0.0-100.115.91.255`.
    static AddressRange parse(String text) {
        int dash = text.indexOf('-');
        return new AddressRange(IpAddress.parse(text.substring(0, dash)), IpAddress.parse(text.substring(dash + 1)));
    }

    /// Whether `address` lies within.
    public boolean contains(IpAddress address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0 && address.isIpv6() == first.isIpv6();
    }

    /// Whether the two share an address.
    public boolean overlaps(AddressRange other) {
        return first.isIpv6() == other.first.isIpv6()
                && first.compareTo(other.last) <= 0
                && other.first.compareTo(last) <= 0;
    }

    /// Whether it shares an address with a prefix.
    public boolean overlaps(Prefix prefix) {
        return overlaps(of(prefix));
    }

    /// The prefix that is exactly this range, where there is one.
    public Optional<Prefix> asPrefix() {
        Prefix widest = widestFrom(first);
        return widest.last().equals(last) ? Optional.of(widest) : Optional.empty();
    }

    /// The fewest prefixes that make up this range, in order.
    public List<Prefix> prefixes() {
        List<Prefix> prefixes = new ArrayList<>();
        IpAddress from = first;
        while (true) {
            Prefix widest = widestFrom(from);
            prefixes.add(widest);
            if (widest.last().equals(last)) {
                return prefixes;
            }
            from = widest.last().plus(1);
        }
    }

    private Prefix widestFrom(IpAddress from) {
        int bits = from.bits();
        while (bits > 0
                && new Prefix(from, bits - 1).first().equals(from)
                && new Prefix(from, bits - 1).last().compareTo(last) <= 0) {
            bits--;
        }
        return new Prefix(from, bits);
    }

    @Override
    public int compareTo(AddressRange other) {
        int byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : last.compareTo(other.last);
    }

    /// As packet filters write it: an address, a prefix, or `first-last`.
    @Override
    public String toString() {
        if (first.equals(last)) {
            return first.toString();
        }
        return asPrefix().map(Prefix::toString).orElseGet(() -> first + "-" + last);
    }
}
