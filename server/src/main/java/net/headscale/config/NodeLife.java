package net.headscale.config;

import java.time.Duration;
import net.headscale.config.key.Durations;
import net.headscale.config.key.Reading;

/// How long nodes, logins and routes last.
///
/// @param keyExpiry until a node of a user must log in again; zero is never
/// @param ephemeralInactivity until an ephemeral node that is not connected is removed
/// @param routeProbe how routers of one prefix are watched
/// @param pendingLogin until a login that nobody approved is forgotten
public record NodeLife(Duration keyExpiry, Duration ephemeralInactivity, RouteProbe routeProbe, Duration pendingLogin) {
    // a client polls at least once a minute; less would remove nodes that are there
    private static final Duration SHORTEST_INACTIVITY = Duration.ofSeconds(65);

    /// @param interval between probes; zero is none
    /// @param timeout until a router without an answer counts as gone
    public record RouteProbe(Duration interval, Duration timeout) {}

    static NodeLife read(Reading reading) {
        Duration inactivity = reading.duration("node.ephemeral.inactivity_timeout", Duration.ofMinutes(30));
        if (inactivity.compareTo(SHORTEST_INACTIVITY) <= 0) {
            reading.reject(
                    "node.ephemeral.inactivity_timeout",
                    "must exceed " + Durations.text(SHORTEST_INACTIVITY) + ", found " + Durations.text(inactivity),
                    "clients are silent for up to a minute; 30m is usual");
        }
        Duration expiry = reading.duration("node.expiry", Duration.ZERO);
        return new NodeLife(expiry, inactivity, readRouteProbe(reading), readPendingLogin(reading));
    }

    private static RouteProbe readRouteProbe(Reading reading) {
        Duration interval = reading.duration("node.routes.ha.probe_interval", Duration.ofSeconds(5));
        Duration timeout = reading.duration("node.routes.ha.probe_timeout", Duration.ofSeconds(3));
        if (!interval.isZero() && interval.toSeconds() < 2) {
            reading.reject("node.routes.ha.probe_interval", "must be 0 or at least 2s", "");
        }
        if (!interval.isZero() && (timeout.toSeconds() < 1 || timeout.compareTo(interval) >= 0)) {
            reading.reject("node.routes.ha.probe_timeout", "must be at least 1s and less than probe_interval", "");
        }
        return new RouteProbe(interval, timeout);
    }

    private static Duration readPendingLogin(Reading reading) {
        Duration lifetime = reading.duration("tuning.register_cache_expiration", Duration.ofMinutes(15));
        if (lifetime.toMinutes() < 1) {
            reading.reject("tuning.register_cache_expiration", "must be at least 1m", "15m is usual");
        }
        return lifetime;
    }
}
