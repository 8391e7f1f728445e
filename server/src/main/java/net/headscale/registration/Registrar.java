package net.headscale.registration;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Directory;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.credential.KeyText;
import net.headscale.journal.PendingLogin;
import net.headscale.journal.PendingLogins;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.User;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.MalformedKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.RegisterRequest;
import net.headscale.wire.tailcfg.codec.RegisterRequestCodec;
import org.jspecify.annotations.Nullable;

/// Answers nodes that ask to join, to stay, or to leave, and people who let them in.
///
/// Thread-safe; calls block until what they answer is durable, held ones until a person decides.
public final class Registrar {
    private static final String TURNED_AWAY = "an administrator turned this login away";

    private final Coordinator coordinator;
    private final PendingLogins pending;
    private final Settings settings;
    private final Clock clock;
    private final Admissions admissions;
    private final RandomGenerator random;
    private final Waiters waiters = new Waiters();

    /// What an administrator decides of logins.
    ///
    /// @param serverUrl where clients and people reach this server, without a trailing slash
    /// @param keyLifetime how long node keys last; zero: for ever
    /// @param loginLifetime until a login that nobody approved is forgotten
    /// @param mostLogins how many wait at a time, over the whole server
    public record Settings(String serverUrl, Duration keyLifetime, Duration loginLifetime, int mostLogins) {
        /// The usual bounds for logins.
        public static Settings of(String serverUrl, Duration keyLifetime) {
            return new Settings(serverUrl, keyLifetime, Duration.ofMinutes(15), 1_024);
        }
    }

    /// @param random a `SecureRandom`, except in tests
    public Registrar(
            Coordinator coordinator, PendingLogins pending, Settings settings, Clock clock, RandomGenerator random) {
        this.coordinator = coordinator;
        this.pending = pending;
        this.settings = settings;
        this.clock = clock;
        this.admissions = new Admissions(coordinator, settings.keyLifetime, clock);
        this.random = random;
    }

    /// Answers a node; holds a followup until a person has decided.
    ///
    /// @param machine proven by the node's connection
    /// @throws InterruptedException if the node is gone
    public Answer register(MachineKey machine, RegisterRequest request) throws InterruptedException {
        Instant now = clock.instant();
        Optional<Directory.Place> place = coordinator.directory().find(request.nodeKey());
        Optional<Node> known = place.flatMap(coordinator::find);
        if (admissions.isAnothers(request.nodeKey(), machine)) {
            return new Answer.Refused(Admissions.OTHER_MACHINE);
        }
        Instant wish = request.expiry();
        if (wish != null && !wish.isAfter(now)) {
            known.ifPresent(node -> logOut(place.orElseThrow(), node, now));
            return new Answer.KeyExpired();
        }
        if (known.isPresent() && !known.get().isExpired(now)) {
            return stay(place.orElseThrow(), known.get(), wish);
        }
        if (!request.followup().isEmpty()) {
            return followUp(machine, request);
        }
        if (!request.authKey().isEmpty()) {
            return joinWithKey(machine, request);
        }
        return known.isPresent() ? new Answer.KeyExpired() : ask(machine, request);
    }

    /// Lets a waiting node in.
    ///
    /// @param tailnet which it joins
    /// @param user whose it becomes
    /// @param key its auth id, or its machine key, whose newest login counts
    /// @throws RefusedException if no login waits under this key
    public Node approve(TailnetWriter tailnet, User user, String key) {
        return approve(tailnet, user, key, List.of());
    }

    /// Lets a waiting node in, with addresses that an administrator chose.
    ///
    /// @param chosen at most one of each address block; the others are given as usual
    /// @throws RefusedException if no login waits under this key, or an address cannot be had
    public Node approve(TailnetWriter tailnet, User user, String key, List<IpAddress> chosen) {
        PendingLogin login = find(key);
        RegisterRequest request = RegisterRequestCodec.decode(login.request().getBytes(StandardCharsets.UTF_8));
        var terms = new Admission.Terms(
                Ownership.of(user.id()),
                admissions.keyExpiry(request),
                request.ephemeral(),
                new Lifetime.JoinedBy.CommandLine());
        Node node = admissions.admit(
                tailnet, Admission.Applicant.of(login.machine(), request), terms, chosen, UnaryOperator.identity());
        pending.remove(login.authIdHash());
        waiters.decided(login.authIdHash(), Waiters.Verdict.LOOK);
        return node;
    }

    /// Turns a waiting node away; a client that holds its request is told so, another asks for a new login.
    ///
    /// @param key as for [#approve]
    /// @throws RefusedException if no login waits under this key
    public void turnAway(String key) {
        PendingLogin login = find(key);
        pending.remove(login.authIdHash());
        waiters.decided(login.authIdHash(), Waiters.Verdict.TURNED_AWAY);
    }

    /// Has a machine that does not exist wait to be let in.
    ///
    /// @param authId under which it waits
    /// @param request what it says
    /// @throws RefusedException if the auth id has not the form of one
    public void plant(String authId, MachineKey machine, RegisterRequest request) {
        if (!AuthId.isValid(authId)) {
            throw new RefusedException(new Refusal.Unfit("an auth id begins with hskey-authreq-"));
        }
        if (store(authId, machine, request) instanceof PendingLogins.Put.Full) {
            throw new RefusedException(new Refusal.Exhausted("place for another pending login"));
        }
    }

