package net.headscale.certificate;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;

/// What a certification authority is answered that checks whether a name is ours; there while it checks.
///
/// Thread-safe.
public final class Challenges {
    private final Map<String, String> byToken = new ConcurrentHashMap<>();
    private final Map<String, Proof> byHost = new ConcurrentHashMap<>();

    /// A certificate that answers the challenge TLS-ALPN-01 for one name.
    record Proof(KeyPair keys, X509Certificate certificate) {}

    /// Adds the path that is asked over plain HTTP.
    public Routes addTo(Routes routes) {
        return routes.add("GET", "/.well-known/acme-challenge/{token}", this::answer);
    }

    private Response answer(Request request) {
        return Optional.ofNullable(byToken.get(request.parameter("token")))
                .map(text -> Response.text(200, text))
                .orElseGet(() -> Response.text(404, "no such challenge\n"));
    }

    void show(String token, String authorization) {
        byToken.put(token, authorization);
    }

    void show(String host, Proof proof) {
        byHost.put(host, proof);
    }

    Optional<Proof> proofOf(String host) {
        return Optional.ofNullable(byHost.get(host));
    }

    void clear() {
        byToken.clear();
        byHost.clear();
    }
}
