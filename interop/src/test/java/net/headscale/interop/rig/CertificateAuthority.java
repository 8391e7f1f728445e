package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// An authority that issues certificates by ACME (Pebble, of the makers of Let's Encrypt), on a host of its own.
///
/// It checks names on the usual ports, 80 and 443, and finds them as every host of the network does.
public final class CertificateAuthority {
    private static final String RELEASE = "pebble-v2.10.1";
    private static final Duration MOST_TIME_TO_START = Duration.ofSeconds(20);
    private static final int PORT = 14000;
    private static final int ROOTS_PORT = 15000;

    private final Host host;
    private final TestAuthority trusted;

    private CertificateAuthority(Host host, TestAuthority trusted) {
        this.host = host;
        this.trusted = trusted;
    }

    /// Starts the authority; every program that is started later trusts what it issues.
    ///
    /// @param life how long its certificates last
    public static CertificateAuthority start(TestNetwork network, Duration life) {
        Host host = network.addClient("ca");
        Path certificates = network.authority().issue("ca.test", host.address());
        write(host.folder().resolve("pebble.json"), """
                {"pebble": {
                  "listenAddress": "0.0.0.0:%d", "managementListenAddress": "0.0.0.0:%d",
                  "certificate": "%s/ca.test.crt", "privateKey": "%3$s/ca.test.key",
                  "httpPort": 80, "tlsPort": 443, "ocspResponderURL": "", "externalAccountBindingRequired": false,
                  "retryAfter": {"authz": 1, "order": 1}, "keyAlgorithm": "ecdsa",
                  "profiles": {"default": {"description": "", "validityPeriod": %d}}
                }}
                """.formatted(PORT, ROOTS_PORT, certificates, life.toSeconds()));
        Path program = Path.of(Repository.run(Repository.root().resolve("interop/clients/build"), RELEASE)
                        .strip())
                .resolve("pebble");
        host.start(
                "pebble",
                Command.of(program.toString(), "-config", "pebble.json").with("PEBBLE_VA_NOSLEEP", "1"));
        var authority = new CertificateAuthority(host, network.authority());
        String root = Await.value("Pebble's root", MOST_TIME_TO_START, authority::root)
                .value();
        authority.trust(root);
        return authority;
    }

    private java.util.Optional<String> root() {
        Outcome root = host.attempt(Command.of(
                "curl",
                "--silent",
                "--insecure",
                "--max-time",
                "3",
                "https://" + host.address() + ":" + ROOTS_PORT + "/roots/0"));
        return java.util.Optional.of(root.out()).filter(text -> text.contains("BEGIN CERTIFICATE"));
    }

    private void trust(String root) {
        try {
            Files.writeString(trusted.certificate(), root, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The URL that `acme_url` takes.
    public String directory() {
        return "https://" + host.address() + ":" + PORT + "/dir";
    }

    /// What makes a JVM trust the authority's own web server.
    ///
    /// @param folder where the trust store is written
    public String javaOptions(Path folder) {
        Path store = folder.resolve("trusted.p12");
        host.run(
                System.getProperty("java.home") + "/bin/keytool",
                "-importcert",
                "-noprompt",
                "-alias",
                "authority",
                "-file",
                trusted.certificate().toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        return "-Djavax.net.ssl.trustStore=" + store + " -Djavax.net.ssl.trustStorePassword=changeit";
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
