package net.headscale.admin;

import java.util.Optional;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import tools.jackson.databind.JsonNode;

/// Letting waiting nodes in: `/api/v1/auth/register`, and its former twin `/api/v1/node/register`.
final class LoginEndpoints {
    private final Logins logins;

    LoginEndpoints(Logins logins) {
        this.logins = logins;
    }

    JsonNode register(Call call) {
        Body body = call.body();
        return letIn(call, body.id("user"), body.text("authId"));
    }

    /// Tools of several versions send user and key in the query, the body or both.
    JsonNode registerByKey(Call call) {
        Body body = call.body();
        Optional<String> user = call.request().query("user").or(() -> body.id("user"));
        return letIn(call, user, call.request().query("key").or(() -> body.text("key")));
    }

    private JsonNode letIn(Call call, Optional<String> user, Optional<String> waiting) {
        if (waiting.isEmpty()) {
            throw new Unanswerable(400, "authId: is missing");
        }
        Tailnet tailnet = call.tailnet();
        NodeId joined = logins.letIn(
                tailnet.id(), Owners.named(tailnet, user).id(), waiting.get().strip());
        return NodeEndpoints.answer(call, joined);
    }
}
