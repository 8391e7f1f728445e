package net.headscale.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.headscale.config.key.Reading;

/// The relays that clients are told of, and the one in this process.
///
/// @param maps where relay maps are read from
/// @param embedded the relay in this process
public record Relay(Maps maps, Embedded embedded) {
    /// Where relay maps are read from; a later one wins.
    ///
    /// @param urls of JSON
    /// @param files of YAML
    /// @param isUpdated whether they are read again from time to time
    /// @param updateFrequency the time between
    public record Maps(List<URI> urls, List<Path> files, boolean isUpdated, Duration updateFrequency) {
        public Maps {
            urls = List.copyOf(urls);
            files = List.copyOf(files);
        }
    }

    /// The relay in this process.
    public sealed interface Embedded {
        /// There is none.
        record Off() implements Embedded {}

        /// It serves on the main listener, perhaps on one of its own too, and STUN beside it.
        ///
        /// @param region what it is called in the map
        /// @param door where clients reach it
        /// @param stun where STUN listens
        /// @param key the file of its key; made when it is missing
        /// @param manner whom it serves
        record On(Region region, Door door, ListenAddress stun, Path key, Manner manner) implements Embedded {}
    }

    /// Where clients reach the relay in this process; they speak TLS to it in any case.
    public sealed interface Door {
        /// At the server's own URL: it does TLS itself, or a proxy in front does.
        record ServerUrl() implements Door {}

        /// At a listener of the relay's own. Without a certificate of the main listener it shows one that it made.
        ///
        /// @param certificate the file of the one it made
        record Own(ListenAddress listen, Path certificate) implements Door {}
    }

    /// Whom the relay in this process serves.
    ///
    /// @param isListed whether the map gets its region by itself
    /// @param verifiesClients whether it serves the nodes of this server only
    /// @param clientBytesPerSecond what one client may send; 0: as much as it can
    /// @param servesOldClients whether clients before v1.82, which know no fingerprints, are told not to check the
    ///     certificate
    public record Manner(
            boolean isListed, boolean verifiesClients, int clientBytesPerSecond, boolean servesOldClients) {}

    /// How a relay is called in the map.
    ///
    /// @param ipv4 its address, or empty: clients look up the name
    /// @param ipv6 its address, or empty
    public record Region(int id, String code, String name, String ipv4, String ipv6) {}

    private static URI url(String text) {
        URI url = URI.create(text);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("expected http:// or https:// and a host, found " + text);
        }
        return url;
    }

    static Relay read(Reading reading, Origin origin, Http http) {
        var maps = new Maps(
                reading.list("derp.urls", Relay::url),
                reading.paths("derp.paths"),
                reading.flag("derp.auto_update_enabled", false),
                reading.duration("derp.update_frequency", Duration.ofHours(3)));
        boolean isQuickStart = origin instanceof Origin.Defaults && !reading.isSet("listen_addr");
        Embedded embedded = reading.flag("derp.server.enabled", isQuickStart)
                ? readEmbedded(reading, isQuickStart, http)
                : new Embedded.Off();
        return new Relay(maps, embedded);
    }

    private static Embedded.On readEmbedded(Reading reading, boolean isQuickStart, Http http) {
        if (!reading.isSet("derp.server.stun_listen_addr") && !isQuickStart) {
            reading.reject("derp.server.stun_listen_addr", "is missing", "the relay needs it; 0.0.0.0:3478 is usual");
        }
        // without a configuration: this machine only, and no port that anybody else may want
        ListenAddress byDefault = isQuickStart ? new ListenAddress("127.0.0.1", 0) : new ListenAddress("", 3478);
        var region = new Region(
                reading.number("derp.server.region_id", 999, 1, 65_535),
                reading.text("derp.server.region_code", "headscale"),
                reading.text("derp.server.region_name", "Headscale Embedded DERP"),
                reading.text("derp.server.ipv4", ""),
                reading.text("derp.server.ipv6", ""));
        ListenAddress stun = reading.read("derp.server.stun_listen_addr", byDefault, ListenAddress::parse);
        return new Embedded.On(
                region,
                readDoor(reading, http, stun),
                stun,
                reading.path("derp.server.private_key_path", reading.folder().resolve("derp_server_private.key")),
                new Manner(
                        reading.flag("derp.server.automatically_add_embedded_derp_region", true),
                        reading.flag("derp.server.verify_clients", true),
                        reading.number("derp.server.client_bytes_per_second", 0, 0, Integer.MAX_VALUE),
                        reading.flag("derp.server.serve_old_clients", false)));
    }

    /// Where nobody does TLS, the relay does, on the TCP port with the number of STUN's. See decision 0101.
    private static Door readDoor(Reading reading, Http http, ListenAddress stun) {
        boolean hasTls = !(http.tls() instanceof Tls.None)
                || "https".equalsIgnoreCase(http.serverUrl().getScheme());
        Path certificate =
                reading.path("derp.server.certificate_path", reading.folder().resolve("derp_server_certificate.pem"));
        return hasTls && !reading.isSet("derp.server.listen_addr")
                ? new Door.ServerUrl()
                : new Door.Own(reading.read("derp.server.listen_addr", stun, ListenAddress::parse), certificate);
    }
}
