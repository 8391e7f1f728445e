package net.headscale.app.keeping;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.HandshakeFailed;
import net.headscale.wire.noise.Initiator;

/// Goes the way of a client to its server, as far as the Noise handshake: what proxies break, they break on it.
final class Way {
    private static final int VERSION = 130; // any that the server understands
    private static final Pattern KEY = Pattern.compile("\"publicKey\":\\s*\"(mkey:[0-9a-f]{64})\"");

    private Way() {}

    /// How far it leads.
    sealed interface Result {
        /// To a server whose messages arrive when they are sent.
        record Clear() implements Result {}

        /// To something else.
        ///
        /// @param path what was asked for
        /// @param answer the first line of what it said
        record Elsewhere(String path, String answer) implements Result {}

        /// To the server, without the header that asks for the upgrade.
        record UpgradeDropped() implements Result {}

        /// To the server and back, but what the server sends of itself is kept until the connection ends.
        record HeldBack() implements Result {}
    }

    /// @throws IOException if nothing answers
    static Result walk(URI url) throws IOException {
        String health = Probe.ask(url, "GET /health");
        if (!health.startsWith("HTTP/1.1 200")) {
            return new Result.Elsewhere("/health", firstLine(health));
        }
        String keys = Probe.ask(url, "GET /key?v=" + VERSION);
        Matcher key = KEY.matcher(keys);
        if (!key.find()) {
            return new Result.Elsewhere("/key", firstLine(keys));
        }
        var random = new SecureRandom();
        try (X25519Secret machine = X25519Secret.generate(random);
                Initiator initiator = Initiator.start(machine, MachineKey.parse(key.group(1)), VERSION, random)) {
            return shakeHands(url, initiator);
        }
    }

    private static Result shakeHands(URI url, Initiator initiator) throws IOException {
        String handshake = Base64.getEncoder().encodeToString(initiator.initiation());
        try (Probe probe = Probe.send(url, "POST /ts2021", "X-Tailscale-Handshake: " + handshake + "\r\n")) {
            String head = probe.head();
            if (!head.startsWith("HTTP/1.1 101")) {
                return head.contains("missing next protocol")
                        ? new Result.UpgradeDropped()
                        : new Result.Elsewhere("/ts2021", firstLine(head));
            }
            byte[] reply = probe.bytes(3, Initiator::replyLength);
            if (reply.length == 0) {
                return new Result.HeldBack();
            }
            initiator.finish(reply).close();
            return new Result.Clear();
        } catch (HandshakeFailed other) {
            return new Result.Elsewhere("/ts2021", "another handshake");
        }
    }

    private static String firstLine(String answer) {
        return answer.lines().findFirst().orElse("nothing");
    }
}
