package net.headscale.relay;

import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import net.headscale.http.Exchange;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.http.WebSocket;
import net.headscale.wire.derp.FromServer;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;

/// Forwards packets between connected nodes by their keys.
///
/// Thread-safe. Of several connections with one key the newest is the one that packets go to.
public final class DerpServer implements AutoCloseable {
    private static final String UPGRADE = "derp";
    private static final int MOST_CHALLENGE = 64;

    private final X25519Secret secret;
    private final NodeKey key;
    private final Admits admits;
    private final RandomGenerator random;
    private final long clientBytesPerSecond;
    private final RelayWatch watch;
    private final Map<NodeKey, DerpConnection> active = new ConcurrentHashMap<>();
    private final Set<DerpConnection> all = ConcurrentHashMap.newKeySet();

    /// @param secret the relay's own key; stays the caller's, who closes it after this
    /// @param admits asked once for each connection
    /// @param clientBytesPerSecond what one client may send; 0: as much as it can
    /// @param random a `SecureRandom`, except in tests
    /// @param watch told of every packet
    public DerpServer(
            X25519Secret secret, Admits admits, long clientBytesPerSecond, RandomGenerator random, RelayWatch watch) {
        this.secret = secret;
        this.key = NodeKey.of(secret.publicBytes());
        this.admits = admits;
        this.clientBytesPerSecond = clientBytesPerSecond;
        this.random = random;
        this.watch = watch;
    }

    /// Adds the relay's paths, its probes among them.
    ///
    /// @return the same routes
    public Routes addTo(Routes routes) {
        return routes.addOnLoop("GET", "/derp", this::upgrade)
                .add("GET", "/derp/probe", _ -> probe())
                .add("GET", "/derp/latency-check", _ -> probe())
                .add("GET", "/generate_204", DerpServer::noContent);
    }

    /// Ends the connections of a node that may not use the relay any more.
    public void drop(NodeKey node) {
        all.stream().filter(connection -> connection.isOf(node)).forEach(DerpConnection::close);
    }

    /// Ends the connections of all nodes that are not admitted any more, such as those whose key has expired meanwhile.
    public void dropStrangers() {
        all.forEach(DerpConnection::closeUnlessAdmitted);
    }

    /// How many connections there are.
    public int size() {
        return all.size();
    }

    private static Response probe() {
        return Response.empty(200).withHeader("access-control-allow-origin", "*");
    }

    /// What clients look for behind captive portals (tailscale `net/captivedetection`).
    private static Response noContent(Request request) {
        Response answer = Response.empty(204)
                .withHeader("cache-control", "no-cache, no-store, must-revalidate, no-transform, max-age=0");
        return request.header("x-tailscale-challenge")
                .filter(challenge -> challenge.length() <= MOST_CHALLENGE
                        && challenge.chars().allMatch(DerpServer::isChallengeCharacter))
                .map(challenge -> answer.withHeader("x-tailscale-response", "response " + challenge))
                .orElse(answer);
    }

    private static boolean isChallengeCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_'
                || c == ':';
    }

    private void upgrade(Exchange exchange) {
        if (WebSocket.isAskedFor(exchange.request(), UPGRADE)) {
            exchange.takeOver(channel -> {
                if (channel.isActive()) {
                    WebSocket.accept(channel, exchange.request(), UPGRADE);
                    install(channel);
                }
            });
            return;
        }
        boolean isDerp = exchange.request()
                .header("upgrade")
                .filter(UPGRADE::equalsIgnoreCase)
                .isPresent();
        if (!isDerp) {
            exchange.reply(Response.text(426, "DERP requires connection upgrade\n")
                    .withHeader("upgrade", "DERP")
                    .withHeader("connection", "Upgrade"));
            return;
        }
        exchange.takeOver(channel -> {
            writeHead(channel);
            install(channel);
        });
    }

    private void install(Channel channel) {
        if (!channel.isActive()) {
            return;
        }
        DerpConnection connection = new DerpConnection(this, channel);
        all.add(connection);
        channel.closeFuture().addListener(_ -> all.remove(connection));
        channel.pipeline().addLast(connection);
        connection.start();
    }

    private void writeHead(Channel channel) {
        String head = String.join(
                "\r\n",
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: DERP",
                "Connection: Upgrade",
                "Derp-Version: 2",
                "Derp-Public-Key: " + HexFormat.of().formatHex(key.bytes()),
                "",
                "");
        channel.write(io.netty.buffer.Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII));
    }

    X25519Secret secret() {
        return secret;
    }

    NodeKey key() {
        return key;
    }

    long clientBytesPerSecond() {
        return clientBytesPerSecond;
    }

    RandomGenerator random() {
        return random;
    }

    boolean admits(NodeKey node) {
        return admits.node(node);
    }

    RelayWatch watch() {
        return watch;
    }

    /// A connection has proven its key.
    void joined(NodeKey node, DerpConnection connection) {
        watch.joined();
        active.put(node, connection);
    }

    /// A connection is gone; those who heard from its node here are told.
    void left(NodeKey node, DerpConnection connection) {
        watch.left();
        if (active.remove(node, connection)) {
            connection.heardBy().forEach(peer -> {
                DerpConnection other = active.get(peer);
                if (other != null) {
                    other.send(new FromServer.PeerGone(node, FromServer.PeerGone.DISCONNECTED));
                }
            });
        }
    }

    @org.jspecify.annotations.Nullable DerpConnection active(NodeKey node) {
        return active.get(node);
    }

    /// Ends all connections.
    @Override
    public void close() {
        all.forEach(DerpConnection::close);
    }
}
