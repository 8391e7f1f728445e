package net.headscale.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/// A private key and the certificates that vouch for it, the server's own first.
///
/// As text: all of them in PEM, the key first.
///
/// @param key never shown
record Chain(PrivateKey key, List<X509Certificate> certificates) {
    private static final int DNS_NAME = 2; // X509Certificate.getSubjectAlternativeNames

    Chain {
        certificates = List.copyOf(certificates);
    }

    /// @return empty if `text` holds anything else
    static Optional<Chain> parse(String text) {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            if (!(parser.readObject() instanceof PrivateKeyInfo key)) {
                return Optional.empty();
            }
            List<X509Certificate> certificates = new ArrayList<>();
            while (parser.readObject() instanceof X509CertificateHolder certificate) {
                certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
            }
            return certificates.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Chain(new JcaPEMKeyConverter().getPrivateKey(key), certificates));
        } catch (IOException | GeneralSecurityException malformed) {
            return Optional.empty();
        }
    }

    String pem() {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new JcaPKCS8Generator(key, null));
            for (X509Certificate certificate : certificates) {
                writer.writeObject(certificate);
            }
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
        return text.toString();
    }

    /// Whether it is for exactly these names.
    boolean isFor(List<String> hosts) {
        try {
            Set<Object> names = new HashSet<>();
            var all = certificates.getFirst().getSubjectAlternativeNames();
            if (all != null) {
                all.stream().filter(name -> name.getFirst().equals(DNS_NAME)).forEach(name -> names.add(name.get(1)));
            }
            return names.equals(Set.copyOf(hosts));
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /// When the last third of its life begins, as authorities advise for renewals.
    Instant renewalAt() {
        Instant start = certificates.getFirst().getNotBefore().toInstant();
        Instant end = certificates.getFirst().getNotAfter().toInstant();
        return end.minus(Duration.between(start, end).dividedBy(3));
    }

    @Override
    public String toString() {
        return "Chain(" + certificates.getFirst().getSubjectX500Principal() + ", redacted)";
    }
}
