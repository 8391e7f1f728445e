package net.headscale.policy.text;

import java.util.ArrayList;
import java.util.List;
import net.headscale.wire.tailcfg.FilterRule.PortRange;

/// Reads port lists: `*`, `80`, `80,443`, `8000-8100`.
final class Ports {
    private static final int MOST = 65_535;

    private Ports() {}

    /// @throws InvalidSelector with the hosted service's text
    static List<PortRange> parse(String text) {
        if (text.equals("*")) {
            return List.of(PortRange.ALL);
        }
        List<PortRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            ranges.add(range(text, part));
        }
        return ranges;
    }

    private static PortRange range(String text, String part) {
        int dash = part.indexOf('-');
        if (dash < 0) {
            int port = port(text, part);
            if (port == 0) {
                throw invalid(text, "first port must be >0, or use '*' for wildcard");
            }
            return new PortRange(port, port);
        }
        if (dash == 0 || dash == part.length() - 1 || part.indexOf('-', dash + 1) >= 0) {
            throw invalid(text, "invalid port range format");
        }
        int first = port(text, part.substring(0, dash));
        int last = port(text, part.substring(dash + 1));
        if (first > last) {
            throw invalid(text, "invalid port range: first port is greater than last port");
        }
        return new PortRange(first, last);
    }

    private static int port(String text, String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid(text, "invalid first integer");
        }
        if (digits.length() > 9 || Integer.parseInt(digits) > MOST) {
            throw invalid(text, "port number out of range");
        }
        return Integer.parseInt(digits);
    }

    private static InvalidSelector invalid(String text, String why) {
        return new InvalidSelector(
                "port range \"" + text + "\": " + why, "ports are *, 80, 80,443 or 8000-8100, each from 1 to 65535");
    }
}
