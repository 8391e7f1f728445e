package net.headscale.wire.tailcfg.endpoint;

/// How a ping went that a [net.headscale.wire.tailcfg.PingRequest] asked for.
///
/// @param type as asked for
/// @param ip what was pinged
/// @param error empty if it went well
/// @param endpoint over which it went, unless by DERP
/// @param peerRelay `ip:port:vni:…` if it went over a peer relay
/// @param derpRegionId over which it went; 0 unless by DERP
/// @param isLocalIp what was pinged is the node itself
public record PingResponse(
        String type,
        String ip,
        String nodeIp,
        String nodeName,
        String error,
        double latencySeconds,
        String endpoint,
        String peerRelay,
        int derpRegionId,
        String derpRegionCode,
        int peerApiPort,
        boolean isLocalIp) {}
