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

    /// This reach as it follows on `before`: a home region that was known is not forgotten, since clients cannot be
    /// told that it was (decision 0050).
    public Reach following(Reach before) {
        return homeDerp == 0 ? new Reach(endpoints, before.homeDerp) : this;
    }
}
