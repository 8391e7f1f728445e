package net.headscale.wire.tailcfg;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a node found out about the network it is in. `null` is *not known*.
///
/// A fresh client sends none until its first measurement; the server keeps the last one.
///
/// @param mappingVariesByDestIp the NAT gives each destination another port
/// @param preferredDerp the home region; 0 is unknown
/// @param linkType `wired`, `wifi`, `mobile` or empty
/// @param derpLatency seconds by `regionId-v4` and `regionId-v6`
public record NetInfo(
        @Nullable Boolean mappingVariesByDestIp,
        @Nullable Boolean workingIpv6,
        @Nullable Boolean osHasIpv6,
        @Nullable Boolean workingUdp,
        @Nullable Boolean workingIcmpv4,
        boolean havePortMap,
        @Nullable Boolean upnp,
        @Nullable Boolean pmp,
        @Nullable Boolean pcp,
        int preferredDerp,
        String linkType,
        Map<String, Double> derpLatency,
        String firewallMode) {
    public NetInfo {
        derpLatency = Collections.unmodifiableMap(new TreeMap<>(derpLatency));
    }

    /// A NetInfo in which nothing is set.
    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts with the components of this one.
    public Builder toBuilder() {
        return new Builder()
                .mappingVariesByDestIp(mappingVariesByDestIp)
                .workingIpv6(workingIpv6)
                .osHasIpv6(osHasIpv6)
                .workingUdp(workingUdp)
                .workingIcmpv4(workingIcmpv4)
                .havePortMap(havePortMap)
                .upnp(upnp)
                .pmp(pmp)
                .pcp(pcp)
                .preferredDerp(preferredDerp)
                .linkType(linkType)
                .derpLatency(derpLatency)
                .firewallMode(firewallMode);
    }

    /// Collects the components; each setter says what the component of the same name does.
    public static final class Builder {
        private @Nullable Boolean mappingVariesByDestIp;
        private @Nullable Boolean workingIpv6;
        private @Nullable Boolean osHasIpv6;
        private @Nullable Boolean workingUdp;
        private @Nullable Boolean workingIcmpv4;
        private boolean havePortMap;
        private @Nullable Boolean upnp;
        private @Nullable Boolean pmp;
        private @Nullable Boolean pcp;
        private int preferredDerp;
        private String linkType = "";
        private Map<String, Double> derpLatency = Map.of();
        private String firewallMode = "";

        private Builder() {}

        public Builder mappingVariesByDestIp(@Nullable Boolean value) {
            mappingVariesByDestIp = value;
            return this;
        }

        public Builder workingIpv6(@Nullable Boolean value) {
            workingIpv6 = value;
            return this;
        }

        public Builder osHasIpv6(@Nullable Boolean value) {
            osHasIpv6 = value;
            return this;
        }

        public Builder workingUdp(@Nullable Boolean value) {
            workingUdp = value;
            return this;
        }

        public Builder workingIcmpv4(@Nullable Boolean value) {
            workingIcmpv4 = value;
            return this;
        }

        public Builder havePortMap(boolean value) {
            havePortMap = value;
            return this;
        }

        public Builder upnp(@Nullable Boolean value) {
            upnp = value;
            return this;
        }

        public Builder pmp(@Nullable Boolean value) {
            pmp = value;
            return this;
        }

        public Builder pcp(@Nullable Boolean value) {
            pcp = value;
            return this;
        }

        public Builder preferredDerp(int value) {
            preferredDerp = value;
            return this;
        }

        public Builder linkType(String value) {
            linkType = value;
            return this;
        }

        public Builder derpLatency(Map<String, Double> value) {
            derpLatency = value;
            return this;
        }

        public Builder firewallMode(String value) {
            firewallMode = value;
            return this;
        }

        /// The finished NetInfo.
        public NetInfo build() {
            return new NetInfo(
                    mappingVariesByDestIp,
                    workingIpv6,
                    osHasIpv6,
                    workingUdp,
                    workingIcmpv4,
                    havePortMap,
                    upnp,
                    pmp,
                    pcp,
                    preferredDerp,
                    linkType,
                    derpLatency,
                    firewallMode);
        }
    }
}
