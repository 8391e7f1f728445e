package net.headscale.certificate;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.MalformedAddress;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate that the server made for itself. Nobody vouches for it: clients know it by its fingerprint.
///
/// Its file holds the private key and the certificate in PEM.
///
/// @param key never shown
/// @param certificate for one host
public record OwnCertificate(PrivateKey key, X509Certificate certificate) {
    // ten years: whoever trusts a fingerprint gains nothing by a new one, and loses the relay until it hears of it
    private static final Duration LIFE = Duration.ofDays(3_653);
    private static final Duration LEAST_LEFT = Duration.ofDays(90); // longer than a server usually runs between starts
    private static final Duration SLOW_CLOCKS = Duration.ofDays(1); // of clients

    /// The certificate in the file if it is for this host and lasts for a while; else a new one, kept there.
    ///
    /// @param host a DNS name or an IP address
    /// @throws UnusableCertificate if the file cannot be read or written, or everybody may read it
    public static OwnCertificate open(Path path, String host, Instant now, SecureRandom random) {
        SecretFile file = new SecretFile(path);
        Optional<OwnCertificate> kept =
                file.read().map(text -> parse(text, file)).filter(each -> each.isGoodFor(host, now));
        return kept.orElseGet(() -> {
            OwnCertificate made = generate(host, now, random);
            file.write(new Chain(made.key, List.of(made.certificate)).pem());
            return made;
        });
    }

    /// `sha256-raw:` and the fingerprint, as a DERP map names a certificate (tailscale `net/tlsdial`).
    public String pin() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return "sha256-raw:" + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// Serves TLS with it; the chain is this one certificate, as clients demand of a pinned one.
    public SslContext context() {
        try {
            return SslContextBuilder.forServer(key, certificate)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private boolean isGoodFor(String host, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        return now.plus(LEAST_LEFT).isBefore(end) && names(host).equals(namesOf(certificate));
    }

    private static GeneralNames namesOf(X509Certificate certificate) {
        try {
            return GeneralNames.fromExtensions(
                    new X509CertificateHolder(certificate.getEncoded()).getExtensions(),
                    Extension.subjectAlternativeName);
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static GeneralNames names(String host) {
        return new GeneralNames(new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }

    private static boolean isAddress(String host) {
        try {
            IpAddress.parse(host);
            return true;
        } catch (MalformedAddress name) {
            return false;
        }
    }

    static OwnCertificate generate(String host, Instant now, SecureRandom random) {
        try {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
            pairs.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = pairs.generateKeyPair();
            var name =
                    new X500NameBuilder().addRDN(BCStyle.CN, "headscale relay").build();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(64, random).setBit(63), // positive and never short
                    Date.from(now.minus(SLOW_CLOCKS)),
                    Date.from(now.plus(LIFE)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, names(host));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            X509Certificate made = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            return new OwnCertificate(pair.getPrivate(), made);
        } catch (GeneralSecurityException | OperatorCreationException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static OwnCertificate parse(String text, SecretFile file) {
        Chain chain = Chain.parse(text)
                .orElseThrow(() -> new UnusableCertificate(
                        file.path() + " holds no private key and certificate: remove it, and a new one is made"));
        return new OwnCertificate(chain.key(), chain.certificates().getFirst());
    }

    @Override
    public String toString() {
        return "OwnCertificate(" + certificate.getSubjectX500Principal() + ", redacted)";
    }
}
