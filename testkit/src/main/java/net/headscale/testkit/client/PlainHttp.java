package net.headscale.testkit.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import net.headscale.wire.json.Bytes;

/// Requests outside Noise: the server's key and its pages.
final class PlainHttp {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PlainHttp() {}

    static HttpAnswer get(URI page, Duration patience) {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(patience).build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofByteArray());
            Map<String, String> headers = new HashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new HttpAnswer(response.statusCode(), headers, Bytes.of(response.body()));
        } catch (IOException failed) {
            throw new ClientFailure.ConnectionEnded("GET " + page + " failed: " + failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientFailure.ConnectionEnded("interrupted while waiting for " + page);
        }
    }
}
