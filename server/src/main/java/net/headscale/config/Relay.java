package net.headscale.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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

        /// It serves on the main listener, and STUN beside it.
        ///
        /// @param region what it is called in the map
        /// @param stun where STUN listens
        /// @param key the file of its key; made when it is missing
        /// @param isListed whether the map gets its region by itself
        /// @param verifiesClients whether it serves the nodes of this server only
        record On(Region region, ListenAddress stun, Path key, boolean isListed, boolean verifiesClients)
                implements Embedded {}
    }

    /// How a relay is called in the map.
    ///
    /// @param ipv4 its address, or empty: clients look up the name
    /// @param ipv6 its address, or empty
    public record Region(int id, String code, String name, String ipv4, String ipv6) {}

    static Relay read(Reading reading) {
        var maps = new Maps(
                reading.list("derp.urls", URI::create),
                reading.paths("derp.paths"),
                reading.flag("derp.auto_update_enabled", false),
                reading.duration("derp.update_frequency", Duration.ofHours(3)));
        Embedded embedded = reading.flag("derp.server.enabled", false) ? readEmbedded(reading) : new Embedded.Off();
        return new Relay(maps, embedded);
    }

    private static Embedded.On readEmbedded(Reading reading) {
        if (!reading.isSet("derp.server.stun_listen_addr")) {
            reading.reject("derp.server.stun_listen_addr", "is missing", "the relay needs it; 0.0.0.0:3478 is usual");
        }
        var region = new Region(
                reading.number("derp.server.region_id", 999, 1, 65_535),
                reading.text("derp.server.region_code", "headscale"),
                reading.text("derp.server.region_name", "Headscale Embedded DERP"),
                reading.text("derp.server.ipv4", ""),
                reading.text("derp.server.ipv6", ""));
        return new Embedded.On(
                region,
                reading.read("derp.server.stun_listen_addr", new ListenAddress("", 3478), ListenAddress::parse),
                reading.path("derp.server.private_key_path", reading.folder().resolve("derp_server_private.key")),
                reading.flag("derp.server.automatically_add_embedded_derp_region", true),
                reading.flag("derp.server.verify_clients", true));
    }
}
