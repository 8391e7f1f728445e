package net.headscale.netmap;

import net.headscale.dns.DnsSettings;
import net.headscale.wire.tailcfg.DerpMap;

/// What the server adds to every tailnet: relays, DNS, and the features that its administrator switched on.
///
/// @param derpMap the relay regions
/// @param dns names and resolvers
/// @param features switches
public record Surroundings(DerpMap derpMap, DnsSettings dns, Features features) {
    /// With other relays.
    public Surroundings withDerpMap(DerpMap other) {
        return new Surroundings(other, dns, features);
    }

    /// With other names and resolvers.
    public Surroundings withDns(DnsSettings other) {
        return new Surroundings(derpMap, other, features);
    }

    /// With other switches.
    public Surroundings withFeatures(Features other) {
        return new Surroundings(derpMap, dns, other);
    }

    /// Switches that nodes feel.
    ///
    /// @param sendsFiles whether nodes may use Taildrop
    /// @param uploadsLogs whether clients may send their logs to the vendor
    /// @param updatesClients whether clients update themselves by default
    /// @param randomizesPort whether clients use a random UDP port
    public record Features(boolean sendsFiles, boolean uploadsLogs, boolean updatesClients, boolean randomizesPort) {
        /// Files, and nothing that leaves the network.
        public static final Features DEFAULT = new Features(true, false, false, false);
    }
}
