package net.headscale.app;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.headscale.admin.RestV1;
import net.headscale.cli.Api;
import net.headscale.config.Config;
import net.headscale.config.PolicySource;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.journal.Journal;
import net.headscale.registration.Registrar;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;

/// The REST API on the parts of this process: behind listeners, or asked directly by a command.
final class Administration {
    private final Coordinator coordinator;
    private final Registrar registrar;
    private final RestV1.Parts parts;
    private final Clock clock;
    private final RandomGenerator random;

    Administration(
            Coordinator coordinator,
            Registrar registrar,
            Journal journal,
            Config config,
            Clock clock,
            RandomGenerator random) {
        this.coordinator = coordinator;
        this.registrar = registrar;
        this.clock = clock;
        this.random = random;
        boolean setsPolicy = config.policy() instanceof PolicySource.InDatabase;
        this.parts = new RestV1.Parts(coordinator, this::letIn, journal.apiKeys(), () -> isWell(journal), setsPolicy);
    }

    void addTo(Routes routes) {
        RestV1.addTo(routes, parts, clock, random);
    }

    private NodeId letIn(TailnetId tailnet, UserId owner, String waiting) {
        TailnetWriter writer = coordinator
                .find(tailnet)
                .orElseThrow(() -> new RefusedException(new Refusal.TailnetUnknown(tailnet.toString())));
        User user = writer.current()
                .tailnet()
                .users()
                .find(owner)
                .orElseThrow(() -> new RefusedException(new Refusal.UserUnknown(owner.toString())));
        return registrar.approve(writer, user, waiting).id();
    }

    private static boolean isWell(Journal journal) {
        try {
            journal.apiKeys().all();
            return true;
        } catch (net.headscale.journal.JournalUnavailable unavailable) {
            return false;
        }
    }

    /// The API for commands of this process.
    ///
    /// @param journal closed with the API
    Api api(Journal journal) {
        Routes routes = new Routes();
        addTo(routes);
        return new Api() {
            @Override
            public Reply call(Call call) {
                Response response = routes.call(request(call));
                return new Reply(
                        response.status(), new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
            }

            @Override
            public void close() {
                journal.close();
            }
        };
    }

    private static Request request(Api.Call call) {
        var uri = new io.netty.handler.codec.http.QueryStringDecoder(call.path());
        Map<String, List<String>> headers =
                Map.of("headscale-tailnet", List.of(call.tailnet()), "content-type", List.of("application/json"));
        return new Request(
                call.method(),
                uri.rawPath(),
                uri.parameters(),
                headers,
                call.body().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                new Request.Source.LocalSocket(),
                Map.of());
    }
}
