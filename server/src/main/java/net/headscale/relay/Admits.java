package net.headscale.relay;

import net.headscale.wire.key.NodeKey;

/// Says who may use the relay.
@FunctionalInterface
public interface Admits {
    /// Whether the node that has proven this key may. Answered from memory; must not block.
    boolean node(NodeKey key);
}
