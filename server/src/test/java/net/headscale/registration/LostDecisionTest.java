package net.headscale.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.headscale.address.AddressBlock;
import net.headscale.coordinator.Coordinator;
import net.headscale.dns.DnsSettings;
import net.headscale.journal.PendingLogin;
import net.headscale.journal.PendingLogins;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.netmap.Surroundings;
import net.headscale.tailnet.User;
import net.headscale.testkit.client.ClientIdentity;
import net.headscale.testkit.client.ClientProfile;
import net.headscale.testkit.time.TestClock;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.RegisterRequest;
import org.junit.jupiter.api.Test;

class LostDecisionTest {
    private final SecureRandom random = new SecureRandom();
    private final MemoryJournal journal = new MemoryJournal();
    private final TestClock clock = TestClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    private final Coordinator coordinator = Coordinator.open(
            journal,
            clock,
            List.of(AddressBlock.of(AddressBlock.CGNAT)),
            new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT));
    private final DecidedBetween pending = new DecidedBetween(journal.pendingLogins());
    private final Registrar registrar = new Registrar(
            coordinator, pending, Registrar.Settings.of("http://headscale.test", Duration.ZERO), clock, random);

    @Test
    void a_decision_between_looking_and_waiting_is_not_lost() throws Exception {
        var identity = ClientIdentity.generate(random);
        var request = RegisterRequest.builder()
                .version(142)
                .nodeKey(identity.nodeKey())
                .hostinfo(ClientProfile.hostinfo("laptop"));
        var asked = (Answer.LoginNeeded) registrar.register(identity.machineKey(), request.build());
        var tailnet = coordinator.require("default");
        User owner = tailnet.current().tailnet().users().values().iterator().next();
        pending.between.set(
                () -> registrar.approve(tailnet, owner, identity.machineKey().toString()));

        var answer = new CompletableFuture<Answer>();
        Thread held = Thread.ofVirtual().start(() -> {
            try {
                answer.complete(registrar.register(
                        identity.machineKey(), request.followup(asked.url()).build()));
            } catch (InterruptedException gone) {
                answer.completeExceptionally(gone);
            }
        });

        assertThat(answer.completeOnTimeout(null, 5, TimeUnit.SECONDS).join()).isInstanceOf(Answer.Admitted.class);
        held.interrupt();
    }

    /// Has something happen once, right after a login was found.
    private record DecidedBetween(PendingLogins real, AtomicReference<Runnable> between) implements PendingLogins {
        DecidedBetween(PendingLogins real) {
            this(real, new AtomicReference<>());
        }

        @Override
        public Optional<PendingLogin> find(String authIdHash) {
            Optional<PendingLogin> found = real.find(authIdHash);
            Runnable once = between.getAndSet(null);
            if (once != null) {
                once.run();
            }
            return found;
        }

        @Override
        public List<PendingLogin> all() {
            return real.all();
        }

        @Override
        public Optional<PendingLogin> newestOf(MachineKey machine) {
            return real.newestOf(machine);
        }

        @Override
        public Put put(PendingLogin login, int most) {
            return real.put(login, most);
        }

        @Override
        public void remove(String authIdHash) {
            real.remove(authIdHash);
        }
    }
}
