package net.headscale.cli.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import net.headscale.cli.output.Failure;
import net.headscale.config.Remote;

/// The API of another machine's server, over HTTP or HTTPS, with an API key.
public final class HttpApi implements Api {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final URI server;
    private final String apiKey;
    private final HttpClient client;

    private HttpApi(URI server, String apiKey, HttpClient client) {
        this.server = server;
        this.apiKey = apiKey;
        this.client = client;
    }

    /// The API of a configured server; a bare host means HTTPS.
    public static HttpApi of(Remote remote) {
        if (remote.apiKey().isEmpty()) {
            throw Failure.of("a server of another machine needs an API key: set HEADSCALE_CLI_API_KEY");
        }
        String address = remote.address().contains("://") ? remote.address() : "https://" + remote.address();
        var client = HttpClient.newBuilder().connectTimeout(remote.timeout()).version(HttpClient.Version.HTTP_1_1);
        if (remote.isInsecure()) {
            client.sslContext(trustingAnyone());
        }
        return new HttpApi(uri(address.replaceFirst("/+$", "")), remote.apiKey(), client.build());
    }

    private static URI uri(String address) {
        Failure unfit = Failure.of(
                "cli.address (HEADSCALE_CLI_ADDRESS): expected a host, host:port or a URL, found " + address);
        try {
            URI uri = new URI(address);
            if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
                throw unfit;
            }
            return uri;
        } catch (URISyntaxException none) {
            throw unfit;
        }
    }

    @Override
    public Reply call(Call call) {
        try {
            var answer = client.send(request(call), BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new ApiUnreachable("no answer from " + server + ": " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnreachable("interrupted", e);
        }
    }

    /// What the person should know of a failure; the JDK gives a refused connection no message.
    private String reason(IOException failure) {
        if (failure instanceof ConnectException) {
            return failure.getCause() instanceof UnresolvedAddressException || hasUnknownName(failure)
                    ? "its name is not known"
                    : "nothing accepts connections there";
        }
        if (failure instanceof SSLException && server.getScheme().equals("https")) {
            return failure.getMessage() + " (for a server without TLS, write http:// before its address)";
        }
        return String.valueOf(failure.getMessage());
    }

    private static boolean hasUnknownName(IOException failure) {
        return failure.getCause() != null && failure.getCause().getCause() instanceof UnresolvedAddressException;
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest request(Call call) {
        var body = call.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(call.body());
        var request = HttpRequest.newBuilder(URI.create(server + call.path()))
                .timeout(LONGEST_ANSWER)
                .header("Authorization", "Bearer " + apiKey)
                .method(call.method(), body);
        if (!call.body().isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!call.tailnet().isEmpty()) {
            request.header("Headscale-Tailnet", call.tailnet());
        }
        return request.build();
    }

    /// For `cli.insecure`, which says in its name what it is: certificates are not looked at.
    private static SSLContext trustingAnyone() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected TLS in this JVM, found none", e);
        }
    }

    /// Trusts every certificate, whatever name it is for.
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
