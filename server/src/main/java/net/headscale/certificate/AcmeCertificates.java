package net.headscale.certificate;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates that an authority issues by itself, renewed in time.
///
/// An authority that fails never hinders the server: until it has issued the first, a certificate that nobody vouches
/// for is shown; later, the former one. Thread-safe.
public final class AcmeCertificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeCertificates.class);
    private static final Duration LOOK = Duration.ofMinutes(10); // the longest between two
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LAST_RETRY = Duration.ofHours(6); // authorities limit failed orders by the hour

    private final AcmeSettings settings;
    private final Challenges challenges;
    private final InstantSource clock;
    private final SecretFile file;
    private final Presenter presenter;
    private final SslContext context;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("acme").daemon().factory());
    private Duration retry = FIRST_RETRY;

    private AcmeCertificates(AcmeSettings settings, Challenges challenges, InstantSource clock) {
        this.settings = settings;
        this.challenges = challenges;
        this.clock = clock;
        this.file = new SecretFile(settings.folder().resolve(settings.hosts().getFirst() + ".pem"));
        this.presenter = new Presenter(challenges, kept().orElseGet(this::placeholder));
        this.context = context(presenter);
    }

    /// Takes what was issued before, and sees to what is missing once [#start] is called.
    ///
    /// @param challenges to be shown where the authority looks
    /// @throws UnusableCertificate if the folder cannot be used
    public static AcmeCertificates open(AcmeSettings settings, Challenges challenges, InstantSource clock) {
        return new AcmeCertificates(settings, challenges, clock);
    }

    /// Begins to look after the certificate; the challenges must be reachable by now.
    public void start() {
        thread.execute(this::look);
    }

    /// Serves TLS with what is there at the time of each connection.
    public SslContext context() {
        return context;
    }

    private Optional<Chain> kept() {
        return file.read().flatMap(Chain::parse).filter(chain -> chain.isFor(settings.hosts()));
    }

    private Chain placeholder() {
        OwnCertificate made = OwnCertificate.generate(settings.hosts().getFirst(), clock.instant(), random);
        return new Chain(made.key(), List.of(made.certificate()));
    }

    private boolean isDue() {
        Chain shown = presenter.shown();
        return !shown.isFor(settings.hosts())
                || !isIssued(shown)
                || !clock.instant().isBefore(shown.renewalAt());
    }

    private static boolean isIssued(Chain chain) {
        var own = chain.certificates().getFirst();
        return !own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
    }

    /// The thread's root: looks, orders if it is time, and comes back.
    private void look() {
        Duration pause = LOOK;
        try {
            if (isDue()) {
                renew();
            }
            retry = FIRST_RETRY;
            pause = untilRenewal();
        } catch (AcmeException | RuntimeException failed) {
            LOG.atWarn()
                    .addKeyValue("reason", String.valueOf(failed.getMessage()))
                    .addKeyValue("next", retry)
                    .log("certificate not issued, the former one is kept");
            pause = retry;
            retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!thread.isShutdown()) {
            thread.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Never long, since a machine may sleep meanwhile.
    private Duration untilRenewal() {
        Duration left = Duration.between(clock.instant(), presenter.shown().renewalAt());
        return left.compareTo(LOOK) > 0 ? LOOK : left.isNegative() ? Duration.ofSeconds(1) : left;
    }

    private void renew() throws AcmeException, InterruptedException {
        Chain issued = new AcmeOrder(settings, challenges, random).carryOut();
        file.write(issued.pem());
        presenter.show(issued);
        Instant end = issued.certificates().getFirst().getNotAfter().toInstant();
        LOG.atInfo()
                .addKeyValue("hosts", settings.hosts())
                .addKeyValue("until", end)
                .log("certificate issued");
    }

    private static SslContext context(Presenter presenter) {
        try {
            return SslContextBuilder.forServer(presenter)
                    .sslProvider(SslProvider.JDK) // asks the presenter anew for each connection
                    .protocols("TLSv1.3", "TLSv1.2")
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            TlsAlpn01Challenge.ACME_TLS_1_PROTOCOL,
                            "http/1.1"))
                    .build();
        } catch (SSLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
