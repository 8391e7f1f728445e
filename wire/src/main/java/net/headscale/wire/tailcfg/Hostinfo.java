package net.headscale.wire.tailcfg;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// What a node says about the machine it runs on.
///
/// Members that are not components here (display strings, and whatever later clients add) are kept in `others` with
/// their values as they came, so that nothing is lost in storage. They must not reach other nodes: a client drops a
/// whole message for one member of the wrong type, so whatever another client may have put there could silence
/// every peer. See [#shownToPeers].
///
/// @param ipnVersion the client's version, `1.98.0-tabc…`
/// @param os `linux`, `windows`, `macOS`, `iOS`, `android` …
/// @param shieldsUp lets nobody in
/// @param shareeNode stands for a node shared in from another tailnet
/// @param wireIngress wants Funnel traffic by wire
/// @param ingressEnabled serves Funnel
/// @param allowsUpdate may be updated from afar
/// @param routableIps advertised routes, `0.0.0.0/0` and `::/0` for an exit node
/// @param requestTags tags the node asks for
/// @param services what it serves, `peerapi4` and `peerapi6` among them
/// @param netInfo `null` until measured
/// @param sshHostKeys not empty: Tailscale SSH is on
/// @param servicesHash its change means: ask the node for its services
/// @param exitNodeId the stable id of the exit node in use
/// @param others all other members in their order
public record Hostinfo(
        String ipnVersion,
        String backendLogId,
        String os,
        String osVersion,
        String distro,
        String app,
        String deviceModel,
        String hostname,
        boolean shieldsUp,
        boolean shareeNode,
        boolean wireIngress,
        boolean ingressEnabled,
        boolean allowsUpdate,
        List<Prefix> routableIps,
        List<String> requestTags,
        List<Service> services,
        @Nullable NetInfo netInfo,
        List<String> sshHostKeys,
        @Nullable Boolean userspace,
        @Nullable Boolean userspaceRouter,
        @Nullable Boolean appConnector,
        String servicesHash,
        boolean peerRelay,
        String exitNodeId,
        @Nullable Location location,
        @Nullable Boolean stateEncrypted,
        Map<String, RawJson> others) {
    /// Nothing said.
    public static final Hostinfo EMPTY = builder().build();

    public Hostinfo {
        routableIps = List.copyOf(routableIps);
        requestTags = List.copyOf(requestTags);
        services = List.copyOf(services);
        sshHostKeys = List.copyOf(sshHostKeys);
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /// A Hostinfo in which nothing is set.
    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts with the components of this one.
    public Builder toBuilder() {
        return new Builder()
                .ipnVersion(ipnVersion)
                .backendLogId(backendLogId)
                .os(os)
                .osVersion(osVersion)
                .distro(distro)
                .app(app)
                .deviceModel(deviceModel)
                .hostname(hostname)
                .shieldsUp(shieldsUp)
                .shareeNode(shareeNode)
                .wireIngress(wireIngress)
                .ingressEnabled(ingressEnabled)
                .allowsUpdate(allowsUpdate)
                .routableIps(routableIps)
                .requestTags(requestTags)
                .services(services)
                .netInfo(netInfo)
                .sshHostKeys(sshHostKeys)
                .userspace(userspace)
                .userspaceRouter(userspaceRouter)
                .appConnector(appConnector)
                .servicesHash(servicesHash)
                .peerRelay(peerRelay)
                .exitNodeId(exitNodeId)
                .location(location)
                .stateEncrypted(stateEncrypted)
                .others(others);
    }

    /// This with another [NetInfo]; the server keeps the stored one when a client sends none.
    public Hostinfo withNetInfo(@Nullable NetInfo newNetInfo) {
        return toBuilder().netInfo(newNetInfo).build();
    }

    /// What other nodes need of this for file sharing, exit nodes, SSH host keys, Funnel and peer relays; nothing
    /// that only a client has checked, and nothing that changes with every measurement.
    public Hostinfo shownToPeers() {
        return builder()
                .os(os)
                .hostname(hostname)
                .shareeNode(shareeNode)
                .ingressEnabled(ingressEnabled)
                .services(services)
                .sshHostKeys(sshHostKeys)
                .appConnector(appConnector)
                .peerRelay(peerRelay)
                .location(location)
                .build();
    }

    /// Something that listens on the node.
    ///
    /// @param proto `tcp`, `udp`, `peerapi4`, `peerapi6` or `peerapi-dns-proxy`
    public record Service(String proto, int port, String description) {}

    /// Where a node stands; only some exit nodes say.
    ///
    /// @param latitude degrees; 0 with longitude 0 is unknown
    /// @param priority which of several to prefer, higher first
    public record Location(
            String country,
            String countryCode,
            String city,
            String cityCode,
            double latitude,
            double longitude,
            int priority) {}

    /// Collects the components; each setter says what the component of the same name does.
    public static final class Builder {
        private String ipnVersion = "";
        private String backendLogId = "";
        private String os = "";
        private String osVersion = "";
        private String distro = "";
        private String app = "";
        private String deviceModel = "";
        private String hostname = "";
        private boolean shieldsUp;
        private boolean shareeNode;
        private boolean wireIngress;
        private boolean ingressEnabled;
        private boolean allowsUpdate;
        private List<Prefix> routableIps = List.of();
        private List<String> requestTags = List.of();
        private List<Service> services = List.of();
        private @Nullable NetInfo netInfo;
        private List<String> sshHostKeys = List.of();
        private @Nullable Boolean userspace;
        private @Nullable Boolean userspaceRouter;
        private @Nullable Boolean appConnector;
        private String servicesHash = "";
        private boolean peerRelay;
        private String exitNodeId = "";
        private @Nullable Location location;
        private @Nullable Boolean stateEncrypted;
        private Map<String, RawJson> others = Map.of();

        private Builder() {}

        public Builder ipnVersion(String value) {
            ipnVersion = value;
            return this;
        }

        public Builder backendLogId(String value) {
            backendLogId = value;
            return this;
        }

        public Builder os(String value) {
            os = value;
            return this;
        }

        public Builder osVersion(String value) {
            osVersion = value;
            return this;
        }

        public Builder distro(String value) {
            distro = value;
            return this;
        }

        public Builder app(String value) {
            app = value;
            return this;
        }

        public Builder deviceModel(String value) {
            deviceModel = value;
            return this;
        }

        public Builder hostname(String value) {
            hostname = value;
            return this;
        }

        public Builder shieldsUp(boolean value) {
            shieldsUp = value;
            return this;
        }

        public Builder shareeNode(boolean value) {
            shareeNode = value;
            return this;
        }

        public Builder wireIngress(boolean value) {
            wireIngress = value;
            return this;
        }

        public Builder ingressEnabled(boolean value) {
            ingressEnabled = value;
            return this;
        }

        public Builder allowsUpdate(boolean value) {
            allowsUpdate = value;
            return this;
        }

        public Builder routableIps(List<Prefix> value) {
            routableIps = value;
            return this;
        }

        public Builder requestTags(List<String> value) {
            requestTags = value;
            return this;
        }

        public Builder services(List<Service> value) {
            services = value;
            return this;
        }

        public Builder netInfo(@Nullable NetInfo value) {
            netInfo = value;
            return this;
        }

        public Builder sshHostKeys(List<String> value) {
            sshHostKeys = value;
            return this;
        }

        public Builder userspace(@Nullable Boolean value) {
            userspace = value;
            return this;
        }

        public Builder userspaceRouter(@Nullable Boolean value) {
            userspaceRouter = value;
            return this;
        }

        public Builder appConnector(@Nullable Boolean value) {
            appConnector = value;
            return this;
        }

        public Builder servicesHash(String value) {
            servicesHash = value;
            return this;
        }

        public Builder peerRelay(boolean value) {
            peerRelay = value;
            return this;
        }

        public Builder exitNodeId(String value) {
            exitNodeId = value;
            return this;
        }

        public Builder location(@Nullable Location value) {
            location = value;
            return this;
        }

        public Builder stateEncrypted(@Nullable Boolean value) {
            stateEncrypted = value;
            return this;
        }

        public Builder others(Map<String, RawJson> value) {
            others = value;
            return this;
        }

        /// The finished Hostinfo.
        public Hostinfo build() {
            return new Hostinfo(
                    ipnVersion,
                    backendLogId,
                    os,
                    osVersion,
                    distro,
                    app,
                    deviceModel,
                    hostname,
                    shieldsUp,
                    shareeNode,
                    wireIngress,
                    ingressEnabled,
                    allowsUpdate,
                    routableIps,
                    requestTags,
                    services,
                    netInfo,
                    sshHostKeys,
                    userspace,
                    userspaceRouter,
                    appConnector,
                    servicesHash,
                    peerRelay,
                    exitNodeId,
                    location,
                    stateEncrypted,
                    others);
        }
    }
}
