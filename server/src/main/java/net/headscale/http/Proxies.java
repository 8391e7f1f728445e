package net.headscale.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.MalformedAddress;
import net.headscale.wire.net.Prefix;

/// The proxies in front of a listener, whose word on where a request comes from counts; nobody else's does.
///
/// @param trusted where they connect from
public record Proxies(List<Prefix> trusted) {
    /// None: a request comes from where its connection comes from.
    public static final Proxies NONE = new Proxies(List.of());

    // what a proxy appends to comes first: the others a careless proxy passes on as its client wrote them
    private static final List<String> SINGLE = List.of("x-real-ip", "true-client-ip");

    public Proxies {
        trusted = List.copyOf(trusted);
    }

    /// Where a request comes from.
    ///
    /// @param peer where its connection comes from
    /// @param headers names in lower case
    IpAddress source(IpAddress peer, Map<String, List<String>> headers) {
        if (!isTrusted(peer)) {
            return peer;
        }
        List<String> forwarded = headers.getOrDefault("x-forwarded-for", List.of());
        if (!forwarded.isEmpty()) {
            return lastOutside(peer, String.join(",", forwarded).split(",", -1));
        }
        return SINGLE.stream()
                .flatMap(name -> headers.getOrDefault(name, List.of()).stream())
                .flatMap(text -> parse(text).stream())
                .findFirst()
                .orElse(peer);
    }

    /// The last hop that is none of the proxies: what stands before it anybody may have written.
    private IpAddress lastOutside(IpAddress peer, String... hops) {
        IpAddress known = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<IpAddress> hop = parse(hops[i]);
            if (hop.isEmpty()) {
                return known;
            }
            known = hop.get();
            if (!isTrusted(known)) {
                return known;
            }
        }
        return known;
    }

    private boolean isTrusted(IpAddress address) {
        return trusted.stream().anyMatch(prefix -> prefix.contains(address));
    }

    private static Optional<IpAddress> parse(String text) {
        try {
            return Optional.of(IpAddress.parse(text.strip()).unmapped());
        } catch (MalformedAddress e) {
            return Optional.empty();
        }
    }
}
