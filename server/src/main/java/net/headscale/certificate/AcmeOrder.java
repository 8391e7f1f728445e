package net.headscale.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.util.KeyPairUtils;

/// One certificate from an authority that speaks ACME (RFC 8555), from the account to the chain.
///
/// @param settings what is asked of whom
/// @param challenges where the proofs are shown meanwhile
record AcmeOrder(AcmeSettings settings, Challenges challenges, SecureRandom random) {
    private static final Duration PATIENCE = Duration.ofMinutes(2); // for each of the authority's steps
    private static final int RSA_BITS = 2_048; // of what acme4j signs with, and writes so that it can read it again
    private static final String ACCOUNT = "acme_account.key";

    /// Orders, proves, and fetches. Blocks for as long as the authority takes.
    ///
    /// @throws AcmeException if it refuses, or cannot be reached
    Chain carryOut() throws AcmeException, InterruptedException {
        try {
            Order order = login().newOrder().domains(settings.hosts()).create();
            for (Authorization authorization : order.getAuthorizations()) {
                prove(authorization);
            }
            order.waitUntilReady(PATIENCE);
            KeyPair keys = generate();
            order.execute(keys);
            if (order.waitForCompletion(PATIENCE) != Status.VALID) {
                throw new AcmeException("order not completed: "
                        + order.getError().map(Object::toString).orElse("no reason given"));
            }
            return new Chain(keys.getPrivate(), order.getCertificate().getCertificateChain());
        } finally {
            challenges.clear();
        }
    }

    private Login login() throws AcmeException {
        var builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKeys());
        if (!settings.email().isEmpty()) {
            builder.addEmail(settings.email());
        }
        return builder.createLogin(new Session(settings.directory()));
    }

    private void prove(Authorization authorization) throws AcmeException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        Challenge challenge = shown(authorization);
        challenge.trigger();
        if (challenge.waitForCompletion(PATIENCE) != Status.VALID) {
            throw new AcmeException(
                    "challenge for " + authorization.getIdentifier().getDomain() + " not passed: "
                            + challenge.getError().map(Object::toString).orElse("no reason given"));
        }
    }

    private Challenge shown(Authorization authorization) throws AcmeException {
        String host = authorization.getIdentifier().getDomain();
        return switch (settings.challenge()) {
            case HTTP_01 -> {
                Http01Challenge http = authorization
                        .findChallenge(Http01Challenge.class)
                        .orElseThrow(() -> new AcmeException("HTTP-01 is not offered for " + host));
                challenges.show(http.getToken(), http.getAuthorization());
                yield http;
            }
            case TLS_ALPN_01 -> {
                TlsAlpn01Challenge tls = authorization
                        .findChallenge(TlsAlpn01Challenge.class)
                        .orElseThrow(() -> new AcmeException("TLS-ALPN-01 is not offered for " + host));
                KeyPair keys = KeyPairUtils.createKeyPair(RSA_BITS); // what acme4j signs the proof with
                challenges.show(
                        host, new Challenges.Proof(keys, tls.createCertificate(keys, authorization.getIdentifier())));
                yield tls;
            }
        };
    }

    private KeyPair accountKeys() {
        SecretFile file = new SecretFile(settings.folder().resolve(ACCOUNT));
        return file.read().map(text -> parse(text, file.path())).orElseGet(() -> {
            KeyPair made = KeyPairUtils.createKeyPair(RSA_BITS);
            file.write(pem(made));
            return made;
        });
    }

    private static KeyPair parse(String text, Path file) {
        try {
            return KeyPairUtils.readKeyPair(new StringReader(text));
        } catch (IOException malformed) {
            throw new UnusableCertificate(file + " holds no key pair: remove it, and a new account is made");
        }
    }

    private static String pem(KeyPair keys) {
        StringWriter text = new StringWriter();
        try {
            KeyPairUtils.writeKeyPair(keys, text);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
        return text.toString();
    }

    private KeyPair generate() {
        try {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
            pairs.initialize(new ECGenParameterSpec("secp256r1"), random);
            return pairs.generateKeyPair();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
