package net.headscale.wire.tailcfg;

import java.util.List;
import net.headscale.wire.net.IpAddress;

/// A DNS server to ask.
///
/// @param address `1.1.1.1`, `1.1.1.1:53`, `https://…/dns-query` of a known provider, or `http://100.x.y.z:port/…`
/// @param bootstrapResolution unused by clients
/// @param useWithExitNode asked even while an exit node is in use (capability version 125 on)
public record Resolver(String address, List<IpAddress> bootstrapResolution, boolean useWithExitNode) {
    public Resolver {
        bootstrapResolution = List.copyOf(bootstrapResolution);
    }

    /// The server at `address`.
    public static Resolver of(String address) {
        return new Resolver(address, List.of(), false);
    }
}
