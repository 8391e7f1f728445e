package net.headscale.wire.net;

/// An address and a length: Go's `netip.Prefix`. Host bits are kept as given until [#masked] drops them.
///
/// @param bits 0…32 or 0…128, by the family of `address`
public record Prefix(IpAddress address, int bits) implements Comparable<Prefix> {
    /// All of IPv4: half of an exit node.
    public static final Prefix ALL_IPV4 = parse("0.0.0.0/0");

    /// All of IPv6: the other half of an exit node.
    public static final Prefix ALL_IPV6 = parse("::/0");

    public Prefix {
        if (bits < 0 || bits > address.bits()) {
            throw new MalformedAddress("expected 0 to " + address.bits() + " bits, found " + bits);
        }
    }

    /// Reads `100.64.0.0/10`; the length is required.
    ///
    /// @throws MalformedAddress if the address or the length is missing or out of range
    public static Prefix parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new MalformedAddress("expected a prefix such as 10.0.0.0/8, found \"" + text + "\"");
        }
        return new Prefix(IpAddress.parse(text.substring(0, slash)), length(text, slash + 1));
    }

    /// The prefix of one address: `/32` or `/128`.
    public static Prefix of(IpAddress address) {
        return new Prefix(address, address.bits());
    }

    private static int length(String text, int start) {
        int digits = text.length() - start;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
            throw new MalformedAddress("expected a length in bits after the slash");
        }
        int length = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new MalformedAddress("expected a length in bits after the slash");
            }
            length = length * 10 + (c - '0');
        }
        return length;
    }

    /// This prefix without host bits.
    public Prefix masked() {
        IpAddress first = first();
        return first.equals(address) ? this : new Prefix(first, bits);
    }

    /// The lowest address within.
    public IpAddress first() {
        return address.isIpv6()
                ? new IpAddress(address.high() & mask(bits), address.low() & mask(bits - 64), true)
                : new IpAddress(0, address.low() & mask(bits + 32), false);
    }

    /// The highest address within.
    public IpAddress last() {
        return address.isIpv6()
                ? new IpAddress(address.high() | ~mask(bits), address.low() | ~mask(bits - 64), true)
                : new IpAddress(0, (address.low() | ~mask(bits + 32)) & 0xffff_ffffL, false);
    }

    /// Whether `other` lies within; never across families.
    public boolean contains(IpAddress other) {
        return other.isIpv6() == address.isIpv6()
                && new Prefix(other, bits).first().equals(first());
    }

    /// Whether all of `other` lies within.
    public boolean contains(Prefix other) {
        return other.bits >= bits && contains(other.address);
    }

    /// Whether the two share an address.
    public boolean overlaps(Prefix other) {
        return contains(other) || other.contains(this);
    }

    /// Whether this is all of a family: a default route.
    public boolean isDefaultRoute() {
        return bits == 0;
    }

    /// By family, address, then length.
    @Override
    public int compareTo(Prefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        return address + "/" + bits;
    }

    /// A 64-bit mask of the first `length` bits; all or none beyond the range.
    private static long mask(int length) {
        if (length <= 0) {
            return 0;
        }
        return length >= 64 ? -1L : -1L << (64 - length);
    }
}
