package net.headscale.wire.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// An IPv4 or IPv6 address: 128 bits and a family. Zones are not kept. Ordered IPv4 first, then by value.
///
/// @param high the upper 64 bits; zero for IPv4
/// @param low the lower 64 bits; for IPv4 the address in the lowest 32
/// @param isIpv6 the family; an IPv4-mapped IPv6 address stays IPv6 unless [#unmapped] is asked for
public record IpAddress(long high, long low, boolean isIpv6) implements Comparable<IpAddress> {
    private static final long MAPPED = 0xffffL << 32;

    public IpAddress {
        if (!isIpv6 && (high != 0 || low >>> 32 != 0)) {
            throw new MalformedAddress("expected 32 bits for an IPv4 address");
        }
    }

    /// The IPv4 address of these 32 bits.
    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, Integer.toUnsignedLong(bits), false);
    }

    /// The address of 4 or 16 bytes in network order.
    ///
    /// @throws MalformedAddress for any other length
    public static IpAddress of(byte[] bytes) {
        if (bytes.length == 4) {
            return new IpAddress(0, word(bytes, 0, 4), false);
        }
        if (bytes.length == 16) {
            return new IpAddress(word(bytes, 0, 8), word(bytes, 8, 8), true);
        }
        throw new MalformedAddress("expected 4 or 16 bytes, found " + bytes.length);
    }

    /// The address of a socket.
    public static IpAddress from(InetAddress address) {
        return of(address.getAddress());
    }

    /// Reads `a.b.c.d` or an IPv6 text form, with or without a zone (which is dropped).
    ///
    /// @throws MalformedAddress if it is neither
    public static IpAddress parse(String text) {
        return IpText.parse(text);
    }

    /// 32 or 128.
    public int bits() {
        return isIpv6 ? 128 : 32;
    }

    /// The bytes in network order: 4 or 16.
    public byte[] bytes() {
        byte[] bytes = new byte[bits() / 8];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) ((fromEnd < 8 ? low : high) >>> (8 * (fromEnd & 7)));
        }
        return bytes;
    }

    /// This address, or the IPv4 address within when it is an IPv4-mapped IPv6 address.
    public IpAddress unmapped() {
        return isIpv6 && high == 0 && (low & 0xffff_ffff_0000_0000L) == MAPPED
                ? new IpAddress(0, low & 0xffff_ffffL, false)
                : this;
    }

    /// The address that is `distance` further on; wraps within its family.
    public IpAddress plus(long distance) {
        if (!isIpv6) {
            return new IpAddress(0, (low + distance) & 0xffff_ffffL, false);
        }
        long sum = low + distance;
        long carry = distance >= 0 && Long.compareUnsigned(sum, low) < 0
                ? 1
                : distance < 0 && Long.compareUnsigned(sum, low) > 0 ? -1 : 0;
        return new IpAddress(high + carry, sum, true);
    }

    public boolean isUnspecified() {
        return (high | low) == 0;
    }

    public boolean isLoopback() {
        return isIpv6 ? high == 0 && low == 1 : low >>> 24 == 127;
    }

    public boolean isMulticast() {
        return isIpv6 ? high >>> 56 == 0xff : low >>> 28 == 0xe;
    }

    public boolean isLinkLocal() {
        return isIpv6 ? high >>> 54 == 0x3fa : low >>> 16 == 0xa9fe;
    }

    /// This address as one of the JDK's.
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes());
        } catch (UnknownHostException impossible) {
            throw new AssertionError("an address has 4 or 16 bytes", impossible);
        }
    }

    @Override
    public int compareTo(IpAddress other) {
        if (isIpv6 != other.isIpv6) {
            return isIpv6 ? 1 : -1;
        }
        int upper = Long.compareUnsigned(high, other.high);
        return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
    }

    /// As a record's own, which the JVM would link at run time: that took a twelfth of the server's start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && high == that.high && low == that.low && isIpv6 == that.isIpv6;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(high) + Long.hashCode(low)) + Boolean.hashCode(isIpv6);
    }

    /// The text form of Go's `netip.Addr`: RFC 5952 for IPv6.
    @Override
    public String toString() {
        return IpText.format(this);
    }

    private static long word(byte[] bytes, int from, int count) {
        long word = 0;
        for (int i = from; i < from + count; i++) {
            word = word << 8 | (bytes[i] & 0xff);
        }
        return word;
    }
}
