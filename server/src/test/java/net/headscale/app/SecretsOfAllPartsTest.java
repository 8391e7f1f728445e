package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.headscale.testkit.client.SimulatedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way in which a secret comes to the whole server, from outside and from its own machine: no line of the log
/// shows one, nor does any answer let a browser tell the next page where it came from.
class SecretsOfAllPartsTest {
    @TempDir
    private Path folder;

    private final List<String> secrets = new ArrayList<>();

    /// Notes the part of a key that nobody else may know.
    private String secret(String key) {
        secrets.add(key.substring(key.lastIndexOf('-') + 1));
        return key;
    }

    private static HttpResponse<String> ask(HttpClient http, RunningServer server, String path, String bearer)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.uri() + path))
                .header("Authorization", "Bearer " + bearer)
                .header("Referer", server.uri() + "/register/" + bearer)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private String authUrl(SimulatedClient client) {
        return secret(client.register(client.registration().build()).authUrl());
    }

    @Test
    void no_secret_that_comes_in_is_logged_at_any_level() throws Exception {
        try (LogLines lines = LogLines.open();
                HttpClient http = HttpClient.newHttpClient();
                RunningServer server = RunningServer.start(folder, "metrics_listen_addr: 127.0.0.1:0\n");
                SimulatedClient waiting = SimulatedClient.at(server.uri()).named("waiting")) {
            String apiKey = secret(server.run("apikeys", "create"));
            String authKey = secret(server.run("preauthkeys", "create"));
            String wrong = secret("hskey-api-000000000000-" + "wrongwrong".repeat(6));
            server.joinedBy(authKey, "laptop");
            server.joinedBy(authKey, "too-late");
            String authId = authUrl(waiting).replaceFirst(".*/", "");
            server.run("users", "create", "ana");

            for (String key : List.of(apiKey, wrong, authKey, authId)) {
                for (String path : List.of("/api/v1/node", "/register/" + key, "/auth/" + key, "/" + key, "/?" + key)) {
                    ask(http, server, path, key);
                }
            }
            server.outcome("auth", "register", "--auth-id", authId, "--user", "nobody");
            server.run("auth", "register", "--auth-id", authId, "--user", "ana");
            server.outcome("apikeys", "delete", "--prefix", apiKey);
            waiting.register(waiting.registration().build());

            List<String> said = Stream.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR)
                    .flatMap(level -> lines.of(level).stream())
                    .toList();
            assertThat(said).hasSizeGreaterThan(5);
            assertThat(secrets)
                    .hasSize(4)
                    .allSatisfy(secret -> assertThat(said).noneMatch(line -> line.contains(secret)));
        }
    }

    @Test
    void no_page_under_a_secret_path_tells_the_next_one_of_it() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                RunningServer server = RunningServer.start(folder, "");
                SimulatedClient waiting = SimulatedClient.at(server.uri()).named("waiting")) {
            String authId = authUrl(waiting).replaceFirst(".*/", "");

            for (String path : List.of("/register/" + authId, "/register/none", "/auth/" + authId)) {
                assertThat(ask(http, server, path, "").headers().firstValue("referrer-policy"))
                        .as(path)
                        .hasValue("no-referrer");
            }
        }
    }
}
