package net.headscale.address;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// A prefix that nodes get addresses from.
///
/// @param prefix such as 100.64.0.0/10
/// @param reserved parts of it that no node gets
public record AddressBlock(Prefix prefix, List<Prefix> reserved) {
    /// The IPv4 range of Tailscale clients, CGNAT's.
    public static final Prefix CGNAT = Prefix.parse("100.64.0.0/10");

    /// The IPv6 range of Tailscale clients.
    public static final Prefix ULA = Prefix.parse("fd7a:115c:a1e0::/48");

    /// 4via6 addresses stand for sites, not for nodes.
    public static final Prefix FOUR_VIA_SIX = Prefix.parse("fd7a:115c:a1e0:b1a::/64");

    private static final List<Prefix> NEVER_GIVEN = List.of(
            Prefix.parse("100.100.0.0/24"), // the service addresses, 100.100.100.100 among their kin
            Prefix.parse("100.100.100.0/24"), // MagicDNS itself
            Prefix.parse("100.115.92.0/23"), // ChromeOS containers (tailscale `net/tsaddr`)
            Prefix.parse("fd7a:115c:a1e0::53/128"), // MagicDNS over IPv6
            FOUR_VIA_SIX);

    public AddressBlock {
        prefix = prefix.masked();
        reserved = List.copyOf(reserved);
    }

    /// The block of a prefix, with the reserved ranges that fall into it.
    public static AddressBlock of(Prefix prefix) {
        return new AddressBlock(
                prefix, NEVER_GIVEN.stream().filter(prefix::overlaps).toList());
    }

    /// Whether a node may be given `address`.
    public boolean offers(IpAddress address) {
        return prefix.contains(address)
                && !address.equals(prefix.first())
                && !(prefix.bits() < 31 && !address.isIpv6() && address.equals(prefix.last()))
                && reserved.stream().noneMatch(range -> range.contains(address));
    }

    /// The first free address after `previous`, going around once; empty when none is free.
    ///
    /// @param previous the address given last, or the block's first
    /// @param isTaken whether somebody has an address
    public Optional<IpAddress> nextFree(IpAddress previous, Predicate<IpAddress> isTaken) {
        IpAddress candidate = prefix.contains(previous) ? previous : prefix.first();
        IpAddress start = candidate;
        do {
            candidate = following(candidate);
            if (offers(candidate) && !isTaken.test(candidate)) {
                return Optional.of(candidate);
            }
        } while (!candidate.equals(start));
        return Optional.empty();
    }

    /// The next address to look at: reserved ranges are stepped over whole.
    private IpAddress following(IpAddress address) {
        IpAddress next = address.equals(prefix.last()) ? prefix.first() : address.plus(1);
        for (Prefix range : reserved) {
            if (range.contains(next)) {
                return range.last().equals(prefix.last())
                        ? prefix.first()
                        : range.last().plus(1);
            }
        }
        return next;
    }
}
