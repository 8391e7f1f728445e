package net.headscale.wire.tailcfg.endpoint;

/// Whether a client may use the derper that asked.
public record DerpAdmitClientResponse(boolean allow) {}
