package net.headscale.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import net.headscale.config.key.Reading;

/// Whether the main listener does TLS itself.
public sealed interface Tls {
    /// It does not: plain HTTP, or a proxy in front.
    record None() implements Tls {}

    /// With a certificate chain and its key in PEM files.
    record Files(Path certificate, Path key) implements Tls {}

    /// With certificates that an authority issues by itself (ACME), such as Let's Encrypt.
    ///
    /// @param hosts the names to be certified; at least one
    /// @param folder where keys and certificates are kept
    /// @param challenge how the authority sees that the names are ours
    /// @param directory the authority's URL
    /// @param email whom it writes to; empty: nobody
    record Acme(List<String> hosts, Path folder, Challenge challenge, URI directory, String email) implements Tls {
        public Acme {
            hosts = List.copyOf(hosts);
        }
    }

    /// How an authority sees that a name is ours.
    sealed interface Challenge {
        /// By plain HTTP on port 80.
        ///
        /// @param listen where that arrives
        record Http(ListenAddress listen) implements Challenge {}

        /// By TLS on port 443: at the main listener.
        record TlsAlpn() implements Challenge {}
    }

    /// The authority that is asked unless `acme_url` names another.
    URI LETS_ENCRYPT = URI.create("https://acme-v02.api.letsencrypt.org/directory");

    /// Words of letters, digits and inner hyphens (RFC 1123, 2.1); the last is no number, as in an address.
    Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)(?!(.*\\.)?[0-9]+$)(LABEL\\.)*LABEL".replace("LABEL", "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));

    /// Reads `tls_cert_path` and `tls_key_path`, which go together, or `tls_letsencrypt_hostname`, which excludes them.
    static Tls read(Reading reading) {
        boolean hasCertificate = !reading.text("tls_cert_path", "").isEmpty();
        boolean hasKey = !reading.text("tls_key_path", "").isEmpty();
        List<String> hosts = reading.separated("tls_letsencrypt_hostname", Tls::host);
        if (!hosts.isEmpty() && (hasCertificate || hasKey)) {
            reading.reject("tls_letsencrypt_hostname", "is set beside tls_cert_path", "keep one of them");
        }
        if (hasCertificate != hasKey) {
            String missing = hasCertificate ? "tls_key_path" : "tls_cert_path";
            reading.reject(
                    hasCertificate ? "tls_cert_path" : "tls_key_path", "is set alone", "set " + missing + " too");
        }
        if (!hosts.isEmpty()) {
            return readAcme(reading, hosts);
        }
        return hasCertificate && hasKey
                ? new Files(
                        reading.path("tls_cert_path", reading.folder()), reading.path("tls_key_path", reading.folder()))
                : new None();
    }

    /// A name as it stands in certificates; neither challenge proves a wildcard (CA/Browser Forum, 3.2.2.4.19 and 20).
    private static String host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("expected host names, found '" + text + "'");
        }
        return host;
    }

    private static Acme readAcme(Reading reading, List<String> hosts) {
        return new Acme(
                hosts,
                reading.path("tls_letsencrypt_cache_dir", reading.folder().resolve(".cache")),
                reading.read("tls_letsencrypt_challenge_type", readHttp(reading), text -> challenge(text, reading)),
                reading.read("acme_url", LETS_ENCRYPT, Tls::authority),
                reading.text("acme_email", ""));
    }

    private static Challenge challenge(String text, Reading reading) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "HTTP-01" -> readHttp(reading);
            case "TLS-ALPN-01" -> new Challenge.TlsAlpn();
            default -> throw new IllegalArgumentException("expected HTTP-01 or TLS-ALPN-01, found " + text);
        };
    }

    private static Challenge.Http readHttp(Reading reading) {
        return new Challenge.Http(reading.read(
                "tls_letsencrypt_listen",
                new ListenAddress("", 80),
                text -> ListenAddress.parse(text.replaceFirst(":http$", ":80"))));
    }

    private static URI authority(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || !"https".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("expected https:// and a host, found " + text);
        }
        return url;
    }
}
