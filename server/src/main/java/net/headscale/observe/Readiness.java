package net.headscale.observe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import net.headscale.http.Request;
import net.headscale.http.Response;

/// Whether the server can do its work, that is whether its database answers. Thread-safe.
///
/// The database is asked once a second at most, however many ask: the path is open to everybody.
public final class Readiness {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final String TYPE = "application/health+json; charset=utf-8";

    private final BooleanSupplier isDatabaseWell;
    private final InstantSource clock;
    private volatile Seen seen = new Seen(Instant.MIN, false);

    private record Seen(Instant at, boolean isWell) {}

    public Readiness(BooleanSupplier isDatabaseWell, InstantSource clock) {
        this.isDatabaseWell = isDatabaseWell;
        this.clock = clock;
    }

    /// Whether the database answered within the last second.
    public boolean isReady() {
        Instant now = clock.instant();
        Seen last = seen;
        if (last.at.isBefore(now.minus(FRESH))) {
            last = new Seen(now, isDatabaseWell.getAsBoolean());
            seen = last;
        }
        return last.isWell;
    }

    /// The answer to `/health`: 200 and `pass`, or 503 and `fail`.
    public Response answer(Request request) {
        boolean isReady = isReady();
        String json = "{\"status\":\"" + (isReady ? "pass" : "fail") + "\"}";
        return Response.of(isReady ? 200 : 503, TYPE, json.getBytes(StandardCharsets.UTF_8));
    }
}
