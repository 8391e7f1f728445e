package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.key.NodeKey;

/// A node asks how to get a feature that its capabilities lack: `POST /machine/feature/query`.
///
/// @param feature `serve`, `funnel` or another
public record QueryFeatureRequest(String feature, NodeKey nodeKey) {}
