package net.headscale.config;

import java.nio.file.Path;

/// Whether the main listener does TLS itself.
public sealed interface Tls {
    /// It does not: plain HTTP, or a proxy in front.
    record None() implements Tls {}

    /// With a certificate chain and its key in PEM files.
    record Files(Path certificate, Path key) implements Tls {}

    /// Reads `tls_cert_path` and `tls_key_path`, which go together.
    static Tls read(Reading reading) {
        boolean hasCertificate = !reading.text("tls_cert_path", "").isEmpty();
        boolean hasKey = !reading.text("tls_key_path", "").isEmpty();
        if (hasCertificate != hasKey) {
            String missing = hasCertificate ? "tls_key_path" : "tls_cert_path";
            reading.reject(
                    hasCertificate ? "tls_cert_path" : "tls_key_path", "is set alone", "set " + missing + " too");
        }
        return hasCertificate && hasKey
                ? new Files(
                        reading.path("tls_cert_path", reading.folder()), reading.path("tls_key_path", reading.folder()))
                : new None();
    }
}
