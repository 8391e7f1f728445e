package net.headscale.wire.tailcfg;

import java.time.Instant;
import java.util.List;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// A node as clients are told about it: themselves or a peer.
///
/// @param id 1 to 2⁵³−1, never used again; the key of all changes
/// @param stableId never empty, never changes
/// @param name fully qualified, with the trailing dot; what follows the first label of the own name is the MagicDNS
/// suffix
/// @param user the owner's id, for tagged nodes too
/// @param sharer 0 if it is not shared in
/// @param keyExpiry `null` is never
/// @param keySignature tailnet lock
/// @param discoKey without it only plain WireGuard peers are usable
/// @param addresses its own `/32` and `/128`
/// @param allowedIps what may be routed to it; `null` means `addresses`, empty means nothing
/// @param homeDerp 0 is unknown: unreachable until it sends first
/// @param cap capability version; 0 is old
/// @param primaryRoutes subnet routes in `allowedIps` that it serves just now
/// @param lastSeen only while it is offline
/// @param online `null` is unknown; send it from the first message on
/// @param machineAuthorized a client does not run without it
/// @param unsignedPeerApiOnly exempt from tailnet lock but without network access
/// @param dataPlaneAuditLogId own node only
/// @param selfNodeV4MasqAddrForThisPeer what this peer knows us as
/// @param selfNodeV6MasqAddrForThisPeer what this peer knows us as
/// @param isWireGuardOnly needs endpoints
/// @param isJailed may not initiate to us
/// @param exitNodeDnsResolvers of exit nodes that are plain WireGuard peers
public record Node(
        long id,
        String stableId,
        String name,
        long user,
        long sharer,
        NodeKey key,
        @Nullable Instant keyExpiry,
        Bytes keySignature,
        MachineKey machine,
        DiscoKey discoKey,
        List<Prefix> addresses,
        @Nullable List<Prefix> allowedIps,
        List<Endpoint> endpoints,
        int homeDerp,
        @Nullable Hostinfo hostinfo,
        @Nullable Instant created,
        int cap,
        List<String> tags,
        List<Prefix> primaryRoutes,
        @Nullable Instant lastSeen,
        @Nullable Boolean online,
        boolean machineAuthorized,
        CapMap capMap,
        boolean unsignedPeerApiOnly,
        String dataPlaneAuditLogId,
        boolean expired,
        @Nullable IpAddress selfNodeV4MasqAddrForThisPeer,
        @Nullable IpAddress selfNodeV6MasqAddrForThisPeer,
        boolean isWireGuardOnly,
        boolean isJailed,
        List<Resolver> exitNodeDnsResolvers) {
    public Node {
        addresses = List.copyOf(addresses);
        allowedIps = allowedIps == null ? null : List.copyOf(allowedIps);
        endpoints = List.copyOf(endpoints);
        tags = List.copyOf(tags);
        primaryRoutes = List.copyOf(primaryRoutes);
        exitNodeDnsResolvers = List.copyOf(exitNodeDnsResolvers);
    }

    /// A Node in which nothing is set.
    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts with the components of this one.
    public Builder toBuilder() {
        return new Builder()
                .id(id)
                .stableId(stableId)
                .name(name)
                .user(user)
                .sharer(sharer)
                .key(key)
                .keyExpiry(keyExpiry)
                .keySignature(keySignature)
                .machine(machine)
                .discoKey(discoKey)
                .addresses(addresses)
                .allowedIps(allowedIps)
                .endpoints(endpoints)
                .homeDerp(homeDerp)
                .hostinfo(hostinfo)
                .created(created)
                .cap(cap)
                .tags(tags)
                .primaryRoutes(primaryRoutes)
                .lastSeen(lastSeen)
                .online(online)
                .machineAuthorized(machineAuthorized)
                .capMap(capMap)
                .unsignedPeerApiOnly(unsignedPeerApiOnly)
                .dataPlaneAuditLogId(dataPlaneAuditLogId)
                .expired(expired)
                .selfNodeV4MasqAddrForThisPeer(selfNodeV4MasqAddrForThisPeer)
                .selfNodeV6MasqAddrForThisPeer(selfNodeV6MasqAddrForThisPeer)
                .isWireGuardOnly(isWireGuardOnly)
                .isJailed(isJailed)
                .exitNodeDnsResolvers(exitNodeDnsResolvers);
    }

    /// Collects the components; each setter says what the component of the same name does.
    public static final class Builder {
        private long id;
        private String stableId = "";
        private String name = "";
        private long user;
        private long sharer;
        private NodeKey key = NodeKey.ZERO;
        private @Nullable Instant keyExpiry;
        private Bytes keySignature = Bytes.none();
        private MachineKey machine = MachineKey.ZERO;
        private DiscoKey discoKey = DiscoKey.ZERO;
        private List<Prefix> addresses = List.of();
        private @Nullable List<Prefix> allowedIps;
        private List<Endpoint> endpoints = List.of();
        private int homeDerp;
        private @Nullable Hostinfo hostinfo;
        private @Nullable Instant created;
        private int cap;
        private List<String> tags = List.of();
        private List<Prefix> primaryRoutes = List.of();
        private @Nullable Instant lastSeen;
        private @Nullable Boolean online;
        private boolean machineAuthorized;
        private CapMap capMap = CapMap.none();
        private boolean unsignedPeerApiOnly;
        private String dataPlaneAuditLogId = "";
        private boolean expired;
        private @Nullable IpAddress selfNodeV4MasqAddrForThisPeer;
        private @Nullable IpAddress selfNodeV6MasqAddrForThisPeer;
        private boolean isWireGuardOnly;
        private boolean isJailed;
        private List<Resolver> exitNodeDnsResolvers = List.of();

        private Builder() {}

        public Builder id(long value) {
            id = value;
            return this;
        }

        public Builder stableId(String value) {
            stableId = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder user(long value) {
            user = value;
            return this;
        }

        public Builder sharer(long value) {
            sharer = value;
            return this;
        }

        public Builder key(NodeKey value) {
            key = value;
            return this;
        }

        public Builder keyExpiry(@Nullable Instant value) {
            keyExpiry = value;
            return this;
        }

        public Builder keySignature(Bytes value) {
            keySignature = value;
            return this;
        }

        public Builder machine(MachineKey value) {
            machine = value;
            return this;
        }

        public Builder discoKey(DiscoKey value) {
            discoKey = value;
            return this;
        }

        public Builder addresses(List<Prefix> value) {
            addresses = value;
            return this;
        }

        public Builder allowedIps(@Nullable List<Prefix> value) {
            allowedIps = value;
            return this;
        }

        public Builder endpoints(List<Endpoint> value) {
            endpoints = value;
            return this;
        }

        public Builder homeDerp(int value) {
            homeDerp = value;
            return this;
        }

        public Builder hostinfo(@Nullable Hostinfo value) {
            hostinfo = value;
            return this;
        }

        public Builder created(@Nullable Instant value) {
            created = value;
            return this;
        }

        public Builder cap(int value) {
            cap = value;
            return this;
        }

        public Builder tags(List<String> value) {
            tags = value;
            return this;
        }

        public Builder primaryRoutes(List<Prefix> value) {
            primaryRoutes = value;
            return this;
        }

        public Builder lastSeen(@Nullable Instant value) {
            lastSeen = value;
            return this;
        }

        public Builder online(@Nullable Boolean value) {
            online = value;
            return this;
        }

        public Builder machineAuthorized(boolean value) {
            machineAuthorized = value;
            return this;
        }

        public Builder capMap(CapMap value) {
            capMap = value;
            return this;
        }

        public Builder unsignedPeerApiOnly(boolean value) {
            unsignedPeerApiOnly = value;
            return this;
        }

        public Builder dataPlaneAuditLogId(String value) {
            dataPlaneAuditLogId = value;
            return this;
        }

        public Builder expired(boolean value) {
            expired = value;
            return this;
        }

        public Builder selfNodeV4MasqAddrForThisPeer(@Nullable IpAddress value) {
            selfNodeV4MasqAddrForThisPeer = value;
            return this;
        }

        public Builder selfNodeV6MasqAddrForThisPeer(@Nullable IpAddress value) {
            selfNodeV6MasqAddrForThisPeer = value;
            return this;
        }

        public Builder isWireGuardOnly(boolean value) {
            isWireGuardOnly = value;
            return this;
        }

        public Builder isJailed(boolean value) {
            isJailed = value;
            return this;
        }

        public Builder exitNodeDnsResolvers(List<Resolver> value) {
            exitNodeDnsResolvers = value;
            return this;
        }

        /// The finished Node.
        public Node build() {
            return new Node(
                    id,
                    stableId,
                    name,
                    user,
                    sharer,
                    key,
                    keyExpiry,
                    keySignature,
                    machine,
                    discoKey,
                    addresses,
                    allowedIps,
                    endpoints,
                    homeDerp,
                    hostinfo,
                    created,
                    cap,
                    tags,
                    primaryRoutes,
                    lastSeen,
                    online,
                    machineAuthorized,
                    capMap,
                    unsignedPeerApiOnly,
                    dataPlaneAuditLogId,
                    expired,
                    selfNodeV4MasqAddrForThisPeer,
                    selfNodeV6MasqAddrForThisPeer,
                    isWireGuardOnly,
                    isJailed,
                    exitNodeDnsResolvers);
        }
    }
}
