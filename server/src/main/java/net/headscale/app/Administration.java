package net.headscale.app;

import java.time.Clock;
import java.util.random.RandomGenerator;
import net.headscale.admin.RestV1;
import net.headscale.cli.Api;
import net.headscale.config.Config;
import net.headscale.config.PolicySource;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
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
        return new InProcessApi(routes, journal::close);
    }
}
