package net.headscale.admin.node;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.headscale.admin.call.Access;
import net.headscale.admin.call.Body;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Owners;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Operation;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.MalformedAddress;
import net.headscale.wire.net.Prefix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of waiting nodes: `/api/v1/auth`, its former twin `/api/v1/node/register`, and a planted node for
/// tests of tools.
public final class LoginEndpoints {
    private static final Pattern AUTH_ID = Pattern.compile("hskey-authreq-[A-Za-z0-9_-]{1,50}");
    private static final Pattern MACHINE_KEY = Pattern.compile("(mkey:)?[0-9A-Fa-f]{64}");
    private static final Field AUTH_ID_FIELD = Field.required("authId", Schema.TEXT, "what the login page shows");

    private static final Field ADDRESSES_FIELD = Field.of(
            "ipAddresses", Schema.orNull(Schemas.TEXTS), "the addresses that it gets; the next free ones, if not said");

    private final Logins logins;

    public LoginEndpoints(Logins logins) {
        this.logins = logins;
    }

    /// All of them.
    public List<Offer> offers() {
        Field user = Field.of("user", Schema.orNull(Schema.TEXT), "name or id; the tailnet's owner, if not said");
        return List.of(
                new Offer(
                        Offer.operation("POST", "auth/register", "authRegister", "Lets a waiting node in")
                                .taking(user, AUTH_ID_FIELD, ADDRESSES_FIELD)
                                .answering("node", Schemas.NODE),
                        this::register),
                new Offer(
                        Offer.operation(
                                        "POST",
                                        "auth/approve",
                                        "authApprove",
                                        "Lets a waiting node in, for the owner, or an SSH login")
                                .taking(AUTH_ID_FIELD),
                        this::approve),
                new Offer(
                        Offer.operation("POST", "auth/reject", "authReject", "Turns a waiting node or SSH login away")
                                .taking(AUTH_ID_FIELD),
                        this::reject),
                new Offer(formerRegister(user), this::registerByKey),
                new Offer(debug(), this::plant));
    }

    private static Operation formerRegister(Field user) {
        return Offer.operation("POST", "node/register", "registerNode", "Lets a waiting node in; see auth/register")
                .query("user", Schema.TEXT, "in the place of the body's")
                .query("key", Schema.TEXT, "in the place of the body's")
                .taking(user, Field.of("key", Schema.orNull(Schema.TEXT), "auth id or machine key"), ADDRESSES_FIELD)
                .answering("node", Schemas.NODE)
                .retired();
    }

    private static Operation debug() {
        return Offer.operation("POST", "debug/node", "debugCreateNode", "Plants a waiting node, for tests of tools")
                .taking(
                        Field.required("user", Schema.TEXT, "whose it is to become"),
                        Field.required("key", Schema.TEXT, "the auth id that it waits under"),
                        Field.required("name", Schema.TEXT, "its host name"),
                        Field.of("routes", Schema.orNull(Schemas.TEXTS), "prefixes that it offers to serve"))
                .answering("node", Schemas.NODE);
    }

    JsonNode register(Call call) {
        Body body = call.body();
        return letIn(call, body.id("user"), waiting(body.text("authId")), addresses(body));
    }

    /// Tools of several versions send user and key in the query, the body or both.
    JsonNode registerByKey(Call call) {
        Body body = call.body();
        Optional<String> user = call.request().query("user").or(() -> body.id("user"));
        return letIn(call, user, waiting(call.request().query("key").or(() -> body.text("key"))), addresses(body));
    }

    /// The addresses that an administrator chose.
    private static List<IpAddress> addresses(Body body) {
        try {
            return body.texts(ADDRESSES_FIELD.name()).stream()
                    .map(IpAddress::parse)
                    .toList();
        } catch (MalformedAddress e) {
            throw new Unanswerable(400, ADDRESSES_FIELD.name() + ": " + e.getMessage());
        }
    }

    private JsonNode approve(Call call) {
        String waiting = waiting(call.body().text("authId"));
        if (!isSshDecided(call, waiting, true)) {
            letIn(call, Optional.empty(), waiting, List.of());
        }
        return Shapes.object();
    }

    private JsonNode reject(Call call) {
        String waiting = waiting(call.body().text("authId"));
        if (!isSshDecided(call, waiting, false)) {
            logins.turnAway(waiting);
        }
        return Shapes.object();
    }

    private boolean isSshDecided(Call call, String waiting, boolean isApproved) {
        boolean isOfAll = call.access() instanceof Access.WholeServer;
        TailnetId own = call.tailnet().id();
        return logins.decideSsh(waiting, isApproved, tailnet -> isOfAll || tailnet.equals(own));
    }

    private JsonNode plant(Call call) {
        Body body = call.body();
        User owner = Owners.named(call.tailnet(), body.id("user"));
        String authId = waiting(body.text("key"));
        String name = body.text("name").orElseThrow(() -> new Unanswerable(400, "name: is missing"));
        List<Prefix> routes =
                body.texts("routes").stream().map(LoginEndpoints::prefix).toList();
        Logins.Planted keys = logins.plant(authId, name, routes);
        ObjectNode json = NodeShape.waiting(keys, name, Shapes.user(owner), call.now());
        json.set("availableRoutes", Shapes.texts(routes));
        return Shapes.of("node", json);
    }

    private static Prefix prefix(String text) {
        try {
            return Prefix.parse(text.strip()).masked();
        } catch (MalformedAddress e) {
            throw new Unanswerable(400, "routes: " + e.getMessage());
        }
    }

    /// @throws Unanswerable if it could not be what anybody waits under
    private static String waiting(Optional<String> text) {
        String found = text.orElseThrow(() -> new Unanswerable(400, "authId: is missing"))
                .strip();
        if (!AUTH_ID.matcher(found).matches() && !MACHINE_KEY.matcher(found).matches()) {
            throw new Unanswerable(
                    400, "authId: expected hskey-authreq-… as the login page shows it, or a machine key");
        }
        return found;
    }

    private JsonNode letIn(Call call, Optional<String> user, String waiting, List<IpAddress> chosen) {
        Tailnet tailnet = call.tailnet();
        NodeId joined = logins.letIn(tailnet.id(), Owners.named(tailnet, user).id(), waiting, chosen);
        return NodeEndpoints.answer(call, joined);
    }
}
