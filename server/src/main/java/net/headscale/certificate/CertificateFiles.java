package net.headscale.certificate;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/// A certificate chain and its key, in two PEM files that the operator names.
public final class CertificateFiles {
    private CertificateFiles() {}

    /// Serves TLS with what the files hold now.
    ///
    /// @throws UnusableCertificate if they hold something else
    public static SslContext read(Path certificate, Path key) {
        try {
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new UnusableCertificate(
                    "cannot use the certificate " + certificate + " with the key " + key + ": " + reason(unusable));
        }
    }

    /// Netty says only what it was doing; its cause says what was wrong.
    private static String reason(Exception unusable) {
        Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
        return String.valueOf(cause.getMessage());
    }
}
