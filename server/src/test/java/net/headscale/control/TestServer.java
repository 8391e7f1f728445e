package net.headscale.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.headscale.address.AddressBlock;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Limits;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.credential.KeyText;
import net.headscale.dns.DnsSettings;
import net.headscale.http.HttpListener;
import net.headscale.http.Loops;
import net.headscale.http.Routes;
import net.headscale.journal.Journal;
import net.headscale.journal.TestJournal;
import net.headscale.login.LoginPages;
import net.headscale.netmap.Surroundings;
import net.headscale.registration.Registrar;
import net.headscale.session.Sessions;
import net.headscale.ssh.SshChecks;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.User;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.time.TestClock;
import net.headscale.wire.noise.ControlKey;
import net.headscale.wire.tailcfg.DerpMap;

/// The real server on a loopback port, with a [TestJournal] and a clock that a test moves.
public final class TestServer implements AutoCloseable {
    /// Where auth URLs point.
    public static final String PUBLIC_URL = "http://headscale.test";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Surroundings PLAIN =
            new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);

    public final TestClock clock;
    public final Coordinator coordinator;
    public final Registrar registrar;
    public final Sessions sessions;
    public final SshChecks sshChecks;

    private final ControlKey key;
    private final Journal journal;
    private final ControlEdge edge;
    private final Loops loops;
    private final HttpListener listener;
    private final List<SimulatedClient> clients = new ArrayList<>();

    private final Limits limits;
    private final Registrar.Settings logins;

    private TestServer(ControlKey key, Journal journal, TestClock clock, Limits limits, Registrar.Settings logins) {
        this.limits = limits;
        this.logins = logins;
        this.key = key;
        this.journal = journal;
        this.clock = clock;
        var blocks = List.of(AddressBlock.of(AddressBlock.CGNAT), AddressBlock.of(AddressBlock.ULA));
        coordinator = Coordinator.open(journal, clock, blocks, PLAIN, limits);
        registrar = new Registrar(coordinator, journal.pendingLogins(), logins, clock, RANDOM);
        sessions = Sessions.open(coordinator, clock, RANDOM, 2);
        sshChecks = new SshChecks(PUBLIC_URL, Duration.ofMinutes(15), clock, RANDOM);
        edge = ControlEdge.open(key, registrar, sshChecks, sessions, clock, RANDOM);
        loops = Loops.open(2);
        Routes routes = new Routes();
        edge.addTo(routes);
        new LoginPages(registrar, sshChecks).addTo(routes);
        listener = listen(routes);
    }

    public static TestServer start() {
        return start(Limits.NONE, Registrar.Settings.of(PUBLIC_URL, Duration.ZERO));
    }

    /// A server whose operator bounds what is let in.
    public static TestServer start(Limits limits, Registrar.Settings logins) {
        TestClock clock = TestClock.at(Instant.parse("2026-11-23T12:00:00Z"));
        return new TestServer(ControlKey.generate(RANDOM), TestJournal.open(), clock, limits, logins);
    }

    /// Ends this server and starts another on what it stored, at another port.
    public TestServer restart() {
        stop();
        return new TestServer(key, journal, clock, limits, logins);
    }

    private HttpListener listen(Routes routes) {
        try {
            return HttpListener.open(loops, new InetSocketAddress("127.0.0.1", 0), Optional::empty, routes);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) listener.address()).getPort());
    }

    /// A client on a machine of this name, that is not registered.
    public SimulatedClient client(String hostname) {
        return closed(SimulatedClient.at(uri()).named(hostname));
    }

    /// Has a client closed with the server.
    public SimulatedClient closed(SimulatedClient client) {
        clients.add(client);
        return client;
    }

    /// A client of the default tailnet that was connected before, so that others are told of it.
    public SimulatedClient joined(String hostname) {
        SimulatedClient client = newcomer(hostname);
        NodeId id = node(client).orElseThrow().id();
        change(new Change.PresenceChanged(id, new Presence.Offline(clock.instant())));
        return client;
    }

    /// A client that joined the default tailnet with a key, and never connected.
    public SimulatedClient newcomer(String hostname) {
        SimulatedClient client = client(hostname);
        String error = client.join(reusableKey()).error();
        if (!error.isEmpty()) {
            throw new IllegalStateException(hostname + " could not join: " + error);
        }
        return client;
    }

    /// The map stream of `client`, after its first message.
    public static MapStream polled(SimulatedClient client) {
        MapStream stream = client.poll();
        stream.awaitNetmap(netmap -> netmap.self() != null);
        return stream;
    }

    /// The name under which others see a machine.
    public static String nameOf(String hostname) {
        return hostname + "." + DnsSettings.DEFAULT.suffixes().baseDomain() + ".";
    }

    public TailnetWriter tailnet() {
        return coordinator.require(Coordinator.DEFAULT_TAILNET);
    }

    public User owner(TailnetWriter tailnet) {
        return tailnet.current().tailnet().users().values().stream().findFirst().orElseThrow();
    }

    /// The node with this client's key, as it is stored.
    public Optional<Node> node(SimulatedClient client) {
        return coordinator.all().stream()
                .flatMap(writer -> writer.current().tailnet().nodeWith(client.nodeKey()).stream())
                .findFirst();
    }

    /// Makes a fact true of the default tailnet, as an administrator would.
    public void change(Change change) {
        tailnet().submit(_ -> Decision.of(change, true));
    }

    public String reusableKey() {
        return preauthKey(tailnet(), true, Duration.ofDays(1));
    }

    public String singleUseKey() {
        return preauthKey(tailnet(), false, Duration.ofDays(1));
    }

    /// A key whose nodes go when they are gone.
    public String ephemeralKey() {
        return preauthKey(
                tailnet(), new PreauthKey.Terms(true, true, clock.instant().plus(Duration.ofDays(1))));
    }

    public String preauthKey(TailnetWriter tailnet, boolean isReusable, Duration lifetime) {
        return preauthKey(
                tailnet, new PreauthKey.Terms(isReusable, false, clock.instant().plus(lifetime)));
    }

    private String preauthKey(TailnetWriter tailnet, PreauthKey.Terms terms) {
        KeyText text = KeyText.generate(KeyText.Kind.AUTH, RANDOM);
        var made = new PreauthKey(
                coordinator.allocator().preauthKeyId(),
                new PreauthKey.Secret(text.prefix(), text.hash()),
                Ownership.of(owner(tailnet).id()),
                terms,
                clock.instant(),
                false);
        tailnet.submit(_ -> Decision.of(new Change.PreauthKeySet(made), true));
        return text.reveal();
    }

    /// A pre-auth key as an imported database holds it.
    ///
    /// @param hash of its secret, in the scheme of the server that made it
    public void importedKey(String prefix, String hash) {
        var terms = new PreauthKey.Terms(true, false, clock.instant().plus(Duration.ofDays(1)));
        change(new Change.PreauthKeySet(new PreauthKey(
                coordinator.allocator().preauthKeyId(),
                new PreauthKey.Secret(prefix, hash),
                Ownership.of(owner(tailnet()).id()),
                terms,
                clock.instant(),
                true)));
    }

    /// Lets in the login that waits under `key`, as `node register` does.
    public Node approve(String key) {
        return registrar.approve(tailnet(), owner(tailnet()), key);
    }

    private void stop() {
        clients.forEach(SimulatedClient::close);
        listener.close();
        sessions.close();
        edge.close();
        loops.close();
    }

    @Override
    public void close() {
        stop();
        journal.close();
        key.close();
    }
}
