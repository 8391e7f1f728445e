package net.headscale.admin;

import java.util.regex.Pattern;
import net.headscale.admin.openapi.Operation;
import net.headscale.http.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes one act of an administrator: who did what to which tailnet, and what came of it. Bodies and secrets are not
/// noted.
///
/// Lines go to a logger of their own, `net.headscale.audit`. For one thread.
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("net.headscale.audit");

    private static final Pattern KEY = Pattern.compile("(hskey-[a-z]+-[^-/]+)-[^/]*");

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
            LOG.atInfo()
                    .addKeyValue("act", operation.name())
                    .addKeyValue("path", masked(request.path()))
                    .addKeyValue("by", caller)
                    .addKeyValue("from", source())
                    .addKeyValue("tailnet", tailnet)
                    .addKeyValue("status", status)
                    .log("administrator acted");
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
