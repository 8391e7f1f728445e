package net.headscale.wire.net;

/// Text forms of addresses: strict dotted decimal, and IPv6 as RFC 4291 reads and RFC 5952 prints it.
///
/// Never asks a resolver: a host name is an error, as it is for Go's `netip.ParseAddr`.
final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    static IpAddress parse(String text) {
        if (text.length() > 64) {
            throw new MalformedAddress("expected an IP address, found a text of " + text.length() + " characters");
        }
        if (text.indexOf(':') < 0) {
            return new IpAddress(0, ipv4(text, text), false);
        }
        int zone = text.indexOf('%');
        if (zone == text.length() - 1) {
            throw malformed(text);
        }
        return ipv6(zone < 0 ? text : text.substring(0, zone));
    }

    private static long ipv4(String text, String whole) {
        long bits = 0;
        int fields = 0;
        int start = 0;
        while (start <= text.length()) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            bits = bits << 8 | octet(text, start, end, whole);
            fields++;
            start = end + 1;
        }
        if (fields != 4) {
            throw malformed(whole);
        }
        return bits;
    }

    private static int octet(String text, int start, int end, String whole) {
        int length = end - start;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
            throw malformed(whole);
        }
        int value = number(text, start, end, 10, whole);
        if (value > 255) {
            throw malformed(whole);
        }
        return value;
    }

    private static int number(String text, int start, int end, int radix, String whole) {
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw malformed(whole);
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static IpAddress ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            throw malformed(text);
        }
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            if (groups(text, groups, 0, text) != GROUPS) {
                throw malformed(text);
            }
            return of(groups);
        }
        int[] tail = new int[GROUPS];
        int before = groups(text.substring(0, gap), groups, 0, text);
        int after = groups(text.substring(gap + 2), tail, 0, text);
        if (before + after >= GROUPS) {
            throw malformed(text);
        }
        System.arraycopy(tail, 0, groups, GROUPS - after, after);
        return of(groups);
    }

    /// Fills in the groups of `part` and returns how many there were; the last may be dotted decimal and counts two.
    private static int groups(String part, int[] into, int count, String whole) {
        if (part.isEmpty()) {
            return 0;
        }
        int filled = count;
        int start = 0;
        while (start <= part.length()) {
            int colon = part.indexOf(':', start);
            int end = colon < 0 ? part.length() : colon;
            boolean dotted = colon < 0 && part.indexOf('.', start) >= 0;
            if (filled + (dotted ? 2 : 1) > GROUPS) {
                throw malformed(whole);
            }
            if (dotted) {
                long bits = ipv4(part.substring(start), whole);
                into[filled++] = (int) (bits >>> 16);
                into[filled++] = (int) (bits & 0xffff);
            } else {
                if (end - start < 1 || end - start > 4) {
                    throw malformed(whole);
                }
                into[filled++] = number(part, start, end, 16, whole);
            }
            start = end + 1;
        }
        return filled;
    }

    private static IpAddress of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new IpAddress(high, low, true);
    }

    static String format(IpAddress address) {
        return address.isIpv6() ? formatIpv6(address) : formatIpv4(address.low());
    }

    private static String formatIpv4(long bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    private static String formatIpv6(IpAddress address) {
        if (!address.unmapped().isIpv6()) {
            return "::ffff:" + formatIpv4(address.low() & 0xffff_ffffL);
        }
        int[] run = longestZeroRun(address);
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == run[0]) {
                text.append("::");
                i += run[1] - 1;
                continue;
            }
            if (i > 0 && i != run[0] + run[1]) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(address, i)));
        }
        return text.toString();
    }

    /// Start and length of the longest run of at least two zero groups, the first of equals; start -9 when there is
    /// none.
    private static int[] longestZeroRun(IpAddress address) {
        int bestStart = -9;
        int best = 1;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            length = group(address, i) == 0 ? length + 1 : 0;
            if (length > best) {
                best = length;
                bestStart = i - length + 1;
            }
        }
        return new int[] {bestStart, best};
    }

    private static int group(IpAddress address, int index) {
        long word = index < 4 ? address.high() : address.low();
        return (int) (word >>> (48 - 16 * (index & 3)) & 0xffff);
    }

    private static MalformedAddress malformed(String text) {
        return new MalformedAddress("expected an IP address, found \"" + text + "\"");
    }
}
