package net.headscale.app;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.headscale.certificate.CertificateFiles;
import net.headscale.config.Config;
import net.headscale.config.Tls;
import org.jspecify.annotations.Nullable;

/// The certificate that new connections of the main listener get; those that are there keep theirs.
///
/// Thread-safe.
final class Certificates implements Supplier<Optional<SslContext>>, Reload.Part {
    private volatile @Nullable SslContext current;

    private Certificates(@Nullable SslContext first) {
        this.current = first;
    }

    /// Reads what the configuration names.
    ///
    /// @throws net.headscale.certificate.UnusableCertificate if that is no certificate with its key
    static Certificates open(Config config) {
        return new Certificates(read(config.http().tls()));
    }

    @Override
    public Optional<SslContext> get() {
        return Optional.ofNullable(current);
    }

    @Override
    public List<Path> files(Config config) {
        return config.http().tls() instanceof Tls.Files(Path certificate, Path key)
                ? List.of(certificate, key)
                : List.of();
    }

    @Override
    public void apply(Config config) {
        current = read(config.http().tls());
    }

    private static @Nullable SslContext read(Tls tls) {
        return switch (tls) {
            case Tls.None _ -> null;
            case Tls.Files(Path certificate, Path key) -> CertificateFiles.read(certificate, key);
        };
    }

    @Override
    public String name() {
        return "the certificate";
    }
}
