package net.headscale.wire.tailcfg;

import java.time.Instant;
import java.util.List;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.json.Rfc3339;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import org.jspecify.annotations.Nullable;

/// What changed of one peer. Components that are zero or `null` stay as they are.
///
/// Never for a peer that the viewer has not been told of: its client then forgets all patches of the message.
///
/// @param derpRegion the home region; cannot be set to 0
/// @param cap cannot be set to 0
/// @param capMap empty takes all capabilities away
/// @param endpoints empty takes all endpoints away
/// @param keySignature cannot be taken away
/// @param discoKey ignored with `online` false and a `lastSeen` that is not later than the one before
public record PeerChange(
        long nodeId,
        int derpRegion,
        int cap,
        @Nullable CapMap capMap,
        @Nullable List<Endpoint> endpoints,
        @Nullable NodeKey key,
        Bytes keySignature,
        @Nullable DiscoKey discoKey,
        @Nullable Boolean online,
        @Nullable Instant lastSeen,
        @Nullable Instant keyExpiry) {
    public PeerChange {
        endpoints = endpoints == null ? null : List.copyOf(endpoints);
    }

    /// A PeerChange in which nothing is set.
    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts with the components of this one.
    public Builder toBuilder() {
        return new Builder()
                .nodeId(nodeId)
                .derpRegion(derpRegion)
                .cap(cap)
                .capMap(capMap)
                .endpoints(endpoints)
                .key(key)
                .keySignature(keySignature)
                .discoKey(discoKey)
                .online(online)
                .lastSeen(lastSeen)
                .keyExpiry(keyExpiry);
    }

    /// The `keyExpiry` of a key that never expires: Go's zero time, which here is not the same as absent.
    public static final Instant NEVER = Rfc3339.ZERO;

    /// A change of `nodeId` in which nothing else is set.
    public static Builder of(long nodeId) {
        return new Builder().nodeId(nodeId);
    }

    /// Collects the components; each setter says what the component of the same name does.
    public static final class Builder {
        private long nodeId;
        private int derpRegion;
        private int cap;
        private @Nullable CapMap capMap;
        private @Nullable List<Endpoint> endpoints;
        private @Nullable NodeKey key;
        private Bytes keySignature = Bytes.none();
        private @Nullable DiscoKey discoKey;
        private @Nullable Boolean online;
        private @Nullable Instant lastSeen;
        private @Nullable Instant keyExpiry;

        private Builder() {}

        public Builder nodeId(long value) {
            nodeId = value;
            return this;
        }

        public Builder derpRegion(int value) {
            derpRegion = value;
            return this;
        }

        public Builder cap(int value) {
            cap = value;
            return this;
        }

        public Builder capMap(@Nullable CapMap value) {
            capMap = value;
            return this;
        }

        public Builder endpoints(@Nullable List<Endpoint> value) {
            endpoints = value;
            return this;
        }

        public Builder key(@Nullable NodeKey value) {
            key = value;
            return this;
        }

        public Builder keySignature(Bytes value) {
            keySignature = value;
            return this;
        }

        public Builder discoKey(@Nullable DiscoKey value) {
            discoKey = value;
            return this;
        }

        public Builder online(@Nullable Boolean value) {
            online = value;
            return this;
        }

        public Builder lastSeen(@Nullable Instant value) {
            lastSeen = value;
            return this;
        }

        public Builder keyExpiry(@Nullable Instant value) {
            keyExpiry = value;
            return this;
        }

        /// The finished PeerChange.
        public PeerChange build() {
            return new PeerChange(
                    nodeId,
                    derpRegion,
                    cap,
                    capMap,
                    endpoints,
                    key,
                    keySignature,
                    discoKey,
                    online,
                    lastSeen,
                    keyExpiry);
        }
    }
}
