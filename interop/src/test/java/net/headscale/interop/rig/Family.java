package net.headscale.interop.rig;

/// The two kinds of addresses that every node has.
public enum Family {
    /// From 100.64.0.0/10.
    IPV4,
    /// From fd7a:115c:a1e0::/48.
    IPV6
}
