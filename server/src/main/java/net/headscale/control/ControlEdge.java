package net.headscale.control;

import io.netty.channel.Channel;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.headscale.http.Exchange;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.http.WebSocket;
import net.headscale.registration.Registrar;
import net.headscale.session.Sessions;
import net.headscale.ssh.SshChecks;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.noise.ControlKey;
import net.headscale.wire.noise.HandshakeAnswer;
import net.headscale.wire.tailcfg.endpoint.OverTlsPublicKeyResponse;
import net.headscale.wire.tailcfg.endpoint.OverTlsPublicKeyResponseCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The outer paths that clients use: `GET /key` and `POST /ts2021`.
public final class ControlEdge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlEdge.class);
    private static final int MOST_HANDSHAKE_TEXT = 256; // 101 bytes are 136 characters

    private final MachineKey publicKey;
    private final HandshakePool handshakes;
    private final MachineRequests requests;
    private final RandomGenerator random;

    private ControlEdge(
            MachineKey publicKey, HandshakePool handshakes, MachineRequests requests, RandomGenerator random) {
        this.publicKey = publicKey;
        this.handshakes = handshakes;
        this.requests = requests;
        this.random = random;
    }

    /// Starts the handshake threads.
    ///
    /// @param key the server's; stays the caller's, who closes it after this
    /// @param random a `SecureRandom`, except in tests
    public static ControlEdge open(
            ControlKey key,
            Registrar registrar,
            SshChecks sshChecks,
            Sessions sessions,
            Clock clock,
            RandomGenerator random) {
        return open(key, registrar, sshChecks, sessions, clock, random, ControlWatch.NONE);
    }

    /// Starts the handshake threads, watched.
    public static ControlEdge open(
            ControlKey key,
            Registrar registrar,
            SshChecks sshChecks,
            Sessions sessions,
            Clock clock,
            RandomGenerator random,
            ControlWatch watch) {
        return new ControlEdge(
                key.publicKey(),
                HandshakePool.open(key, random, clock, watch),
                new MachineRequests(registrar, sshChecks, sessions, clock, watch),
                random);
    }

    /// How many handshakes wait.
    public int waiting() {
        return handshakes.waiting();
    }

    /// Adds the paths of this edge.
    ///
    /// @return the same routes
    public Routes addTo(Routes routes) {
        return routes.add("GET", "/key", this::key)
                .addOnLoop("POST", "/ts2021", this::upgrade)
                .addOnLoop("GET", "/ts2021", this::upgrade);
    }

    private Response key(Request request) {
        if (request.query("v").filter(ControlEdge::isNumber).isEmpty()) {
            return Response.text(400, "expected a capability version: /key?v=NUMBER\n");
        }
        var keys = new OverTlsPublicKeyResponse(MachineKey.ZERO, publicKey);
        return Response.of(200, "application/json", OverTlsPublicKeyResponseCodec.encode(keys));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void upgrade(Exchange exchange) {
        Optional<String> fault = fault(exchange.request());
        if (fault.isPresent()) {
            exchange.reply(Response.text(400, fault.get() + "\n"));
            return;
        }
        byte[] initiation;
        try {
            initiation =
                    Base64.getDecoder().decode(handshake(exchange.request()).orElseThrow());
        } catch (IllegalArgumentException notBase64) {
            exchange.reply(Response.text(400, "invalid tailscale handshake header\n"));
            return;
        }
        boolean isTaken = handshakes.submit(exchange.channel(), initiation, answer -> finish(exchange, answer));
        if (!isTaken) {
            exchange.reply(
                    Response.text(503, "too many handshakes, try again\n").withHeader("retry-after", "1"));
        }
    }

    private static Optional<String> fault(Request request) {
        Optional<String> protocol = WebSocket.isAskedFor(request, NoisePipeline.PROTOCOL)
                ? Optional.of(NoisePipeline.PROTOCOL)
                : request.header("upgrade");
        if (protocol.isEmpty()) {
            return Optional.of(
                    "missing next protocol (does a proxy in front drop the Upgrade header of POST requests?)");
        }
        if (!protocol.get().equalsIgnoreCase(NoisePipeline.PROTOCOL)) {
            return Optional.of("unknown next protocol");
        }
        return handshake(request)
                        .filter(text -> text.length() <= MOST_HANDSHAKE_TEXT)
                        .isPresent()
                ? Optional.empty()
                : Optional.of("missing Tailscale handshake header");
    }

    /// In a header, or in the query of clients in browsers, which cannot set one.
    private static Optional<String> handshake(Request request) {
        return request.header("x-tailscale-handshake")
                .or(() -> request.query("X-Tailscale-Handshake").filter(text -> !text.isEmpty()));
    }

    private void finish(Exchange exchange, HandshakeAnswer answer) {
        switch (answer) {
            case HandshakeAnswer.Accepted accepted ->
                exchange.takeOver(
                        channel -> NoisePipeline.install(channel, accepted, exchange.request(), requests, random));
            case HandshakeAnswer.Refused refused -> {
                LOG.atDebug().addKeyValue("reason", refused.reason()).log("handshake refused");
                exchange.takeOver(channel -> NoisePipeline.refuse(channel, exchange.request(), refused.frame()));
            }
            case HandshakeAnswer.Dropped(String reason) -> {
                LOG.atDebug().addKeyValue("reason", reason).log("handshake dropped");
                exchange.takeOver(Channel::close);
            }
        }
    }

    /// Ends the handshake threads.
    @Override
    public void close() {
        handshakes.close();
    }
}
