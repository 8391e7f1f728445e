package net.headscale.wire.tailcfg;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One message of a map stream. The first has all the client needs; each later one says what changed.
///
/// Absent is *unchanged*. Where a component is `@Nullable`, empty says something else, given with it; where it is
/// not, empty and absent are the same. What is said holds for the rest of the stream, and for no other stream.
///
/// @param keepAlive all but `pingRequest`, `popBrowserUrl`, `clientVersion`, `controlTime` and `controlDialPlan` is
/// then ignored
/// @param node the viewer itself, replaced as a whole; the first message must have it
/// @param derpMap see there for its parts
/// @param peers all peers, in the order of their ids. Empty removes *nobody*: it is ignored
/// @param peersChanged new peers, and peers to be replaced as a whole
/// @param peerSeenChange true: seen just now; false: no longer known when
/// @param dnsConfig replaced as a whole
/// @param packetFilter the filter named `base`. Empty lets nobody in
/// @param packetFilters filters by name; a `null` value drops one, `null` under `*` first drops all. Empty changes
/// nothing
/// @param userProfiles merged by id
/// @param health empty is healthy
/// @param displayMessages by id; a `null` value drops one, `null` under `*` first drops all
public record MapResponse(
        boolean keepAlive,
        @Nullable PingRequest pingRequest,
        String popBrowserUrl,
        @Nullable Node node,
        @Nullable DerpMap derpMap,
        @Nullable List<Node> peers,
        List<Node> peersChanged,
        List<Long> peersRemoved,
        List<PeerChange> peersChangedPatch,
        Map<Long, Boolean> peerSeenChange,
        Map<Long, Boolean> onlineChange,
        @Nullable DnsConfig dnsConfig,
        String domain,
        @Nullable Boolean collectServices,
        @Nullable List<FilterRule> packetFilter,
        @Nullable Map<String, @Nullable List<FilterRule>> packetFilters,
        List<UserProfile> userProfiles,
        @Nullable List<String> health,
        @Nullable Map<String, @Nullable DisplayMessage> displayMessages,
        @Nullable SshPolicy sshPolicy,
        @Nullable Instant controlTime,
        @Nullable TkaInfo tkaInfo,
        String domainDataPlaneAuditLogId,
        @Nullable Debug debug,
        @Nullable ControlDialPlan controlDialPlan,
        @Nullable ClientVersion clientVersion,
        @Nullable Boolean defaultAutoUpdate) {
    public MapResponse {
        peers = peers == null ? null : List.copyOf(peers);
        peersChanged = List.copyOf(peersChanged);
        peersRemoved = List.copyOf(peersRemoved);
        peersChangedPatch = List.copyOf(peersChangedPatch);
        peerSeenChange = Map.copyOf(peerSeenChange);
        onlineChange = Map.copyOf(onlineChange);
        packetFilter = packetFilter == null ? null : List.copyOf(packetFilter);
        packetFilters = packetFilters == null ? null : NullableValues.copyOf(packetFilters);
        userProfiles = List.copyOf(userProfiles);
        health = health == null ? null : List.copyOf(health);
        displayMessages = displayMessages == null ? null : NullableValues.copyOf(displayMessages);
    }

    /// A MapResponse in which nothing is set.
    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts with the components of this one.
    public Builder toBuilder() {
        return new Builder()
                .keepAlive(keepAlive)
                .pingRequest(pingRequest)
                .popBrowserUrl(popBrowserUrl)
                .node(node)
                .derpMap(derpMap)
                .peers(peers)
                .peersChanged(peersChanged)
                .peersRemoved(peersRemoved)
                .peersChangedPatch(peersChangedPatch)
                .peerSeenChange(peerSeenChange)
                .onlineChange(onlineChange)
                .dnsConfig(dnsConfig)
                .domain(domain)
                .collectServices(collectServices)
                .packetFilter(packetFilter)
                .packetFilters(packetFilters)
                .userProfiles(userProfiles)
                .health(health)
                .displayMessages(displayMessages)
                .sshPolicy(sshPolicy)
                .controlTime(controlTime)
                .tkaInfo(tkaInfo)
                .domainDataPlaneAuditLogId(domainDataPlaneAuditLogId)
                .debug(debug)
                .controlDialPlan(controlDialPlan)
                .clientVersion(clientVersion)
                .defaultAutoUpdate(defaultAutoUpdate);
    }

    /// A message that only says that the server is still there.
    ///
    /// It carries the time, for the bare `{"KeepAlive":true}` sets a trap: clients take every later message of its
    /// compressed length for another keep-alive (tailscale `control/controlclient/map.go`, `decodeMsg`).
    public static MapResponse keepAlive(Instant controlTime) {
        return builder().keepAlive(true).controlTime(controlTime).build();
    }

    /// Collects the components; each setter says what the component of the same name does.
    public static final class Builder {
        private boolean keepAlive;
        private @Nullable PingRequest pingRequest;
        private String popBrowserUrl = "";
        private @Nullable Node node;
        private @Nullable DerpMap derpMap;
        private @Nullable List<Node> peers;
        private List<Node> peersChanged = List.of();
        private List<Long> peersRemoved = List.of();
        private List<PeerChange> peersChangedPatch = List.of();
        private Map<Long, Boolean> peerSeenChange = Map.of();
        private Map<Long, Boolean> onlineChange = Map.of();
        private @Nullable DnsConfig dnsConfig;
        private String domain = "";
        private @Nullable Boolean collectServices;
        private @Nullable List<FilterRule> packetFilter;
        private @Nullable Map<String, @Nullable List<FilterRule>> packetFilters;
        private List<UserProfile> userProfiles = List.of();
        private @Nullable List<String> health;
        private @Nullable Map<String, @Nullable DisplayMessage> displayMessages;
        private @Nullable SshPolicy sshPolicy;
        private @Nullable Instant controlTime;
        private @Nullable TkaInfo tkaInfo;
        private String domainDataPlaneAuditLogId = "";
        private @Nullable Debug debug;
        private @Nullable ControlDialPlan controlDialPlan;
        private @Nullable ClientVersion clientVersion;
        private @Nullable Boolean defaultAutoUpdate;

        private Builder() {}

        public Builder keepAlive(boolean value) {
            keepAlive = value;
            return this;
        }

        public Builder pingRequest(@Nullable PingRequest value) {
            pingRequest = value;
            return this;
        }

        public Builder popBrowserUrl(String value) {
            popBrowserUrl = value;
            return this;
        }

        public Builder node(@Nullable Node value) {
            node = value;
            return this;
        }

        public Builder derpMap(@Nullable DerpMap value) {
            derpMap = value;
            return this;
        }

        public Builder peers(@Nullable List<Node> value) {
            peers = value;
            return this;
        }

        public Builder peersChanged(List<Node> value) {
            peersChanged = value;
            return this;
        }

        public Builder peersRemoved(List<Long> value) {
            peersRemoved = value;
            return this;
        }

        public Builder peersChangedPatch(List<PeerChange> value) {
            peersChangedPatch = value;
            return this;
        }

        public Builder peerSeenChange(Map<Long, Boolean> value) {
            peerSeenChange = value;
            return this;
        }

        public Builder onlineChange(Map<Long, Boolean> value) {
            onlineChange = value;
            return this;
        }

        public Builder dnsConfig(@Nullable DnsConfig value) {
            dnsConfig = value;
            return this;
        }

        public Builder domain(String value) {
            domain = value;
            return this;
        }

        public Builder collectServices(@Nullable Boolean value) {
            collectServices = value;
            return this;
        }

        public Builder packetFilter(@Nullable List<FilterRule> value) {
            packetFilter = value;
            return this;
        }

        public Builder packetFilters(@Nullable Map<String, @Nullable List<FilterRule>> value) {
            packetFilters = value;
            return this;
        }

        public Builder userProfiles(List<UserProfile> value) {
            userProfiles = value;
            return this;
        }

        public Builder health(@Nullable List<String> value) {
            health = value;
            return this;
        }

        public Builder displayMessages(@Nullable Map<String, @Nullable DisplayMessage> value) {
            displayMessages = value;
            return this;
        }

        public Builder sshPolicy(@Nullable SshPolicy value) {
            sshPolicy = value;
            return this;
        }

        public Builder controlTime(@Nullable Instant value) {
            controlTime = value;
            return this;
        }

        public Builder tkaInfo(@Nullable TkaInfo value) {
            tkaInfo = value;
            return this;
        }

        public Builder domainDataPlaneAuditLogId(String value) {
            domainDataPlaneAuditLogId = value;
            return this;
        }

        public Builder debug(@Nullable Debug value) {
            debug = value;
            return this;
        }

        public Builder controlDialPlan(@Nullable ControlDialPlan value) {
            controlDialPlan = value;
            return this;
        }

        public Builder clientVersion(@Nullable ClientVersion value) {
            clientVersion = value;
            return this;
        }

        public Builder defaultAutoUpdate(@Nullable Boolean value) {
            defaultAutoUpdate = value;
            return this;
        }

        /// The finished MapResponse.
        public MapResponse build() {
            return new MapResponse(
                    keepAlive,
                    pingRequest,
                    popBrowserUrl,
                    node,
                    derpMap,
                    peers,
                    peersChanged,
                    peersRemoved,
                    peersChangedPatch,
                    peerSeenChange,
                    onlineChange,
                    dnsConfig,
                    domain,
                    collectServices,
                    packetFilter,
                    packetFilters,
                    userProfiles,
                    health,
                    displayMessages,
                    sshPolicy,
                    controlTime,
                    tkaInfo,
                    domainDataPlaneAuditLogId,
                    debug,
                    controlDialPlan,
                    clientVersion,
                    defaultAutoUpdate);
        }
    }
}
