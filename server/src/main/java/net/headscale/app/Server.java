package net.headscale.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.headscale.app.configured.Certificates;
import net.headscale.app.configured.KeyFile;
import net.headscale.app.configured.Translation;
import net.headscale.app.relays.EmbeddedRelay;
import net.headscale.app.relays.Members;
import net.headscale.app.relays.RelayMap;
import net.headscale.app.reload.Reload;
import net.headscale.certificate.Challenges;
import net.headscale.config.Config;
import net.headscale.config.ListenAddress;
import net.headscale.config.Loaded;
import net.headscale.config.Operation;
import net.headscale.config.Tls;
import net.headscale.control.ControlEdge;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Upkeep;
import net.headscale.credential.TokenSeal;
import net.headscale.http.HttpListener;
import net.headscale.http.Loops;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.journal.Journal;
import net.headscale.login.ClientPages;
import net.headscale.login.LoginPages;
import net.headscale.observe.Gauges;
import net.headscale.observe.Readiness;
import net.headscale.registration.Registrar;
import net.headscale.relay.AdmissionEndpoint;
import net.headscale.relay.BootstrapDns;
import net.headscale.relay.RelayWatch;
import net.headscale.session.Sessions;
import net.headscale.ssh.SshChecks;
import net.headscale.wire.noise.ControlKey;
import org.jspecify.annotations.Nullable;

