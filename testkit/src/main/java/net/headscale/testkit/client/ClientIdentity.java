package net.headscale.testkit.client;

import java.util.random.RandomGenerator;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;

/// The keys that a client holds. Only the machine's secret half is kept: nothing here is sealed with the others.
///
/// @param machine kept for the life of an installation, over logouts too
/// @param nodeKey another after each login
/// @param discoKey another after each start of the client
/// @param networkLockKey kept with the profile
public record ClientIdentity(X25519Secret machine, NodeKey nodeKey, DiscoKey discoKey, NetworkLockKey networkLockKey) {
    /// The identity of a machine on which a client has never run.
    public static ClientIdentity generate(RandomGenerator random) {
        return new ClientIdentity(
                X25519Secret.generate(random),
                NodeKey.of(publicBytes(random)),
                DiscoKey.of(publicBytes(random)),
                NetworkLockKey.of(publicBytes(random)));
    }

    /// The public half of the machine's key, which the Noise handshake proves.
    public MachineKey machineKey() {
        return MachineKey.of(machine.publicBytes());
    }

    /// After a restart of the client: another disco key.
    public ClientIdentity restarted(RandomGenerator random) {
        return new ClientIdentity(machine, nodeKey, DiscoKey.of(publicBytes(random)), networkLockKey);
    }

    /// After another login on the same machine: another node key.
    public ClientIdentity rotated(RandomGenerator random) {
        return withNodeKey(NodeKey.of(publicBytes(random)));
    }

    /// With a node key of the caller's choice, such as somebody else's.
    public ClientIdentity withNodeKey(NodeKey other) {
        return new ClientIdentity(machine, other, discoKey, networkLockKey);
    }

    /// With a disco key of the caller's choice, such as somebody else's.
    public ClientIdentity withDiscoKey(DiscoKey other) {
        return new ClientIdentity(machine, nodeKey, other, networkLockKey);
    }

    private static byte[] publicBytes(RandomGenerator random) {
        try (X25519Secret secret = X25519Secret.generate(random)) {
            return secret.publicBytes();
        }
    }
}
