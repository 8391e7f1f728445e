package net.headscale.tailnet;

import java.util.List;
import net.headscale.wire.net.Endpoint;

/// Where a node can be reached.
///
/// @param endpoints in the client's order
/// @param homeDerp its home DERP region; zero when unknown
public record Reach(List<Endpoint> endpoints, int homeDerp) {
    /// Nowhere yet.
    public static final Reach NOWHERE = new Reach(List.of(), 0);

    public Reach {
        endpoints = List.copyOf(endpoints);
    }
}
