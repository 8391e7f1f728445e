package net.headscale.app.configured;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.headscale.app.reload.Reload;
import net.headscale.certificate.AcmeCertificates;
import net.headscale.certificate.AcmeSettings;
import net.headscale.certificate.CertificateFiles;
import net.headscale.certificate.Challenges;
import net.headscale.config.Config;
import net.headscale.config.Tls;
import org.jspecify.annotations.Nullable;

/// The certificate that new connections of the main listener get; those that are there keep theirs.
///
/// Thread-safe.
public final class Certificates implements Supplier<Optional<SslContext>>, Reload.Part, AutoCloseable {
    private volatile @Nullable SslContext current;

    private final @Nullable AcmeCertificates automatic;

    private Certificates(@Nullable SslContext first, @Nullable AcmeCertificates automatic) {
        this.current = first;
        this.automatic = automatic;
    }

    /// Reads what the configuration names.
    ///
    /// @param challenges where an authority's questions are answered; it asks none before [#start]
    /// @throws net.headscale.certificate.UnusableCertificate if that is no certificate with its key
    public static Certificates open(Config config, Challenges challenges, InstantSource clock) {
        if (config.http().tls() instanceof Tls.Acme acme) {
            AcmeCertificates automatic = AcmeCertificates.open(settings(acme), challenges, clock);
            return new Certificates(automatic.context(), automatic);
        }
        return new Certificates(read(config.http().tls()), null);
    }

    private static AcmeSettings settings(Tls.Acme acme) {
        AcmeSettings.Challenge challenge = switch (acme.challenge()) {
            case Tls.Challenge.Http _ -> AcmeSettings.Challenge.HTTP_01;
            case Tls.Challenge.TlsAlpn _ -> AcmeSettings.Challenge.TLS_ALPN_01;
        };
        return new AcmeSettings(acme.hosts(), acme.folder(), challenge, acme.directory(), acme.email());
    }

    /// Begins to look after certificates that an authority issues; its questions must reach the server by now.
    public void start() {
        if (automatic != null) {
            automatic.start();
        }
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
        if (automatic == null) {
            current = read(config.http().tls());
        }
    }

    private static @Nullable SslContext read(Tls tls) {
        return switch (tls) {
            case Tls.None _, Tls.Acme _ -> null;
            case Tls.Files(Path certificate, Path key) -> CertificateFiles.read(certificate, key);
        };
    }

    @Override
    public String name() {
        return "the certificate";
    }

    @Override
    public void close() {
        if (automatic != null) {
            automatic.close();
        }
    }
}
