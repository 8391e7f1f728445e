package net.headscale.policy.corpus;

import java.util.ArrayList;
import java.util.List;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// The union of addresses, prefixes and ranges given as texts, as ranges that do not touch.
record AddressUnion(List<String> ranges) {
    static AddressUnion of(List<String> texts) {
        List<IpAddress[]> sorted = new ArrayList<>(texts.stream()
                .filter(text -> !text.equals("*"))
                .map(AddressUnion::range)
                .sorted((left, right) -> left[0].compareTo(right[0]))
                .toList());
        List<String> union = new ArrayList<>(texts.contains("*") ? List.of("*") : List.of());
        while (!sorted.isEmpty()) {
            IpAddress[] range = sorted.removeFirst();
            while (!sorted.isEmpty() && touches(range[1], sorted.getFirst()[0])) {
                IpAddress last = sorted.removeFirst()[1];
                range[1] = last.compareTo(range[1]) > 0 ? last : range[1];
            }
            union.add(range[0] + "-" + range[1]);
        }
        return new AddressUnion(union);
    }

    private static boolean touches(IpAddress last, IpAddress first) {
        return last.isIpv6() == first.isIpv6()
                && (first.compareTo(last) <= 0 || last.plus(1).equals(first));
    }

    private static IpAddress[] range(String text) {
        int dash = text.indexOf('-');
        if (dash > 0) {
            return new IpAddress[] {IpAddress.parse(text.substring(0, dash)), IpAddress.parse(text.substring(dash + 1))
            };
        }
        Prefix prefix = text.contains("/") ? Prefix.parse(text) : Prefix.of(IpAddress.parse(text));
        return new IpAddress[] {prefix.first(), prefix.last()};
    }
}