/// The server, assembled: every part is made here, by constructors, and closed here in the opposite order.
public final class Server implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final InetSocketAddress address;

    private final @Nullable InetSocketAddress metricsAddress;

    private final RelayMap relays;
    private final Config config;
    private final List<Reload.Part> followers = new ArrayList<>();

    private Server(Config config, Journal bare, Clock wall, String version, Runnable network) throws IOException {
        this.config = config;
        SteadyClock clock = SteadyClock.over(wall, System::nanoTime);
        Observation observation = Observation.of(config);
        Journal journal = observation.measuring(bare);
        Readiness readiness = new Readiness(() -> Administration.trouble(journal), clock::trouble, clock);
        SecureRandom random = new SecureRandom();
        int cores = Runtime.getRuntime().availableProcessors();
        ControlKey key = KeyFile.openControlKey(config.storage().noiseKey(), random);
        parts.push(key);
        Coordinator coordinator = Coordinator.open(
                journal,
                clock,
                Translation.blocks(config.prefixes()),
                OwnAddresses.surroundings(config),
                Translation.limits(config));
        PolicyFile policy = follow(new PolicyFile(coordinator));
        policy.start(config);
        StoredPolicies.warnOf(coordinator);
        ShadowedRoutes.warnOf(coordinator);
        keep(OwnAddresses.open(coordinator, config.http(), OwnAddresses::find, Duration.ofSeconds(1)));
        followers.addAll(Surrounding.all(coordinator));
        keep(Upkeep.open(coordinator, clock, config.life().ephemeralInactivity()));
        Registrar registrar =
                new Registrar(coordinator, journal.pendingLogins(), Translation.logins(config), clock, random);
        Sessions sessions =
                keep(Sessions.open(coordinator, clock, new java.util.SplittableRandom(), observation.maps(), cores));
        var probe = config.life().routeProbe();
        sessions.watchRouters(probe.interval(), probe.timeout());
        SshChecks sshChecks = new SshChecks(
                config.http().serverUrl().toString(), config.life().pendingLogin(), clock, random);
        network.run();
        ControlEdge control =
                keep(ControlEdge.open(key, registrar, sshChecks, sessions, clock, random, observation.handshakes()));
        Loops loops = keep(Loops.open(cores));
        Routes outer = new Routes();
        control.addTo(outer);
        new LoginPages(registrar, sshChecks).addTo(outer);
        new ClientPages(config.http().serverUrl()).addTo(outer);
        addHealth(outer, readiness, version);
        Challenges challenges = new Challenges();
        Certificates certificates = keep(follow(Certificates.open(config, challenges, clock)));
        Members members = new Members(coordinator, clock);
        new AdmissionEndpoint(members::has).addTo(outer);
        this.relays = openRelays(members, certificates, outer, loops, observation.relay());
        var seal = TokenSeal.of(key.secretText());
        Administration administration = new Administration(
                coordinator, registrar, sshChecks, journal, readiness::isReady, seal, config, clock, random);
        administration.addTo(outer);
        HttpListener listener = keep(HttpListener.open(
                loops, Translation.socketAddress(config.http().listen()), certificates, observation.serving(outer)));
        this.address = (InetSocketAddress) listener.address();
        openPlain(loops, control.addTo(challenges.addTo(new Routes())));
        certificates.start();
        Optional<HttpListener> observed = observation.open(
                loops,
                new Gauges.Parts(
                        coordinator, clock, sessions::size, sessions::waiting, control::waiting, readiness::isReady));
        observed.ifPresent(parts::push);
        this.metricsAddress =
                observed.map(at -> (InetSocketAddress) at.address()).orElse(null);
        Routes local = new Routes();
        administration.addTo(local);
        addHealth(local, readiness, version);
        openSocket(loops, config.operation().socket(), local);
    }

    /// Starts serving.
    ///
    /// @param journal stays the caller's, who closes it after this
    /// @param version what `/version` says
    /// @throws Unusable if a key or a relay map is not as it must be
    /// @throws net.headscale.certificate.UnusableCertificate if a certificate is not
    /// @throws IOException if an address cannot be had
    public static Server open(Config config, Journal journal, Clock clock, String version) throws IOException {
        return open(config, journal, clock, version, () -> {});
    }

    /// As above.
    ///
    /// @param network returns when what listeners need is loaded; run before the first of them is made
    static Server open(Config config, Journal journal, Clock clock, String version, Runnable network)
            throws IOException {
        return new Server(config, journal, clock, version, network);
    }

    /// Where clients are served; the real port also when any was asked for.
    public InetSocketAddress address() {
        return address;
    }

    /// Where metrics are served, if they are.
    Optional<InetSocketAddress> metricsAddress() {
        return Optional.ofNullable(metricsAddress);
    }

    /// Whether clients are told of any relay.
    boolean hasRelays() {
        return !relays.isEmpty();
    }

    /// Has the server follow its configuration from now on.
    ///
    /// @param source reads the configuration anew
    /// @param others what follows it besides the server's own parts
    /// @param period between two looks at the files
    /// @return to ask for it between the looks; closed with the server
    Reload follow(Supplier<Loaded> source, List<Reload.Part> others, Duration period) {
        List<Reload.Part> all = new ArrayList<>(others);
        all.addAll(followers);
        return keep(Reload.open(source, config, all, period));
    }

    /// Where certificates are proven over plain HTTP, that port answers the clients' first questions too, and sends
    /// everybody else to TLS.
    private void openPlain(Loops loops, Routes routes) throws IOException {
        if (config.http().tls() instanceof Tls.Acme acme
                && acme.challenge() instanceof Tls.Challenge.Http(ListenAddress listen)) {
            String url = config.http().serverUrl().toString();
            routes.otherwise(request -> Response.text(302, "over TLS\n").withHeader("location", url + request.path()));
            keep(HttpListener.open(loops, Translation.socketAddress(listen), Optional::empty, routes));
        }
    }

    private RelayMap openRelays(Members members, Certificates certificates, Routes outer, Loops loops, RelayWatch watch)
            throws IOException {
        BootstrapDns dns = new BootstrapDns(() -> RelayMap.hosts(members.coordinator(), config), members.clock());
        var around = new EmbeddedRelay.Surroundings(members, dns, certificates, outer, loops, watch);
        Optional<EmbeddedRelay> embedded = EmbeddedRelay.open(config, around);
        embedded.ifPresent(parts::push);
        RelayMap map = keep(follow(new RelayMap(members.coordinator(), embedded)));
        map.apply(config);
        return map;
    }

    private <T extends Reload.Part> T follow(T part) {
        followers.add(part);
        return part;
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static void addHealth(Routes routes, Readiness readiness, String version) {
        routes.add("GET", "/health", readiness::answer);
        routes.add("GET", "/version", _ -> Response.json(200, version));
        routes.add("GET", "/robots.txt", _ -> Response.text(200, "User-agent: *\nDisallow: /\n"));
    }

    private void openSocket(Loops loops, Operation.Socket socket, Routes routes) throws IOException {
        Path folder = socket.path().toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        keep(HttpListener.open(loops, socket.path(), routes));
        Files.setPosixFilePermissions(socket.path(), permissions(socket.permission()));
        parts.push(() -> Files.deleteIfExists(socket.path()));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] inOrder = {
            PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
        };
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < inOrder.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(inOrder[bit]);
            }
        }
        return permissions;
    }

    /// Takes no more requests, ends the streams, and lets go of everything.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                org.slf4j.LoggerFactory.getLogger(Server.class)
                        .atWarn()
                        .setCause(failed)
                        .log("part did not close");
            }
        }
    }
}
