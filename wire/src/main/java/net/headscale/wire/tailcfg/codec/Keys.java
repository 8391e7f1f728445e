package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;

/// Keys in JSON: strings of a prefix and 64 hex digits.
final class Keys {
    private Keys() {}

    static NodeKey node(JsonReader in) {
        return in.parsed("a node key", NodeKey::parse);
    }

    static MachineKey machine(JsonReader in) {
        return in.parsed("a machine key", MachineKey::parse);
    }

    static DiscoKey disco(JsonReader in) {
        return in.parsed("a disco key", DiscoKey::parse);
    }

    static NetworkLockKey networkLock(JsonReader in) {
        return in.parsed("a tailnet-lock key", NetworkLockKey::parse);
    }
}
