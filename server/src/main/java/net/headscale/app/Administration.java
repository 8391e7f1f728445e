package net.headscale.app;

import java.time.Clock;
import java.util.Optional;
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

/// The REST API on the parts of this process: behind listeners, or asked directly by a command.
final class Administration {
    private final RestV1.Parts parts;
    private final Clock clock;
    private final RandomGenerator random;

    Administration(
            Coordinator coordinator,
            Registrar registrar,
            SshChecks sshChecks,
            Journal journal,
            TokenSeal seal,
            Config config,
            Clock clock,
            RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        boolean setsPolicy = config.policy() instanceof PolicySource.InDatabase;
        var logins = new WaitingLogins(coordinator, registrar, sshChecks, random);
        this.parts = new RestV1.Parts(coordinator, logins, journal, seal, () -> isWell(journal), setsPolicy);
    }

    void addTo(Routes routes) {
        RestV1.addTo(routes, parts, clock, random, Version.ofBuild().number());
    }

    /// Whether the database answers.
    static boolean isWell(Journal journal) {
        try {
            journal.apiKeys().all();
            return true;
        } catch (JournalUnavailable unavailable) {
            return false;
        }
    }

    /// What keeps the database from storing anything, if it is kept from it.
    static Optional<String> trouble(Journal journal) {
        try {
            journal.probe();
            return Optional.empty();
        } catch (JournalUnavailable unavailable) {
            return Optional.of(unavailable.symptom());
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
