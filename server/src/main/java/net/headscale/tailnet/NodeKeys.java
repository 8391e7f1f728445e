package net.headscale.tailnet;

import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;

/// The public keys of a node.
///
/// @param machine proven by every connection of the node; kept for the life of the installation
/// @param node its WireGuard key; replaced at a new login
/// @param disco its discovery key; zero until the client told it
/// @param networkLock its tailnet-lock key; zero when never told
public record NodeKeys(MachineKey machine, NodeKey node, DiscoKey disco, NetworkLockKey networkLock) {
    /// These keys with another discovery key.
    public NodeKeys withDisco(DiscoKey newDisco) {
        return new NodeKeys(machine, node, newDisco, networkLock);
    }
}
