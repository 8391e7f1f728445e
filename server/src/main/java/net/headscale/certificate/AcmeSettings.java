package net.headscale.certificate;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// What an authority is asked for.
///
/// @param hosts the names to be certified; at least one
/// @param folder where the account's key and the certificate are kept
/// @param challenge how the authority sees that the names are ours
/// @param directory the authority's URL
/// @param email whom it writes to about expiring certificates; empty: nobody
public record AcmeSettings(List<String> hosts, Path folder, Challenge challenge, URI directory, String email) {
    public AcmeSettings {
        hosts = List.copyOf(hosts);
    }

    /// How an authority sees that a name is ours.
    public enum Challenge {
        /// A file over plain HTTP on port 80.
        HTTP_01,
        /// A certificate over TLS on port 443.
        TLS_ALPN_01
    }
}
