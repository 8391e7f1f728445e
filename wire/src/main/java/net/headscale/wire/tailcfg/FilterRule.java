package net.headscale.wire.tailcfg;

import java.util.List;
import net.headscale.wire.net.Prefix;

/// One rule of a node's packet filter: who may reach what within, or what they are granted there.
///
/// `SrcBits` and `Bits` of the wire format are not here: a client that meets one drops its whole filter.
///
/// @param sources `*`, an address, a prefix without host bits, a range `a-b`, or `cap:name`
/// @param destinations empty in rules that grant
/// @param protocols IP protocol numbers; empty means TCP, UDP and ICMP
/// @param grants empty in rules that let packets in
public record FilterRule(
        List<String> sources, List<PortsAt> destinations, List<Integer> protocols, List<CapGrant> grants) {
    public FilterRule {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
        protocols = List.copyOf(protocols);
        grants = List.copyOf(grants);
    }

    /// A rule that lets TCP, UDP and ICMP in.
    public static FilterRule allow(List<String> sources, List<PortsAt> destinations) {
        return new FilterRule(sources, destinations, List.of(), List.of());
    }

    /// A rule that grants.
    public static FilterRule grant(List<String> sources, List<CapGrant> grants) {
        return new FilterRule(sources, List.of(), List.of(), grants);
    }

    /// Ports of some addresses: tailscale's `NetPortRange`.
    ///
    /// @param addresses as in `sources`, but without `cap:`
    public record PortsAt(String addresses, PortRange ports) {}

    /// Ports from `first` to `last`, both included.
    public record PortRange(int first, int last) {
        /// All ports; ICMP ignores ports.
        public static final PortRange ALL = new PortRange(0, 65535);

        public PortRange {
            if (first < 0 || first > 65535 || last < 0 || last > 65535) {
                throw new IllegalArgumentException("expected ports from 0 to 65535, found " + first + "-" + last);
            }
        }
    }

    /// Capabilities that the sources have at some of this node's addresses.
    ///
    /// @param capabilities names without arguments, the older form
    public record CapGrant(List<Prefix> destinations, List<String> capabilities, CapMap capMap) {
        public CapGrant {
            destinations = List.copyOf(destinations);
            capabilities = List.copyOf(capabilities);
        }
    }
}