    private PendingLogins.Put store(String authId, MachineKey machine, RegisterRequest request) {
        Instant now = clock.instant();
        String kept = new String(RegisterRequestCodec.encode(request), StandardCharsets.UTF_8);
        Instant end = now.plus(settings.loginLifetime);
        var login = new PendingLogin(AuthId.hash(authId), machine, request.nodeKey(), kept, now, end);
        return pending.put(login, settings.mostLogins);
    }

    /// The login that waits under an auth id.
    public Optional<PendingLogin> waiting(String authId) {
        return pending.find(AuthId.hash(authId)).filter(login -> !login.isExpired(clock.instant()));
    }

    private PendingLogin find(String key) {
        Optional<PendingLogin> login =
                AuthId.isValid(key) ? waiting(key) : machineKey(key).flatMap(pending::newestOf);
        return login.filter(found -> !found.isExpired(clock.instant()))
                .orElseThrow(() -> new RefusedException(new Refusal.LoginUnknown()));
    }

    private static Optional<MachineKey> machineKey(String key) {
        try {
            return Optional.of(MachineKey.parseLenient(key));
        } catch (MalformedKey none) {
            return Optional.empty();
        }
    }

    /// A known node, at its start or asking for an earlier end of its key.
    private Answer stay(Directory.Place place, Node node, @Nullable Instant wish) {
        TailnetWriter writer = writer(place);
        if (wish != null && wish.isBefore(node.lifetime().keyExpiry())) {
            writer.submit(_ -> Decision.of(new Change.KeyExpirySet(node.id(), wish), true));
        }
        return new Answer.Admitted(writer.current().tailnet(), node);
    }

    private void logOut(Directory.Place place, Node node, Instant now) {
        writer(place).submit(scene -> {
            Node current = scene.tailnet().nodes().get(node.id());
            if (current == null || current.isExpired(now)) {
                return Decision.unchanged(true);
            }
            return Decision.of(
                    current.lifetime().isEphemeral()
                            ? new Change.NodeRemoved(node.id())
                            : new Change.KeyExpirySet(node.id(), now),
                    true);
        });
    }

    private Answer followUp(MachineKey machine, RegisterRequest request) throws InterruptedException {
        String url = request.followup();
        String hash = AuthId.hash(url.substring(url.lastIndexOf('/') + 1));
        Optional<PendingLogin> login = pending.find(hash)
                .filter(found -> found.machine().equals(machine) && found.node().equals(request.nodeKey()))
                .filter(found -> !found.isExpired(clock.instant()));
        if (login.isPresent()) {
            Duration left = Duration.between(clock.instant(), login.get().expiresAt());
            Waiters.Verdict verdict =
                    waiters.await(hash, left, () -> pending.find(hash).isPresent());
            if (verdict == Waiters.Verdict.TURNED_AWAY) {
                return new Answer.Refused(TURNED_AWAY);
            }
        }
        Optional<Directory.Place> place = coordinator.directory().find(request.nodeKey());
        Optional<Node> node = place.flatMap(coordinator::find)
                .filter(found -> found.keys().machine().equals(machine) && !found.isExpired(clock.instant()));
        return node.<Answer>map(found -> new Answer.Admitted(
                        writer(place.orElseThrow()).current().tailnet(), found))
                .orElseGet(() -> ask(machine, request));
    }

    /// Makes a pending login: the newest of a machine takes the place of the one before.
    private Answer ask(MachineKey machine, RegisterRequest request) {
        String authId = AuthId.generate(random);
        return switch (store(authId, machine, request)) {
            case PendingLogins.Put.Waits(List<String> replaced) -> {
                replaced.forEach(hash -> waiters.decided(hash, Waiters.Verdict.LOOK));
                yield new Answer.LoginNeeded(settings.serverUrl + "/register/" + authId);
            }
            case PendingLogins.Put.Full() -> new Answer.TooManyWait();
        };
    }

    private Answer joinWithKey(MachineKey machine, RegisterRequest request) {
        Optional<KeyText> shown = KeyText.parse(KeyText.Kind.AUTH, request.authKey());
        Optional<TailnetWriter> writer = shown.flatMap(
                        key -> coordinator.directory().findAuthKey(key.prefix()))
                .flatMap(coordinator::find);
        Optional<PreauthKey> key = writer.flatMap(found -> found.current()
                        .tailnet()
                        .preauthKeyWithPrefix(shown.orElseThrow().prefix()))
                .filter(found -> shown.orElseThrow().fits(found.secret().hash()));
        if (key.isEmpty()) {
            return new Answer.KeyUnknown();
        }
        PreauthKey used = key.get();
        var terms = new Admission.Terms(
                used.owner(),
                used.owner().isTagged() ? Lifetime.NEVER : admissions.keyExpiry(request),
                used.terms().isEphemeral() || request.ephemeral(),
                new Lifetime.JoinedBy.AuthKey(used.id()));
        try {
            var secret = new PreauthKey.Secret(
                    shown.orElseThrow().prefix(), shown.orElseThrow().hash());
            Node node = admissions.admit(
                    writer.get(),
                    Admission.Applicant.of(machine, request),
                    terms,
                    List.of(),
                    admission -> new SpendKey(used.id(), secret, admission));
            return new Answer.Admitted(writer.get().current().tailnet(), node);
        } catch (RefusedException refused) {
            return new Answer.Refused(Refusals.text(refused.refusal()));
        }
    }

    private TailnetWriter writer(Directory.Place place) {
        return coordinator
                .find(place.tailnet())
                .orElseThrow(() -> new RefusedException(new Refusal.NodeUnknown(place.node())));
    }
}
