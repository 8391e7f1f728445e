package net.headscale.config;

import net.headscale.config.key.Reading;
import net.headscale.wire.net.Prefix;

/// Where the addresses of nodes come from.
///
/// @param v4 none, or one of IPv4
/// @param v6 none, or one of IPv6
/// @param allocation which free address is next
public record Prefixes(Block v4, Block v6, Allocation allocation) {
    private static final Prefix CGNAT = Prefix.parse("100.64.0.0/10"); // RFC 6598; what clients route
    private static final Prefix ULA = Prefix.parse("fd7a:115c:a1e0::/48"); // Tailscale's

    /// Which free address is next.
    public enum Allocation {
        SEQUENTIAL,
        RANDOM
    }

    /// The addresses of a family.
    public sealed interface Block {
        /// Nodes get none of this family.
        record None() implements Block {}

        /// Nodes get one of these.
        record Of(Prefix prefix) implements Block {}
    }

    static Prefixes read(Reading reading) {
        boolean isSet = reading.isSet("prefixes.v4") || reading.isSet("prefixes.v6");
        Block v4 = readBlock(reading, "prefixes.v4", isSet ? new Block.None() : new Block.Of(CGNAT));
        Block v6 = readBlock(reading, "prefixes.v6", isSet ? new Block.None() : new Block.Of(ULA));
        if (v4 instanceof Block.None && v6 instanceof Block.None) {
            reading.reject("prefixes.v4", "is empty, and prefixes.v6 too", "set one of them, such as 100.64.0.0/10");
        }
        return new Prefixes(v4, v6, reading.choice("prefixes.allocation", Allocation.SEQUENTIAL, Allocation.class));
    }

    private static Block readBlock(Reading reading, String key, Block byDefault) {
        boolean isV6 = key.endsWith("6");
        Block block = reading.read(key, byDefault, text -> text.isEmpty() ? new Block.None() : block(text, isV6));
        Prefix usual = isV6 ? ULA : CGNAT;
        if (block instanceof Block.Of(Prefix prefix) && !usual.contains(prefix)) {
            reading.warn(key, "lies outside " + usual, "clients may not route it; parts of it may break");
        }
        return block;
    }

    private static Block block(String text, boolean isV6) {
        Prefix prefix = Prefix.parse(text).masked();
        if (prefix.address().isIpv6() != isV6) {
            throw new IllegalArgumentException("expected a prefix of IPv" + (isV6 ? 6 : 4) + ", found " + text);
        }
        return new Block.Of(prefix);
    }
}
