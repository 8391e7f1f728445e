package net.headscale.admin;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import net.headscale.admin.call.Access;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Problem;
import net.headscale.admin.call.Scope;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.node.Backfill;
import net.headscale.admin.node.LoginEndpoints;
import net.headscale.admin.node.Logins;
import net.headscale.admin.node.MoveEndpoint;
import net.headscale.admin.node.NodeEndpoints;
import net.headscale.admin.node.RetiredEndpoints;
import net.headscale.admin.node.ShareEndpoints;
import net.headscale.admin.openapi.Operation;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.policy.PolicyEndpoints;
import net.headscale.admin.policy.PolicyEndpoints.PolicyOwner;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.RefusedException;
import net.headscale.credential.TokenSeal;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The REST API `/api/v1`. Thread-safe.
public final class RestV1 {
    private static final Logger LOG = LoggerFactory.getLogger(RestV1.class);

    private final Coordinator coordinator;
    private final Access.Gate gate;
    private final InstantSource clock;

    private RestV1(Coordinator coordinator, Access.Gate gate, InstantSource clock) {
        this.coordinator = coordinator;
        this.gate = gate;
        this.clock = clock;
    }

    /// What the API works on.
    ///
    /// @param logins the logins that wait
    /// @param journal where the keys that open it are, and every policy that there was
    /// @param seal of access tokens
    /// @param isDatabaseWell asked by `/api/v1/health`
    /// @param setsPolicy whether administrators set the policy of the tailnet `default`, and not the
    ///   configuration
    public record Parts(
            Coordinator coordinator,
            Logins logins,
            Journal journal,
            TokenSeal seal,
            BooleanSupplier isDatabaseWell,
            boolean setsPolicy) {}

    /// Adds the API's paths to the routes of a listener, and its document and a page to read it.
    ///
    /// @param random must be unpredictable
    /// @param version of the product, for the document
    public static void addTo(Routes routes, Parts parts, InstantSource clock, RandomGenerator random, String version) {
        var gate = new Access.Gate(parts.coordinator(), parts.journal(), parts.seal(), clock);
        var api = new RestV1(parts.coordinator(), gate, clock);
        List<Offer> offers = offers(parts, clock, random);
        offers.forEach(offer -> api.add(routes, offer));
        new TokenEndpoint(parts.journal().oauthClients(), parts.seal(), clock).addTo(routes);
        new ApiDocument(version, offers.stream().map(Offer::operation).toList()).addTo(routes);
    }

    private static List<Offer> offers(Parts parts, InstantSource clock, RandomGenerator random) {
        var allocator = parts.coordinator().allocator();
        var policyOwner = parts.setsPolicy() ? PolicyOwner.ADMINISTRATORS : PolicyOwner.CONFIGURATION;
        List<Offer> offers = new ArrayList<>();
        offers.add(health(parts.isDatabaseWell()));
        offers.addAll(new UserEndpoints(allocator).offers());
        // of two paths that match, the first answers: node/register and node/backfillips go before node/{id}
        offers.addAll(new LoginEndpoints(parts.logins()).offers());
        offers.add(new Backfill(allocator).offer());
        offers.addAll(NodeEndpoints.offers());
        offers.add(new MoveEndpoint(parts.coordinator()).offer());
        offers.addAll(new ShareEndpoints(parts.coordinator()).offers());
        offers.addAll(
                new PreauthKeyEndpoints(allocator, random, parts.coordinator().limits()).offers());
        offers.addAll(new ApiKeyEndpoints(parts.journal().apiKeys(), allocator, random, clock).offers());
        offers.addAll(new OAuthClientEndpoints(parts.journal().oauthClients(), random, clock).offers());
        offers.addAll(new PolicyEndpoints(policyOwner, parts.journal().policies()).offers());
        offers.addAll(new TailnetEndpoints(parts.coordinator()).offers());
        offers.addAll(RetiredEndpoints.offers());
        offers.addAll(RetiredEndpoints.machines());
        return offers;
    }

    private static Offer health(BooleanSupplier isDatabaseWell) {
        return new Offer(
                Offer.operation("GET", "health", "health", "Tells whether the server can use its database")
                        .answering("databaseConnectivity", Schema.FLAG),
                _ -> Shapes.object().put("databaseConnectivity", isDatabaseWell.getAsBoolean()));
    }

    private void add(Routes routes, Offer offer) {
        Operation operation = offer.operation();
        routes.add(operation.method(), operation.path(), request -> answer(request, offer));
    }

    private Response answer(Request request, Offer offer) {
        var audit = Audit.of(request, offer.operation());
        Response response = tryToAnswer(request, offer, audit);
        audit.close(response.status());
        return response;
    }

    private Response tryToAnswer(Request request, Offer offer, Audit audit) {
        try {
            Access.Caller caller = gate.of(request);
            audit.by(caller.name());
            Scope.of(offer.operation()).ifPresent(caller.powers()::require);
            var call = new Call(request, caller, caller.access().tailnet(request, coordinator), clock.instant());
            audit.of(call.tailnet().name());
            JsonNode answer = offer.endpoint().answer(call);
            Response response = Response.of(200, "application/json", Shapes.JSON.writeValueAsBytes(answer));
            return PolicyEndpoints.tagged(response, answer);
        } catch (Unanswerable e) {
            return e.problem().response();
        } catch (RefusedException e) {
            return Problem.of(e.refusal()).response();
        } catch (JournalUnavailable e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("path", request.path())
                    .log("administration could not use the database");
            return new Problem(503, "the database cannot be used now; try again").response();
        }
    }
}
