package net.headscale.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.headscale.address.AddressBlock;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.credential.KeyText;
import net.headscale.dns.DnsSettings;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.netmap.Surroundings;
import net.headscale.registration.PlainRegistration.Entry;
import net.headscale.registration.PlainRegistration.Shown;
import net.headscale.registration.PlainRegistration.Word;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.User;
import net.headscale.testkit.client.ClientProfile;
import net.headscale.testkit.time.TestClock;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.RegisterRequest;
import org.junit.jupiter.api.Test;

/// Random histories of few machines, few keys and two users: the registrar and the plain model answer alike, and have
/// the same nodes after every step. `-Dmodel.histories` says how many, `-Dmodel.seed` the first of them.
class RegistrationModelTest {
    private static final int HISTORIES = Integer.getInteger("model.histories", 500);
    private static final long SEED = Long.getLong("model.seed", 1);
    private static final int STEPS = 25;
    private static final Surroundings PLAIN =
            new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);

    @Test
    void the_registrar_does_what_the_plain_model_says() throws Exception {
        Set<Word> seen = EnumSet.noneOf(Word.class);
        int approved = 0;
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            History history = new History(seed);
            for (int step = 0; step < STEPS; step++) {
                history.step();
            }
            seen.addAll(history.seen);
            approved += history.approved;
        }

        assertThat(seen).containsExactlyInAnyOrder(Word.values());
        assertThat(approved).isGreaterThan(HISTORIES / 10);
    }

    private static final class History {
        private final Random random;
        private final List<String> story = new ArrayList<>();
        private final TestClock clock = TestClock.at(Instant.parse("2026-11-23T12:00:00Z"));
        private final PlainRegistration model = new PlainRegistration();
        private final Coordinator coordinator;
        private final Registrar registrar;
        private final TailnetWriter tailnet;
        private final List<User> users;
        private final Map<Shown, String> keys = new EnumMap<>(Shown.class);
        private final Set<Word> seen = EnumSet.noneOf(Word.class);
        private int approved;

        History(long seed) {
            random = new Random(seed);
            story.add("seed " + seed);
            var journal = new MemoryJournal();
            coordinator = Coordinator.open(journal, clock, List.of(AddressBlock.of(AddressBlock.CGNAT)), PLAIN);
            var settings = new Registrar.Settings(
                    "http://headscale.test", PlainRegistration.KEY_LIFETIME, PlainRegistration.LOGIN_LIFETIME, 100);
            registrar = new Registrar(coordinator, journal.pendingLogins(), settings, clock, random);
            tailnet = coordinator.require(Coordinator.DEFAULT_TAILNET);
            User other = User.local(coordinator.allocator().userId(), "other", clock.instant());
            tailnet.submit(_ -> Decision.of(new Change.UserSet(other), true));
            users = List.copyOf(tailnet.current().tailnet().users().values());
            keys.put(Shown.NONE, "");
            keys.put(Shown.WRONG, KeyText.generate(KeyText.Kind.AUTH, random).reveal());
            keys.put(Shown.REUSABLE, preauthKey(users.get(0), true, false));
            keys.put(Shown.OTHER_USERS, preauthKey(users.get(1), true, false));
            keys.put(Shown.EPHEMERAL, preauthKey(users.get(0), true, true));
            keys.put(Shown.SINGLE_USE, preauthKey(users.get(0), false, false));
        }

        private String preauthKey(User owner, boolean isReusable, boolean isEphemeral) {
            KeyText text = KeyText.generate(KeyText.Kind.AUTH, random);
            var key = new PreauthKey(
                    coordinator.allocator().preauthKeyId(),
                    new PreauthKey.Secret(text.prefix(), text.hash()),
                    Ownership.of(owner.id()),
                    new PreauthKey.Terms(isReusable, isEphemeral, Lifetime.NEVER),
                    clock.instant(),
                    false);
            tailnet.submit(_ -> Decision.of(new Change.PreauthKeySet(key), true));
            return text.reveal();
        }

        void step() throws InterruptedException {
            switch (random.nextInt(10)) {
                case 0 -> pass(Duration.ofMinutes(random.nextInt(20)));
                case 1 -> pass(Duration.ofHours(random.nextInt(8)));
                case 2, 3 -> approve();
                case 4 -> expire(nodeKey());
                case 5 -> delete(nodeKey());
                default -> register();
            }
            assertThat(nodes()).as("%s", story).isEqualTo(model.nodes);
        }

        private void pass(Duration time) {
            story.add("pass " + time);
            clock.advance(time);
        }

        private void register() throws InterruptedException {
            MachineKey machine = machine();
            NodeKey key = nodeKey();
            Shown shown = Shown.values()[random.nextInt(Shown.values().length)];
            boolean isLogout = random.nextInt(8) == 0;
            story.add("register " + machine.a() + " " + key.a() + " " + shown + (isLogout ? " logout" : ""));
            var request = RegisterRequest.builder()
                    .version(142)
                    .nodeKey(key)
                    .hostinfo(ClientProfile.hostinfo("box"))
                    .authKey(keys.get(shown));
            if (isLogout) {
                request.expiry(Instant.ofEpochSecond(123));
            }

            Word word = word(registrar.register(machine, request.build()));

            User owner = users.get(shown == Shown.OTHER_USERS ? 1 : 0);
            Word expected = model.register(machine, key, shown, owner.id(), isLogout, clock.instant());
            assertThat(word).as("%s", story).isEqualTo(expected);
            seen.add(word);
        }

        private void approve() {
            MachineKey machine = machine();
            User user = users.get(random.nextInt(2));
            story.add("approve " + machine.a() + " for " + user.name());
            boolean isIn = isGranted(() -> registrar.approve(tailnet, user, machine.toString()));
            assertThat(isIn).as("%s", story).isEqualTo(model.approve(machine, user.id(), clock.instant()));
            approved += isIn ? 1 : 0;
        }

        private void expire(NodeKey key) {
            story.add("expire " + key.a());
            tailnet.current()
                    .tailnet()
                    .nodeWith(key)
                    .ifPresent(node -> change(new Change.KeyExpirySet(node.id(), clock.instant())));
            model.expire(key, clock.instant());
        }

        private void delete(NodeKey key) {
            story.add("delete " + key.a());
            tailnet.current().tailnet().nodeWith(key).ifPresent(node -> change(new Change.NodeRemoved(node.id())));
            model.delete(key);
        }

        private void change(Change change) {
            tailnet.submit(_ -> Decision.of(change, true));
        }

        private static boolean isGranted(Runnable wish) {
            try {
                wish.run();
                return true;
            } catch (RefusedException refused) {
                return false;
            }
        }

        private static Word word(Answer answer) {
            return switch (answer) {
                case Answer.Admitted _ -> Word.ADMITTED;
                case Answer.LoginNeeded _ -> Word.LOGIN;
                case Answer.KeyExpired _ -> Word.EXPIRED;
                case Answer.Refused _, Answer.KeyUnknown _, Answer.TooManyWait _ -> Word.REFUSED;
            };
        }

        private List<Entry> nodes() {
            return tailnet.current().tailnet().nodes().values().stream()
                    .map(node -> new Entry(
                            node.keys().machine(),
                            node.keys().node(),
                            node.owner().user(),
                            node.lifetime().keyExpiry(),
                            node.lifetime().isEphemeral()))
                    .toList();
        }

        private MachineKey machine() {
            return new MachineKey(1 + random.nextInt(3), 1, 1, 1);
        }

        private NodeKey nodeKey() {
            return new NodeKey(1 + random.nextInt(6), 2, 2, 2);
        }
    }
}
