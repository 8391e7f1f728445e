package net.headscale.netmap;

import net.headscale.tailnet.NodeId;

/// The node that a map is for.
///
/// @param node its id
/// @param capabilityVersion its client's protocol version in this map request; decides what it may be sent
public record Viewer(NodeId node, int capabilityVersion) {}
