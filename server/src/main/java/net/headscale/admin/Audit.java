package net.headscale.admin;

import java.util.List;
import java.util.regex.Pattern;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.openapi.Operation;
import net.headscale.http.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Notes one act of an administrator: who did what to which tailnet, what they named, and what came of it. Of bodies
/// only [fields][#NAMED] without secrets are noted, and nothing that somebody without a key sent.
///
/// Lines go to a logger of their own, `net.headscale.audit`. For one thread.
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("net.headscale.audit");

    /// What tells whom and what an act is about.
    private static final List<String> NAMED = List.of(
            "id",
            "prefix",
            "name",
            "user",
            "role",
            "tailnet",
            "tags",
            "aclTags",
            "routes",
            "scopes",
            "reusable",
            "ephemeral",
            "expiration",
            "expiry",
            "disableExpiry");

    private static final int MOST_NAMED = 1_000; // characters; what is longer is cut

    private static final Pattern KEY = Pattern.compile("(hskey-[a-z]+-[^-/\"]+)-[^/\"]*");

    private final Request request;
    private final Operation operation;
    private String caller = "nobody";
    private String tailnet = "";

    private Audit(Request request, Operation operation) {
        this.request = request;
        this.operation = operation;
    }

    static Audit of(Request request, Operation operation) {
        return new Audit(request, operation);
    }

    /// Who asks, once it is known.
    void by(String name) {
        caller = name;
    }

    /// Which tailnet it is about, once it is known.
    void of(String name) {
        tailnet = name;
    }

    /// The act is over; what only reads is not noted, unless it was tried without a valid key.
    void close(int status) {
        if (operation.isAct() || status == 401) {
            LoggingEventBuilder line = LOG.atInfo()
                    .addKeyValue("act", operation.name())
                    .addKeyValue("path", masked(request.path()))
                    .addKeyValue("by", caller)
                    .addKeyValue("from", source())
                    .addKeyValue("tailnet", tailnet)
                    .addKeyValue("status", status);
            String named = named();
            (named.isEmpty() ? line : line.addKeyValue("named", named)).log("administrator acted");
        }
    }

    /// What query and body name, as JSON on one line; empty if nothing, or if nobody is known to have sent it.
    private String named() {
        if (tailnet.isEmpty()) {
            return "";
        }
        ObjectNode named = Shapes.object();
        NAMED.forEach(field -> request.query(field).ifPresent(value -> named.put(field, value)));
        if (body() instanceof ObjectNode body) {
            NAMED.stream().filter(body::has).forEach(field -> named.set(field, body.get(field)));
        }
        String text = masked(named.toString());
        return named.isEmpty() ? "" : text.substring(0, Math.min(text.length(), MOST_NAMED));
    }

    private @Nullable JsonNode body() {
        try {
            return request.body().length == 0 ? null : Shapes.JSON.readTree(request.body());
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /// A path without the secret of a key that somebody wrote into it in full.
    private static String masked(String path) {
        return KEY.matcher(path).replaceAll("$1-***");
    }

    private String source() {
        return switch (request.source()) {
            case Request.Source.LocalSocket _ -> "local";
            case Request.Source.Network(var address, var _) -> address.toString();
        };
    }
}
