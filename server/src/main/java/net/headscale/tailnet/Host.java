package net.headscale.tailnet;

import net.headscale.wire.tailcfg.Hostinfo;

/// What a node's client last said of itself.
///
/// @param capabilityVersion the client's protocol version, such as 142; zero when it never asked for a map
/// @param hostinfo its Hostinfo, verbatim
public record Host(int capabilityVersion, Hostinfo hostinfo) {
    /// Nothing said.
    public static final Host UNKNOWN = new Host(0, Hostinfo.EMPTY);

    private static final int FIRST_THAT_JAILS = 94;

    /// Whether its client keeps a peer from connecting that may not (`IsJailed`). Older ones are shown no node that is
    /// shared with their tailnet.
    public boolean jailsPeers() {
        return capabilityVersion >= FIRST_THAT_JAILS;
    }
}
