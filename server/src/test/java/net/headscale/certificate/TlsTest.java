package net.headscale.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import net.headscale.http.HttpListener;
import net.headscale.http.Loops;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients can agree on with us, whoever issued the certificate.
class TlsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final URI NOBODY = URI.create("http://127.0.0.1:1/directory");
    private static final int PATIENCE_MILLIS = 30_000;

    @TempDir
    private Path folder;

    private final Loops loops = Loops.open(2);

    private enum Issuer {
        OPERATOR,
        OURSELVES,
        AUTHORITY
    }

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @EnumSource(Issuer.class)
    void what_is_older_than_1_2_is_refused(Issuer issuer) throws IOException {
        try (HttpListener listener = serve(context(issuer))) {
            for (String version : List.of("0301", "0302")) {
                try (Socket client = connect(listener)) {
                    client.getOutputStream().write(hello(version));

                    byte[] alert = client.getInputStream().readNBytes(7);
                    assertThat(HexFormat.of().formatHex(alert))
                            .startsWith("1503")
                            .endsWith("00020246"); // fatal: protocol_version
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Issuer.class)
    void versions_1_2_and_1_3_are_spoken(Issuer issuer) throws IOException {
        try (HttpListener listener = serve(context(issuer))) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                assertThat(agreed(listener, version)).isEqualTo(version);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, 200})
    void an_authority_that_fails_hinders_nobody(int status) throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        Routes authority = new Routes().add("GET", "/directory", _ -> {
            asked.countDown();
            return Response.text(status, "nonsense");
        });
        try (HttpListener there = listen(Optional.empty(), authority);
                AcmeCertificates automatic = automatic(URI.create("http://127.0.0.1:" + port(there) + "/directory"));
                HttpListener listener = serve(automatic.context())) {
            automatic.start();

            assertThat(asked.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(agreed(listener, "TLSv1.3")).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void an_authority_that_is_not_there_hinders_nobody() throws IOException {
        try (AcmeCertificates automatic = automatic(NOBODY);
                HttpListener listener = serve(automatic.context())) {
            automatic.start();

            assertThat(agreed(listener, "TLSv1.3")).isEqualTo("TLSv1.3");
        }
    }

    private SslContext context(Issuer issuer) throws IOException {
        return switch (issuer) {
            case OPERATOR -> {
                SelfSigned made =
                        SelfSigned.make(folder, "operator", Instant.now().plus(Duration.ofDays(1)));
                yield CertificateFiles.read(made.certificate(), made.key());
            }
            case OURSELVES ->
                OwnCertificate.generate("localhost", Instant.now(), RANDOM).context();
            case AUTHORITY -> automatic(NOBODY).context();
        };
    }

    private AcmeCertificates automatic(URI directory) {
        var settings = new AcmeSettings(
                List.of("one.example", "two.example"), folder, AcmeSettings.Challenge.HTTP_01, directory, "");
        return AcmeCertificates.open(settings, new Challenges(), InstantSource.system());
    }

    private HttpListener serve(SslContext context) throws IOException {
        return listen(Optional.of(context), new Routes());
    }

    private HttpListener listen(Optional<SslContext> tls, Routes routes) throws IOException {
        return HttpListener.open(loops, new InetSocketAddress("127.0.0.1", 0), () -> tls, routes);
    }

    private static int port(HttpListener listener) {
        return ((InetSocketAddress) listener.address()).getPort();
    }

    private static Socket connect(HttpListener listener) throws IOException {
        Socket client = new Socket("127.0.0.1", port(listener));
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    private static String agreed(HttpListener listener, String version) throws IOException {
        try (Socket plain = connect(listener);
                var client = (SSLSocket) trusting().getSocketFactory().createSocket(plain, "localhost", 1, true)) {
            client.setEnabledProtocols(new String[] {version});
            client.startHandshake();
            return client.getSession().getProtocol();
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /// A ClientHello of TLS 1.0 or 1.1, which JDKs refuse to send (RFC 4346, 7.4.1.2).
    private static byte[] hello(String version) {
        String body = version + "00".repeat(32) + "00" + "0006c009c013002f" + "0100";
        String handshake = "01" + "%06x".formatted(body.length() / 2) + body;
        return HexFormat.of().parseHex("160301" + "%04x".formatted(handshake.length() / 2) + handshake);
    }
}
