package net.headscale.admin.call;

import java.util.Map;
import net.headscale.coordinator.Refusal;
import net.headscale.http.Response;
import net.headscale.journal.Amount;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An answer that tells what went wrong, as `application/problem+json` (RFC 9457).
///
/// @param status of HTTP
/// @param detail for the person behind the request; never a secret
public record Problem(int status, String detail) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(507, "Insufficient Storage"));

    /// What a refused command is to who asked; the one place where refusals get a status.
    public static Problem of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.TailnetUnknown(String name) -> new Problem(404, "no tailnet " + name);
            case Refusal.NodeUnknown(var id) -> new Problem(404, "no node " + id);
            case Refusal.UserUnknown(String user) -> new Problem(404, "no user " + user);
            case Refusal.PreauthKeyUnknown(var id) -> new Problem(404, "no pre-auth key " + id);
            case Refusal.LoginUnknown _ -> new Problem(404, "no login waits under this id");
            case Refusal.NameTaken(String name) -> new Problem(409, name + " is taken");
            case Refusal.NameUnfit(String name, String remedy) -> new Problem(400, quoted(name) + ": " + remedy);
            case Refusal.NotEmpty(String what) -> new Problem(400, what);
            case Refusal.Unfit(String why) -> new Problem(400, why);
            case Refusal.PolicyRejected(int line, int column, String why) ->
                new Problem(400, line == 0 ? why : "line " + line + ", column " + column + ": " + why);
            case Refusal.PolicyChanged(String found, String author) ->
                new Problem(
                        412,
                        "somebody else changed the policy" + (author.isEmpty() ? "" : " (" + author + ")") + ": it is "
                                + found + " now; get it, put your change into it, and set it again");
            case Refusal.Exhausted(String what) -> new Problem(507, "no " + what + " is left");
            case Refusal.LimitReached(Amount most, String key) ->
                new Problem(409, "the tailnet has " + most + ", as many as " + key + " allows; remove some");
            case Refusal.Busy _ -> new Problem(503, "too much at once; try again");
        };
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /// The answer, as `application/problem+json`.
    public Response response() {
        ObjectNode body = JSON.createObjectNode();
        body.put("title", TITLES.getOrDefault(status, "Error"));
        body.put("status", status);
        body.put("detail", detail);
        return new Response(status, Map.of("content-type", "application/problem+json"), JSON.writeValueAsBytes(body));
    }
}
