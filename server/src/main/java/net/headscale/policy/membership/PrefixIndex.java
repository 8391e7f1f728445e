package net.headscale.policy.membership;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// Finds the prefixes of a policy that hold an address, or share one with a prefix, by their lengths: a policy uses few
/// lengths, however many prefixes it names.
final class PrefixIndex {
    private final Map<Prefix, BitSet> numbers = new HashMap<>();
    private final TreeMap<Prefix, BitSet> ordered = new TreeMap<>();
    private final BitSet lengths4 = new BitSet();
    private final BitSet lengths6 = new BitSet();

    void add(Prefix prefix, int number) {
        Prefix masked = prefix.masked();
        numbers.computeIfAbsent(masked, _ -> new BitSet()).set(number);
        ordered.put(masked, numbers.get(masked));
        lengths(masked.address()).set(masked.bits());
    }

    private BitSet lengths(IpAddress address) {
        return address.isIpv6() ? lengths6 : lengths4;
    }

    /// Adds to `found` the numbers of prefixes that hold `address`.
    void holding(IpAddress address, BitSet found) {
        within(address, address.bits(), found);
    }

    /// Adds to `found` the numbers of prefixes that share an address with `prefix`.
    void overlapping(Prefix prefix, BitSet found) {
        within(prefix.address(), prefix.bits(), found);
        Prefix from = new Prefix(prefix.first(), 0);
        Prefix to = Prefix.of(prefix.last());
        for (Map.Entry<Prefix, BitSet> entry :
                ordered.subMap(from, true, to, true).entrySet()) {
            if (prefix.contains(entry.getKey())) {
                found.or(entry.getValue());
            }
        }
    }

    private void within(IpAddress address, int longest, BitSet found) {
        BitSet lengths = lengths(address);
        for (int length = lengths.nextSetBit(0);
                length >= 0 && length <= longest;
                length = lengths.nextSetBit(length + 1)) {
            BitSet here = numbers.get(new Prefix(address, length).masked());
            if (here != null) {
                found.or(here);
            }
        }
    }
}
