package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.key.NodeKey;

/// A node asks for an identity token: `POST /machine/id-token`.
///
/// @param audience whom the token is to be shown to
public record TokenRequest(int capVersion, NodeKey nodeKey, String audience) {}
