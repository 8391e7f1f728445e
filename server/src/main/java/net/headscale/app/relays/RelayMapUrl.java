package net.headscale.app.relays;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.headscale.app.reload.Unusable;
import net.headscale.config.DerpDocument;
import net.headscale.config.key.Problem;

/// A relay map on the web, fetched with care: the server must not be made to ask what only it can reach.
///
/// At most 1 MiB within ten seconds over at most three redirects, by http or https; from no link-local address (where
/// clouds keep their secrets) unless the configured URL names one itself.
///
/// @param url as it is configured
record RelayMapUrl(URI url) {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_REDIRECTS = 3;
    private static final Duration MOST_TIME = Duration.ofSeconds(10);

    /// The map as it is now.
    ///
    /// @throws Unusable if it cannot be had, or is none
    DerpDocument fetch() {
        return switch (DerpDocument.parse(text(), url.toString())) {
            case DerpDocument.Read.Ready(DerpDocument document) -> document;
            case DerpDocument.Read.Unusable(List<Problem> problems) ->
                throw new Unusable(String.join(
                        "; ", problems.stream().map(Problem::toString).toList()));
        };
    }

    private String text() {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> text = thread.submit(this::follow);
            try {
                return text.get(MOST_TIME.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failed) {
                throw unusable(String.valueOf(failed.getMessage())); // the cause's class and words
            } catch (TimeoutException late) {
                throw unusable("no answer within 10 s");
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw unusable("interrupted");
            } finally {
                text.cancel(true);
            }
        }
    }

    private Unusable unusable(String reason) {
        return new Unusable("cannot fetch the relay map " + url + ": " + reason);
    }

    private String follow() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(MOST_TIME)
                .build()) {
            URI at = url;
            for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
                check(at);
                HttpResponse<InputStream> answer = client.send(
                        HttpRequest.newBuilder(at).timeout(MOST_TIME).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = answer.body()) {
                    if (answer.statusCode() == 200) {
                        return bounded(body);
                    }
                }
                if (answer.statusCode() / 100 != 3
                        || answer.headers().firstValue("location").isEmpty()) {
                    throw new IOException("status " + answer.statusCode());
                }
                at = at.resolve(answer.headers().firstValue("location").orElseThrow());
            }
            throw new IOException("more than three redirects");
        }
    }

    /// The JDK remembers the addresses of a name for 30 s, so that the connection goes to one that was looked at here.
    private void check(URI at) throws IOException {
        String scheme = String.valueOf(at.getScheme()).toLowerCase(Locale.ROOT);
        if (at.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IOException("expected http or https and a host, found " + at);
        }
        if (at.getHost().equals(url.getHost()) && isLiteral(at.getHost())) {
            return;
        }
        for (InetAddress address : addresses(at)) {
            if (address.isLinkLocalAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()) {
                throw new IOException(at.getHost() + " is a link-local address");
            }
        }
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    private static InetAddress[] addresses(URI at) throws IOException {
        try {
            return InetAddress.getAllByName(at.getHost());
        } catch (UnknownHostException unknown) {
            throw new IOException("unknown host " + at.getHost(), unknown);
        }
    }

    private static String bounded(InputStream body) throws IOException {
        var text = new ByteArrayOutputStream();
        text.writeBytes(body.readNBytes(MOST_BYTES + 1));
        if (text.size() > MOST_BYTES) {
            throw new IOException("it is larger than 1 MiB");
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
