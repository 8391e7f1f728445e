package net.headscale.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/// Chooses what a TLS connection is shown: the current chain, or the answer to a challenge (RFC 8737) where the other
/// side speaks that protocol and no other.
///
/// Thread-safe. One of these lives as long as the server; what it shows changes with renewals.
final class Presenter extends X509ExtendedKeyManager {
    private static final String CURRENT = "current";
    private static final String CHALLENGE = "challenge:";

    private final Challenges challenges;
    private volatile Chain chain;

    Presenter(Challenges challenges, Chain first) {
        this.challenges = challenges;
        this.chain = first;
    }

    void show(Chain next) {
        chain = next;
    }

    Chain shown() {
        return chain;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine != null && TlsAlpn01Challenge.ACME_TLS_1_PROTOCOL.equals(engine.getHandshakeApplicationProtocol())) {
            String host = host(engine);
            return challenges
                    .proofOf(host)
                    .filter(proof -> isOf(keyType, proof.certificate()))
                    .map(_ -> CHALLENGE + host)
                    .orElse(null);
        }
        return isOf(keyType, chain.certificates().getFirst()) ? CURRENT : null;
    }

    private static boolean isOf(String keyType, X509Certificate certificate) {
        return certificate.getPublicKey().getAlgorithm().equals(keyType);
    }

    private static String host(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            return session.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                    .findFirst()
                    .orElse("");
        }
        return "";
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.startsWith(CHALLENGE)
                ? challenges
                        .proofOf(alias.substring(CHALLENGE.length()))
                        .map(proof -> new X509Certificate[] {proof.certificate()})
                        .orElse(null)
                : chain.certificates().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.startsWith(CHALLENGE)
                ? challenges
                        .proofOf(alias.substring(CHALLENGE.length()))
                        .map(proof -> proof.keys().getPrivate())
                        .orElse(null)
                : chain.key();
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null; // engines only
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {CURRENT};
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null; // this side is never a client
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }
}
