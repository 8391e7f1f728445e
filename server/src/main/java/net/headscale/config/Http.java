package net.headscale.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import net.headscale.config.key.Reading;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// The main listener, and how clients know it.
///
/// @param serverUrl what clients are told to connect to
/// @param listen where connections are taken
/// @param tls whether this process does TLS itself
/// @param trustedProxies whose word on a request's source counts
public record Http(URI serverUrl, ListenAddress listen, Tls tls, List<Prefix> trustedProxies) {
    // names that no public server has (RFC 2606, 6761, 6762, 8375)
    private static final List<String> LOCAL =
            List.of(".local", ".localhost", ".internal", ".home.arpa", ".test", ".invalid");

    private static final ListenAddress LOOPBACK = new ListenAddress("127.0.0.1", 8080);

    public Http {
        trustedProxies = List.copyOf(trustedProxies);
    }

    static Http read(Reading reading) {
        ListenAddress listen = reading.read("listen_addr", LOOPBACK, ListenAddress::parse);
        Tls tls = Tls.read(reading);
        URI url = readServerUrl(reading, listen, tls);
        if (isPlain(url) && isPublic(url.getHost())) {
            reading.warn(
                    "server_url",
                    "clients connect again over HTTPS on port 443 of " + url.getHost() + ", whatever is said here",
                    "serve HTTPS there, by tls_cert_path and tls_key_path or a proxy, and set it to https://");
        }
        return new Http(url, listen, tls, reading.list("trusted_proxies", Http::proxy));
    }

    private static boolean isPlain(URI url) {
        return url.getScheme().equalsIgnoreCase("http");
    }

    /// Whether clients take the name for one of the internet: an address or a name of one word they do not.
    private static boolean isPublic(String host) {
        boolean isAddress = host.startsWith("[") || host.matches("[0-9.]+");
        String lower = host.toLowerCase(Locale.ROOT);
        return !isAddress && host.contains(".") && LOCAL.stream().noneMatch(lower::endsWith);
    }

    private static URI readServerUrl(Reading reading, ListenAddress listen, Tls tls) {
        String scheme = tls instanceof Tls.None ? "http://" : "https://";
        URI byDefault = URI.create(scheme + (listen.isWildcard() ? "127.0.0.1:" + listen.port() : listen));
        if (!reading.isSet("server_url") && listen.isWildcard()) {
            reading.reject(
                    "server_url",
                    "is missing",
                    "set it to the address of clients, such as https://headscale.example.com");
        }
        return reading.read("server_url", byDefault, Http::url);
    }

    private static URI url(String text) {
        URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("expected http:// or https:// and a host, found " + text);
        }
        return url;
    }

    private static Prefix proxy(String text) {
        Prefix prefix = text.contains("/") ? Prefix.parse(text) : Prefix.of(IpAddress.parse(text));
        if (prefix.bits() == 0) {
            throw new IllegalArgumentException(text + " would trust everyone's word on their address");
        }
        return prefix.masked();
    }
}
