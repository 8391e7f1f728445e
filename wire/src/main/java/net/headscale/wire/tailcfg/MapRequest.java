package net.headscale.wire.tailcfg;

import java.time.Instant;
import java.util.List;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import org.jspecify.annotations.Nullable;

/// A node asks for its map, or says what changed at its side: `POST /machine/map`.
///
/// With `stream` it asks; all else in it may then be older than what the node said before. With `omitPeers` and without
/// `stream` it says. No other combination comes from a client of today.
///
/// @param version the client's capability version
/// @param compress `zstd`; empty is uncompressed, which no client of today asks for
/// @param nodeKey must belong to the machine key of the connection
/// @param discoKey another at every start of the client
/// @param hardwareAttestationKey `hwattestpub:` and hex; not read further
/// @param mapSessionHandle to resume; clients of today never do
/// @param endpoints in the client's order; empty is none
/// @param endpointTypes parallel to `endpoints`: 1 local, 2 STUN, 3 port-mapped, 4 guessed, 5 configured
/// @param tkaHead the tailnet-lock update the node has got to; empty when it is off
public record MapRequest(
        int version,
        String compress,
        boolean keepAlive,
        NodeKey nodeKey,
        DiscoKey discoKey,
        String hardwareAttestationKey,
        Bytes hardwareAttestationKeySignature,
        @Nullable Instant hardwareAttestationKeySignatureTimestamp,
        boolean stream,
        @Nullable Hostinfo hostinfo,
        String mapSessionHandle,
        long mapSessionSeq,
        List<Endpoint> endpoints,
        List<Integer> endpointTypes,
        String tkaHead,
        boolean readOnly,
        boolean omitPeers,
        List<String> debugFlags) {
    public MapRequest {
        endpoints = List.copyOf(endpoints);
        endpointTypes = List.copyOf(endpointTypes);
        debugFlags = List.copyOf(debugFlags);
    }

    /// A MapRequest in which nothing is set.
    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts with the components of this one.
    public Builder toBuilder() {
        return new Builder()
                        .version(version)
                        .compress(compress)
                        .keepAlive(keepAlive)
                        .nodeKey(nodeKey)
                        .discoKey(discoKey)
                        .hardwareAttestationKey(hardwareAttestationKey)
                        .hardwareAttestationKeySignature(hardwareAttestationKeySignature)
                        .hardwareAttestationKeySignatureTimestamp(hardwareAttestationKeySignatureTimestamp)
                        .stream(stream)
                        .hostinfo(hostinfo)
                        .mapSessionHandle(mapSessionHandle)
                        .mapSessionSeq(mapSessionSeq)
                        .endpoints(endpoints)
                        .endpointTypes(endpointTypes)
                        .tkaHead(tkaHead)
                        .readOnly(readOnly)
                        .omitPeers(omitPeers)
                        .debugFlags(debugFlags);
    }

    /// Collects the components; each setter says what the component of the same name does.
    public static final class Builder {
        private int version;
        private String compress = "";
        private boolean keepAlive;
        private NodeKey nodeKey = NodeKey.ZERO;
        private DiscoKey discoKey = DiscoKey.ZERO;
        private String hardwareAttestationKey = "";
        private Bytes hardwareAttestationKeySignature = Bytes.none();
        private @Nullable Instant hardwareAttestationKeySignatureTimestamp;
        private boolean stream;
        private @Nullable Hostinfo hostinfo;
        private String mapSessionHandle = "";
        private long mapSessionSeq;
        private List<Endpoint> endpoints = List.of();
        private List<Integer> endpointTypes = List.of();
        private String tkaHead = "";
        private boolean readOnly;
        private boolean omitPeers;
        private List<String> debugFlags = List.of();

        private Builder() {}

        public Builder version(int value) {
            version = value;
            return this;
        }

        public Builder compress(String value) {
            compress = value;
            return this;
        }

        public Builder keepAlive(boolean value) {
            keepAlive = value;
            return this;
        }

        public Builder nodeKey(NodeKey value) {
            nodeKey = value;
            return this;
        }

        public Builder discoKey(DiscoKey value) {
            discoKey = value;
            return this;
        }

        public Builder hardwareAttestationKey(String value) {
            hardwareAttestationKey = value;
            return this;
        }

        public Builder hardwareAttestationKeySignature(Bytes value) {
            hardwareAttestationKeySignature = value;
            return this;
        }

        public Builder hardwareAttestationKeySignatureTimestamp(@Nullable Instant value) {
            hardwareAttestationKeySignatureTimestamp = value;
            return this;
        }

        public Builder stream(boolean value) {
            stream = value;
            return this;
        }

        public Builder hostinfo(@Nullable Hostinfo value) {
            hostinfo = value;
            return this;
        }

        public Builder mapSessionHandle(String value) {
            mapSessionHandle = value;
            return this;
        }

        public Builder mapSessionSeq(long value) {
            mapSessionSeq = value;
            return this;
        }

        public Builder endpoints(List<Endpoint> value) {
            endpoints = value;
            return this;
        }

        public Builder endpointTypes(List<Integer> value) {
            endpointTypes = value;
            return this;
        }

        public Builder tkaHead(String value) {
            tkaHead = value;
            return this;
        }

        public Builder readOnly(boolean value) {
            readOnly = value;
            return this;
        }

        public Builder omitPeers(boolean value) {
            omitPeers = value;
            return this;
        }

        public Builder debugFlags(List<String> value) {
            debugFlags = value;
            return this;
        }

        /// The finished MapRequest.
        public MapRequest build() {
            return new MapRequest(
                    version,
                    compress,
                    keepAlive,
                    nodeKey,
                    discoKey,
                    hardwareAttestationKey,
                    hardwareAttestationKeySignature,
                    hardwareAttestationKeySignatureTimestamp,
                    stream,
                    hostinfo,
                    mapSessionHandle,
                    mapSessionSeq,
                    endpoints,
                    endpointTypes,
                    tkaHead,
                    readOnly,
                    omitPeers,
                    debugFlags);
        }
    }
}
