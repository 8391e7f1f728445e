package net.headscale.observe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import net.headscale.http.Request;
import net.headscale.http.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whether the server can do its work, that is whether its database stores what it is told. Thread-safe.
///
/// The database is asked once a second at most, however many ask: the path is open to everybody. So the words for what
/// is wrong name no place and no person.
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final String TYPE = "application/health+json; charset=utf-8";
    private static final JsonMapper JSON = new JsonMapper();

    private final Supplier<Optional<String>> databaseTrouble;
    private final Supplier<Optional<String>> clockTrouble;
    private final InstantSource clock;
    private volatile Seen seen = new Seen(Instant.MIN, "");

    /// @param trouble what is wrong with the database; empty: nothing
    private record Seen(Instant at, String trouble) {}

    /// @param databaseTrouble what keeps the server from working, if anything
    /// @param clockTrouble what an operator has to know while it works
    public Readiness(
            Supplier<Optional<String>> databaseTrouble, Supplier<Optional<String>> clockTrouble, InstantSource clock) {
        this.databaseTrouble = databaseTrouble;
        this.clockTrouble = clockTrouble;
        this.clock = clock;
    }

    /// Whether the database worked within the last second.
    public boolean isReady() {
        return trouble().isEmpty();
    }

    private String trouble() {
        Instant now = clock.instant();
        Seen last = seen;
        if (last.at.isBefore(now.minus(FRESH))) {
            Seen next = new Seen(now, databaseTrouble.get().orElse(""));
            seen = next;
            tell(last, next);
            return next.trouble;
        }
        return last.trouble;
    }

    private static void tell(Seen last, Seen next) {
        if (!next.trouble.isEmpty() && !next.trouble.equals(last.trouble)) {
            LOG.atError().addKeyValue("reason", next.trouble).log("database became unusable");
        } else if (next.trouble.isEmpty() && !last.trouble.isEmpty()) {
            LOG.atInfo().log("database became usable again");
        }
    }

    /// The answer to `/health`: 200 and `pass` or `warn`, or 503 and `fail`; `output` says what is wrong.
    ///
    /// @see <a href="https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06">the format</a>
    public Response answer(Request request) {
        String trouble = trouble();
        if (!trouble.isEmpty()) {
            return answer(503, "fail", "the database: " + trouble);
        }
        return clockTrouble
                .get()
                .map(warning -> answer(200, "warn", "the clock: " + warning))
                .orElseGet(() -> answer(200, "pass", ""));
    }

    private static Response answer(int status, String word, String output) {
        ObjectNode json = JSON.createObjectNode().put("status", word);
        if (!output.isEmpty()) {
            json.put("output", output);
        }
        return Response.of(status, TYPE, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
