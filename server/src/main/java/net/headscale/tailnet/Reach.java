package net.headscale.tailnet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;

/// Where a node can be reached.
///
/// @param endpoints in the client's order
/// @param homeDerp its home DERP region; zero when unknown
/// @param footing never stored: after a start, every node stands firm
public record Reach(List<Endpoint> endpoints, int homeDerp, Footing footing) {
    /// Nowhere yet.
    public static final Reach NOWHERE = new Reach(List.of(), 0);

    /// Peers that talk to a node that roams begin a new WireGuard session with it: one that cannot stay in one place
    /// would keep them at that, and so would one that names its addresses one by one as it measures them.
    private static final Duration LEAST_STAY = Duration.ofSeconds(5);

    public Reach {
        endpoints = List.copyOf(endpoints);
    }

    /// Of a node that stands firm.
    public Reach(List<Endpoint> endpoints, int homeDerp) {
        this(endpoints, homeDerp, new Footing.Firm(Instant.MIN));
    }

    /// Whether a node is still where its peers look for it (decision 0320).
    public sealed interface Footing {
        /// @param since when its peers were last told to look elsewhere
        record Firm(Instant since) implements Footing {}

        /// It was carried to another place a moment ago, and its peers are made to forget the way that they had.
        record Roaming() implements Footing {}
    }

    /// This reach as it follows on `before`: a home region that was known is not forgotten, since clients cannot be
    /// told that it was (decision 0050).
    public Reach following(Reach before) {
        return homeDerp == 0 ? new Reach(endpoints, before.homeDerp, footing) : this;
    }

    /// Whether a node has roamed that is seen from outside at this address now. It has not if it was known there:
    /// clients go on naming former addresses for 5 min (tailscale `wgengine/magicsock/endpoint_tracker.go`).
    public boolean isLeftFor(IpAddress outside, Instant now) {
        boolean isKnown = endpoints.stream().anyMatch(was -> was.address().equals(outside));
        return !endpoints.isEmpty()
                && !isKnown
                && footing instanceof Footing.Firm(Instant since)
                && !now.isBefore(since.plus(LEAST_STAY));
    }

    public boolean isRoaming() {
        return footing instanceof Footing.Roaming;
    }

    /// This reach, with nothing that peers are to forget.
    public Reach firmSince(Instant now) {
        return new Reach(endpoints, homeDerp, new Footing.Firm(now));
    }

    /// This reach with another's footing.
    public Reach on(Footing other) {
        return new Reach(endpoints, homeDerp, other);
    }
}
