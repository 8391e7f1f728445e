package net.headscale.wire.tailcfg;

import net.headscale.wire.json.Bytes;
import net.headscale.wire.net.IpAddress;
import org.jspecify.annotations.Nullable;

/// A question to a node, answered by a request of its own to `url`.
///
/// @param url unique per request: a client ignores one that equals the last
/// @param urlIsNoise the answer comes within the Noise connection, not over the outer TLS
/// @param types empty: `HEAD url` only; `c2n`: carry out the HTTP request in `payload`; else a list of
///     `disco`, `TSMP`, `ICMP`, `peerapi` pings of `ip`
public record PingRequest(
        String url,
        boolean urlIsNoise,
        boolean log,
        String types,
        @Nullable IpAddress ip,
        Bytes payload) {
    /// An HTTP request for the node to carry out; its answer comes as `POST url` over Noise.
    public static PingRequest c2n(String url, Bytes httpRequest) {
        return new PingRequest(url, false, false, "c2n", null, httpRequest);
    }
}
