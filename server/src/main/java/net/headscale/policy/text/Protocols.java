package net.headscale.policy.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.headscale.wire.tailcfg.FilterRule.PortRange;

/// IP protocols by name and number (IANA "Protocol Numbers").
final class Protocols {
    /// No protocol named: the client's default, that is TCP, UDP and ICMP.
    static final int ANY = -1;

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("icmp", 1),
            Map.entry("icmpv4", 1),
            Map.entry("igmp", 2),
            Map.entry("ipv4", 4),
            Map.entry("ip-in-ip", 4),
            Map.entry("tcp", 6),
            Map.entry("egp", 8),
            Map.entry("igp", 9),
            Map.entry("udp", 17),
            Map.entry("dccp", 33),
            Map.entry("gre", 47),
            Map.entry("esp", 50),
            Map.entry("ah", 51),
            Map.entry("ipv6-icmp", 58),
            Map.entry("icmpv6", 58),
            Map.entry("tsmp", 99),
            Map.entry("sctp", 132),
            Map.entry("fc", 133));

    private static final List<Integer> WITH_PORTS = List.of(ANY, 6, 17, 132);

    private Protocols() {}

    /// The number of a protocol given by name or number; [#ANY] for an empty text.
    ///
    /// @throws InvalidSelector if there is no such protocol
    static int parse(String text) {
        if (text.isEmpty()) {
            return ANY;
        }
        Integer named = NUMBERS.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        boolean isNumber = text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || (text.length() > 1 && text.startsWith("0")) || Integer.parseInt(text) > 255) {
            throw new InvalidSelector(
                    "proto name \"" + text
                            + "\" not known; use protocol number 0-255 or protocol name (icmp, tcp, udp, etc.)",
                    "");
        }
        return Integer.parseInt(text);
    }

    /// Whether a rule for `protocol` may name ports; only `*` may be said of the others.
    static boolean mayName(int protocol, List<PortRange> ports) {
        return WITH_PORTS.contains(protocol) || ports.equals(List.of(PortRange.ALL));
    }
}
