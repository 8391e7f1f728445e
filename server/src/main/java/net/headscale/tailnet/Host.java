package net.headscale.tailnet;

import net.headscale.wire.tailcfg.Hostinfo;

/// What a node's client last said of itself.
///
/// @param capabilityVersion the client's protocol version, such as 142; zero when it never asked for a map
/// @param hostinfo its Hostinfo, verbatim
public record Host(int capabilityVersion, Hostinfo hostinfo) {
    /// Nothing said.
    public static final Host UNKNOWN = new Host(0, Hostinfo.EMPTY);
}
