package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import org.jspecify.annotations.Nullable;

/// A derper asks whether a client may use it.
///
/// @param source the client's address; `null` if the derper does not know it
public record DerpAdmitClientRequest(
        NodeKey nodePublic, @Nullable IpAddress source) {}
