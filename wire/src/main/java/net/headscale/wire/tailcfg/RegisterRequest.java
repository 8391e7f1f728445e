package net.headscale.wire.tailcfg;

import java.time.Instant;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;

/// A node asks to join, to stay, to change its key or to leave: `POST /machine/register`.
///
/// @param version the client's capability version
/// @param nodeKey the key to be, or to stay, registered
/// @param oldNodeKey [NodeKey#ZERO] or the key before; stays set after a finished rotation
/// @param authKey the preauth key; empty without one. A secret
/// @param expiry a wish for the key's lifetime, in the past a logout; `null` is no wish
/// @param followup the authorisation URL whose outcome the client waits for; empty otherwise
/// @param hostinfo `null` from no real client
/// @param nodeKeySignature tailnet lock's signature of `nodeKey`
/// @param signatureType with `timestamp`, `deviceCert` and `signature`: signed with a device certificate
/// @param tailnet the tailnet an administrator's policy asks for; `required:` before it refuses others
public record RegisterRequest(
        int version,
        NodeKey nodeKey,
        NodeKey oldNodeKey,
        NetworkLockKey networkLockKey,
        String authKey,
        @Nullable Instant expiry,
        String followup,
        @Nullable Hostinfo hostinfo,
        boolean ephemeral,
        Bytes nodeKeySignature,
        String signatureType,
        @Nullable Instant timestamp,
        Bytes deviceCert,
        Bytes signature,
        String tailnet) {
    /// A request in which nothing is set.
    public static Builder builder() {
        return new Builder();
    }

    /// Without the preauth key.
    @Override
    public String toString() {
        return "RegisterRequest[version=" + version + ", nodeKey=" + nodeKey + ", oldNodeKey=" + oldNodeKey
                + ", expiry=" + expiry + ", ephemeral=" + ephemeral + ", tailnet=" + tailnet + "]";
    }

    /// Collects the components of a request.
    public static final class Builder {
        private int version;
        private NodeKey nodeKey = NodeKey.ZERO;
        private NodeKey oldNodeKey = NodeKey.ZERO;
        private NetworkLockKey networkLockKey = NetworkLockKey.ZERO;
        private String authKey = "";
        private @Nullable Instant expiry;
        private String followup = "";
        private @Nullable Hostinfo hostinfo;
        private boolean ephemeral;
        private Bytes nodeKeySignature = Bytes.none();
        private String signatureType = "";
        private @Nullable Instant timestamp;
        private Bytes deviceCert = Bytes.none();
        private Bytes signature = Bytes.none();
        private String tailnet = "";

        private Builder() {}

        public Builder version(int value) {
            version = value;
            return this;
        }

        public Builder nodeKey(NodeKey value) {
            nodeKey = value;
            return this;
        }

        public Builder oldNodeKey(NodeKey value) {
            oldNodeKey = value;
            return this;
        }

        public Builder networkLockKey(NetworkLockKey value) {
            networkLockKey = value;
            return this;
        }

        public Builder authKey(String value) {
            authKey = value;
            return this;
        }

        public Builder expiry(@Nullable Instant value) {
            expiry = value;
            return this;
        }

        public Builder followup(String value) {
            followup = value;
            return this;
        }

        public Builder hostinfo(@Nullable Hostinfo value) {
            hostinfo = value;
            return this;
        }

        public Builder ephemeral(boolean value) {
            ephemeral = value;
            return this;
        }

        public Builder nodeKeySignature(Bytes value) {
            nodeKeySignature = value;
            return this;
        }

        public Builder signatureType(String value) {
            signatureType = value;
            return this;
        }

        public Builder timestamp(@Nullable Instant value) {
            timestamp = value;
            return this;
        }

        public Builder deviceCert(Bytes value) {
            deviceCert = value;
            return this;
        }

        public Builder signature(Bytes value) {
            signature = value;
            return this;
        }

        public Builder tailnet(String value) {
            tailnet = value;
            return this;
        }

        /// The request.
        public RegisterRequest build() {
            return new RegisterRequest(
                    version,
                    nodeKey,
                    oldNodeKey,
                    networkLockKey,
                    authKey,
                    expiry,
                    followup,
                    hostinfo,
                    ephemeral,
                    nodeKeySignature,
                    signatureType,
                    timestamp,
                    deviceCert,
                    signature,
                    tailnet);
        }
    }
}
