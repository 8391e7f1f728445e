package net.headscale.app;

import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import net.headscale.admin.RestV1;
import net.headscale.cli.api.Api;
import net.headscale.cli.command.Version;
import net.headscale.config.Config;
import net.headscale.config.PolicySource;
import net.headscale.coordinator.Coordinator;
import net.headscale.credential.TokenSeal;
import net.headscale.http.Routes;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.registration.Registrar;
import net.headscale.ssh.SshChecks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The REST API on the parts of this process: behind listeners, or asked directly by a command.
final class Administration {
    private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

    private final RestV1.Parts parts;
    private final Clock clock;
    private final RandomGenerator random;

    Administration(
            Coordinator coordinator,
            Registrar registrar,
            SshChecks sshChecks,
            Journal journal,
            BooleanSupplier isWell,
            TokenSeal seal,
            Config config,
            Clock clock,
            RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        boolean setsPolicy = config.policy() instanceof PolicySource.InDatabase;
        var logins = new WaitingLogins(coordinator, registrar, sshChecks, random);
        this.parts = new RestV1.Parts(coordinator, logins, journal, seal, isWell, setsPolicy);
    }

    void addTo(Routes routes) {
        RestV1.addTo(routes, parts, clock, random, Version.ofBuild().number());
    }

    /// What keeps the database from storing anything, if it is kept from it.
    static Optional<String> trouble(Journal journal) {
        try {
            journal.probe();
            return Optional.empty();
        } catch (JournalUnavailable unavailable) {
            return Optional.of(unavailable.symptom());
        } catch (RuntimeException broken) { // such as a right that the server's role has lost
            LOG.atError().setCause(broken).log("the database refused to store anything");
            return Optional.of("it refuses what the server stores: look at the server's log");
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
