package net.headscale.app.keeping;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.headscale.app.reload.Unusable;
import net.headscale.journal.postgres.PostgresAddress;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.Tls;

/// A database as libpq's URLs name it: `postgres://USER:PASSWORD@HOST:PORT/NAME?sslmode=…`.
///
/// Of its parameters `host` (the folder of a socket), `port`, `user`, `password`, `sslmode` and `sslrootcert` count.
///
/// @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">libpq</a>
final class PostgresUrl {
    private static final String NO_HOST = "no-host.invalid";
    private static final String EXPECTED =
            "expected postgres://USER:PASSWORD@HOST:PORT/NAME or postgres://USER@/NAME?host=FOLDER, found another URL";

    private PostgresUrl() {}

    static boolean isOne(String text) {
        return text.matches("postgres(ql)?://.*");
    }

    /// @param roots what holds where the URL has no `sslrootcert`
    /// @throws Unusable if it names no database; its text is not shown, since it may hold a password
    static PostgresServer parse(String text, String roots) {
        try {
            // Java knows no user without a host, libpq does
            URI url = new URI(text.replaceFirst("^(postgres(?:ql)?://[^/?@]*)@/", "$1@" + NO_HOST + "/"));
            Map<String, String> parameters = parameters(url);
            String host = parameters.getOrDefault(
                    "host", Optional.ofNullable(url.getHost()).orElse(NO_HOST));
            String path = Optional.ofNullable(url.getPath()).orElse("");
            if (host.equals(NO_HOST) || path.length() < 2) {
                throw new Unusable(EXPECTED);
            }
            var tls = new Tls(
                    Tls.Mode.parse(parameters.getOrDefault("sslmode", "prefer")),
                    parameters.getOrDefault("sslrootcert", roots));
            String[] login =
                    Optional.ofNullable(url.getUserInfo()).orElse("headscale").split(":", 2);
            return new PostgresServer(
                    PostgresAddress.of(host, port(url, parameters), tls),
                    path.substring(1),
                    parameters.getOrDefault("user", login[0]),
                    parameters.getOrDefault("password", login.length == 2 ? login[1] : ""));
        } catch (URISyntaxException malformed) {
            throw new Unusable(EXPECTED);
        } catch (IllegalArgumentException nonsense) {
            throw new Unusable("the URL of the database: " + nonsense.getMessage());
        }
    }

    private static int port(URI url, Map<String, String> parameters) {
        int usual = url.getPort() < 0 ? 5432 : url.getPort();
        return Integer.parseInt(parameters.getOrDefault("port", Integer.toString(usual)));
    }

    private static Map<String, String> parameters(URI url) {
        Map<String, String> parameters = new HashMap<>();
        String query = Optional.ofNullable(url.getRawQuery()).orElse("");
        for (String parameter : query.split("&", -1)) {
            String[] sides = parameter.split("=", 2);
            if (sides.length == 2) {
                String escaped = sides[1].replace("+", "%2B"); // a plus is itself here; forms alone take it for a space
                parameters.put(sides[0], URLDecoder.decode(escaped, StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
