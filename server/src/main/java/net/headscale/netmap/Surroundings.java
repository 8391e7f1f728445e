package net.headscale.netmap;

import java.util.List;
import java.util.Objects;
import net.headscale.dns.DnsSettings;
import net.headscale.route.ServerAddresses;
import net.headscale.wire.tailcfg.ControlDialPlan;
import net.headscale.wire.tailcfg.DerpMap;
import org.jspecify.annotations.Nullable;

/// What the server adds to every tailnet: relays, DNS, the features that are switched on, and where it is.
///
/// @param derpMap the relay regions
/// @param dns names and resolvers
/// @param features switches
/// @param own where the server itself is
/// @param dialPlan how clients connect again; the same while the server runs, so that no difference tells of it
public record Surroundings(
        DerpMap derpMap, DnsSettings dns, Features features, ServerAddresses own, ControlDialPlan dialPlan) {
    private static final int KNOWS_FINGERPRINTS = 115; // v1.82, tailscale `tailcfg.CurrentCapabilityVersion`

    /// Those of a server that is nowhere.
    public Surroundings(DerpMap derpMap, DnsSettings dns, Features features) {
        this(derpMap, dns, features, ServerAddresses.NONE, new ControlDialPlan(List.of()));
    }

    /// The relays as a client of this version can use them.
    ///
    /// Older clients take the fingerprint of a certificate for a DNS name that it must be for. Without it they find
    /// the certificate wrong, unless its server is one not to be checked; they need the region in any case, since a
    /// client that knows no region never gets ready.
    DerpMap derpMapFor(int capabilityVersion) {
        return capabilityVersion >= KNOWS_FINGERPRINTS
                ? derpMap
                : derpMap.withNodes(node -> node.isPinned() ? node.withCertificate("", node.insecureForTests()) : node);
    }

    /// As a record's own, see `UserId`; what is the same object is not compared further.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Surroundings that
                && Objects.equals(derpMap, that.derpMap)
                && Objects.equals(dns, that.dns)
                && Objects.equals(features, that.features)
                && Objects.equals(own, that.own)
                && Objects.equals(dialPlan, that.dialPlan);
    }

    @Override
    public int hashCode() {
        return Objects.hash(derpMap, dns, features, own, dialPlan);
    }

    /// With other relays.
    public Surroundings withDerpMap(DerpMap other) {
        return new Surroundings(other, dns, features, own, dialPlan);
    }

    /// With other names and resolvers.
    public Surroundings withDns(DnsSettings other) {
        return new Surroundings(derpMap, other, features, own, dialPlan);
    }

    /// With other switches.
    public Surroundings withFeatures(Features other) {
        return new Surroundings(derpMap, dns, other, own, dialPlan);
    }

    /// With other addresses of the server.
    public Surroundings withOwn(ServerAddresses others) {
        return new Surroundings(derpMap, dns, features, others, dialPlan);
    }

    /// With another plan for clients that connect again.
    public Surroundings withDialPlan(ControlDialPlan other) {
        return new Surroundings(derpMap, dns, features, own, other);
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
