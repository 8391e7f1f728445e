package net.headscale.testkit.client;

import java.net.URI;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.MapRequest;
import net.headscale.wire.tailcfg.RegisterRequest;
import net.headscale.wire.tailcfg.RegisterResponse;
import net.headscale.wire.tailcfg.codec.MapRequestCodec;
import net.headscale.wire.tailcfg.codec.RegisterRequestCodec;
import net.headscale.wire.tailcfg.codec.RegisterResponseCodec;
import net.headscale.wire.tailcfg.endpoint.OverTlsPublicKeyResponseCodec;
import org.jspecify.annotations.Nullable;

/// One machine that runs a Tailscale client, as the server sees it. Its requests are the real client's unless a test
/// builds others; nothing is sent, retried or rotated but on command.
///
/// Identity and profile never change: `restarted`, `rotated` and `as` give another client on the same machine, with
/// connections of its own. Thread-safe.
public final class SimulatedClient implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClientIdentity identity;
    private final ClientProfile profile;

    /// Guards `connection` and `serverKey`. Dialling is done under it, so that there is one connection to share.
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable MachineKey serverKey;
    private @Nullable ControlConnection connection;

    private SimulatedClient(ClientIdentity identity, ClientProfile profile) {
        this.identity = identity;
        this.profile = profile;
    }

    /// A client on a new machine. Nothing is dialled yet.
    ///
    /// @param server the login server's URL, `http` only
    public static SimulatedClient at(URI server) {
        return of(ClientIdentity.generate(RANDOM), ClientProfile.at(server));
    }

    /// A client with these keys. Nothing is dialled yet.
    public static SimulatedClient of(ClientIdentity identity, ClientProfile profile) {
        return new SimulatedClient(identity, profile);
    }

    /// The keys it holds.
    public ClientIdentity identity() {
        return identity;
    }

    /// Where and how it connects.
    public ClientProfile profile() {
        return profile;
    }

    /// The node key it uses.
    public NodeKey nodeKey() {
        return identity.nodeKey();
    }

    /// The same keys with another profile.
    public SimulatedClient as(ClientProfile other) {
        return of(identity, other);
    }

    /// The same keys on a machine of another name.
    public SimulatedClient named(String hostname) {
        return as(profile.withHostname(hostname));
    }

    /// The same keys with another Hostinfo.
    public SimulatedClient saying(Hostinfo hostinfo) {
        return as(profile.withHostinfo(hostinfo));
    }

    /// The same machine and profile with other keys.
    public SimulatedClient as(ClientIdentity other) {
        return of(other, profile);
    }

    /// The client after a restart: the same node key, another disco key.
    public SimulatedClient restarted() {
        return as(identity.restarted(RANDOM));
    }

    /// The client with a new node key, as it makes one to log in again.
    public SimulatedClient rotated() {
        return as(identity.rotated(RANDOM));
    }

    /// The server's Noise key, asked for at each call.
    ///
    /// @throws ClientFailure if there is no such answer
    public MachineKey askServerKey() {
        byte[] document = page("/key?v=" + profile.version()).orThrow().body().toArray();
        return OverTlsPublicKeyResponseCodec.decode(document).publicKey();
    }

    /// A page outside Noise, such as the one to register at.
    ///
    /// @param path behind the login URL's prefix
    public HttpAnswer page(String path) {
        URI page = URI.create("http://" + profile.authority() + profile.pathPrefix() + path);
        return PlainHttp.get(page, profile.patience());
    }

    /// The connection that requests share; dialled if there is none, or none any more.
    public ControlConnection connection() {
        lock.lock();
        try {
            ControlConnection current = connection;
            if (current == null || !current.isOpen()) {
                current = dial();
                connection = current;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    /// One more connection of this machine, beside the shared one; the caller closes it.
    public ControlConnection dial() {
        lock.lock();
        try {
            MachineKey known = serverKey == null ? askServerKey() : serverKey;
            serverKey = known;
            return ControlConnection.open(profile, identity, known);
        } finally {
            lock.unlock();
        }
    }

    /// Any request to `path` inside Noise.
    public HttpAnswer post(String path, byte[] body) {
        return connection()
                .send(ControlRequest.post(profile.pathPrefix() + path, body))
                .await();
    }

    /// Any request to `path` inside Noise.
    public HttpAnswer get(String path) {
        return connection()
                .send(ControlRequest.get(profile.pathPrefix() + path))
                .await();
    }

    /// The registration that the real client begins with: its node key, no wish, no preauth key.
    public RegisterRequest.Builder registration() {
        return RegisterRequest.builder()
                .version(profile.version())
                .nodeKey(identity.nodeKey())
                .networkLockKey(identity.networkLockKey())
                .hostinfo(profile.hostinfo());
    }

    /// Registers with a preauth key.
    public RegisterResponse join(String authKey) {
        return register(registration().authKey(authKey).build());
    }

    /// Registers, and waits for the answer.
    ///
    /// @throws ClientFailure if no answer comes, or one with another status than 200
    public RegisterResponse register(RegisterRequest request) {
        return registerHeld(request).await();
    }

    /// Registers; the server may hold the answer.
    public Pending<RegisterResponse> registerHeld(RegisterRequest request) {
        return connection()
                .send(registerRequest(request))
                .map(answer ->
                        RegisterResponseCodec.decode(answer.orThrow().body().toArray()));
    }

    private ControlRequest registerRequest(RegisterRequest request) {
        String balance = request.nodeKey().toString(); // Ts-Lb; twice in a rotation, where one does as well here
        return ControlRequest.post(profile.pathPrefix() + "/machine/register", RegisterRequestCodec.encode(request))
                .with("ts-lb", balance);
    }

    /// The streaming map request of the real client, without endpoints: those it only sends in an update.
    public MapRequest.Builder mapRequest() {
        return MapRequest.builder()
                .version(profile.version())
                .compress("zstd")
                .keepAlive(true)
                .nodeKey(identity.nodeKey())
                .discoKey(identity.discoKey())
                .hostinfo(profile.hostinfo())
                .stream(true);
    }

    /// The lite update of the real client, with nothing new in it yet.
    public MapRequest.Builder liteUpdate() {
        return mapRequest().stream(false).omitPeers(true);
    }

    /// Asks for the map on the shared connection.
    public MapStream poll() {
        return poll(mapRequest().build());
    }

    /// Asks for a map on the shared connection.
    public MapStream poll(MapRequest request) {
        return poll(connection(), request);
    }

    /// Asks for a map on this connection.
    public MapStream poll(ControlConnection on, MapRequest request) {
        return on.stream(mapPost(request));
    }

    /// Asks for the map on the shared connection and does not look at it.
    public HeldStream hold() {
        return connection().hold(mapPost(mapRequest().build()));
    }

    /// Says what changed at this side; the whole answer, whose body is empty if the server is right.
    public HttpAnswer update(MapRequest request) {
        return connection().send(mapPost(request)).await();
    }

    private ControlRequest mapPost(MapRequest request) {
        return ControlRequest.post(profile.pathPrefix() + "/machine/map", MapRequestCodec.encode(request))
                .with("ts-lb", request.nodeKey().toString());
    }

    /// Breaks the shared connection (RST), as a killed client does.
    public void drop() {
        lock.lock();
        try {
            if (connection != null) {
                connection.drop();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Closes the shared connection (FIN), as a stopped client does. It dials again when it is used again.
    @Override
    public void close() {
        lock.lock();
        try {
            if (connection != null) {
                connection.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
