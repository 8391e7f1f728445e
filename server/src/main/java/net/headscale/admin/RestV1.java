package net.headscale.admin;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import net.headscale.admin.PolicyEndpoints.PolicyOwner;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.RefusedException;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.journal.ApiKeys;
import net.headscale.journal.JournalUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The REST API `/api/v1`. Thread-safe.
public final class RestV1 {
    private static final Logger LOG = LoggerFactory.getLogger(RestV1.class);

    private final Coordinator coordinator;
    private final Access.Gate gate;

    private RestV1(Coordinator coordinator, Access.Gate gate) {
        this.coordinator = coordinator;
        this.gate = gate;
    }

    /// What the API works on.
    ///
    /// @param logins the logins that wait
    /// @param apiKeys the keys that open it
    /// @param isDatabaseWell asked by `/api/v1/health`
    /// @param setsPolicy whether administrators set the policy of the tailnet `default`, and not the configuration
    public record Parts(
            Coordinator coordinator,
            Logins logins,
            ApiKeys apiKeys,
            BooleanSupplier isDatabaseWell,
            boolean setsPolicy) {}

    /// Adds the API's paths to the routes of a listener.
    ///
    /// @param random must be unpredictable
    public static void addTo(Routes routes, Parts parts, InstantSource clock, RandomGenerator random) {
        var gate = new Access.Gate(parts.coordinator(), parts.apiKeys(), clock);
        var api = new RestV1(parts.coordinator(), gate);
        api.addUsersAndKeys(routes, parts, clock, random);
        api.addNodes(routes, parts);
        api.addTailnets(routes, parts);
    }

    private void addUsersAndKeys(Routes routes, Parts parts, InstantSource clock, RandomGenerator random) {
        var allocator = coordinator.allocator();
        var users = new UserEndpoints(allocator);
        add(routes, "GET", "user", users::list);
        add(routes, "POST", "user", users::create);
        add(routes, "POST", "user/{id}/rename/{newName}", users::rename);
        add(routes, "DELETE", "user/{id}", users::delete);
        var preauthKeys = new PreauthKeyEndpoints(allocator, random);
        add(routes, "GET", "preauthkey", PreauthKeyEndpoints::list);
        add(routes, "POST", "preauthkey", preauthKeys::create);
        add(routes, "POST", "preauthkey/expire", PreauthKeyEndpoints::expire);
        add(routes, "DELETE", "preauthkey", PreauthKeyEndpoints::delete);
        var apiKeys = new ApiKeyEndpoints(parts.apiKeys(), allocator, random, clock);
        add(routes, "GET", "apikey", apiKeys::list);
        add(routes, "POST", "apikey", apiKeys::create);
        add(routes, "POST", "apikey/expire", apiKeys::expire);
        add(routes, "DELETE", "apikey/{prefix}", apiKeys::delete);
    }

    private void addNodes(Routes routes, Parts parts) {
        var logins = new LoginEndpoints(parts.logins());
        add(routes, "GET", "node", NodeEndpoints::list);
        add(routes, "POST", "node/register", logins::registerByKey);
        add(routes, "POST", "node/backfillips", new Backfill(coordinator.allocator())::run);
        add(routes, "GET", "node/{id}", NodeEndpoints::get);
        add(routes, "DELETE", "node/{id}", NodeEndpoints::delete);
        add(routes, "POST", "node/{id}/expire", NodeEndpoints::expire);
        add(routes, "POST", "node/{id}/rename/{newName}", NodeEndpoints::rename);
        add(routes, "POST", "node/{id}/tags", NodeEndpoints::setTags);
        add(routes, "POST", "node/{id}/approve_routes", NodeEndpoints::approveRoutes);
        add(routes, "POST", "node/{id}/user", NodeEndpoints::move);
        add(routes, "POST", "auth/register", logins::register);
    }

    private void addTailnets(Routes routes, Parts parts) {
        var tailnets = new TailnetEndpoints(coordinator);
        add(routes, "GET", "tailnet", tailnets::list);
        add(routes, "POST", "tailnet", tailnets::create);
        add(routes, "POST", "tailnet/{name}/rename/{newName}", tailnets::rename);
        add(routes, "DELETE", "tailnet/{name}", tailnets::destroy);
        var policy = new PolicyEndpoints(parts.setsPolicy() ? PolicyOwner.ADMINISTRATORS : PolicyOwner.CONFIGURATION);
        add(routes, "GET", "policy", PolicyEndpoints::get);
        add(routes, "PUT", "policy", policy::set);
        add(routes, "POST", "policy/check", PolicyEndpoints::check);
        add(
                routes,
                "GET",
                "health",
                _ -> Shapes.object()
                        .put("databaseConnectivity", parts.isDatabaseWell().getAsBoolean()));
    }

    private void add(Routes routes, String method, String path, Endpoint endpoint) {
        routes.add(method, "/api/v1/" + path, request -> answer(request, endpoint));
    }

    private Response answer(Request request, Endpoint endpoint) {
        try {
            Access access = gate.of(request);
            var call = new Call(request, access, access.tailnet(request, coordinator));
            byte[] json = Shapes.JSON.writeValueAsBytes(endpoint.answer(call));
            return Response.of(200, "application/json", json);
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
