package net.headscale.app.configured;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.headscale.address.AddressBlock;
import net.headscale.config.Clients;
import net.headscale.config.Config;
import net.headscale.config.Dns;
import net.headscale.config.ListenAddress;
import net.headscale.config.Prefixes;
import net.headscale.coordinator.Limits;
import net.headscale.dns.DnsSettings;
import net.headscale.dns.Suffixes;
import net.headscale.netmap.Surroundings;
import net.headscale.registration.Registrar;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DnsConfig;

/// The configuration in the words of the parts.
public final class Translation {
    private Translation() {}

    /// Where to listen; without a host on all addresses.
    public static InetSocketAddress socketAddress(ListenAddress listen) {
        return listen.host().isEmpty()
                ? new InetSocketAddress(listen.port())
                : new InetSocketAddress(listen.host(), listen.port());
    }

    /// What nodes get their addresses from.
    public static List<AddressBlock> blocks(Prefixes prefixes) {
        List<AddressBlock> blocks = new ArrayList<>();
        for (Prefixes.Block block : List.of(prefixes.v4(), prefixes.v6())) {
            if (block instanceof Prefixes.Block.Of(var prefix)) {
                blocks.add(AddressBlock.of(prefix));
            }
        }
        return blocks;
    }

    /// How much a tailnet may hold.
    public static Limits limits(Config config) {
        return new Limits(config.limits().nodes(), config.limits().preauthKeys());
    }

    /// How nodes are let in.
    public static Registrar.Settings logins(Config config) {
        return new Registrar.Settings(
                config.http().serverUrl().toString(),
                config.life().keyExpiry(),
                config.life().pendingLogin(),
                config.limits().pendingLogins());
    }

    /// All but the relays, which come when they are there ([RelayMap]).
    public static Surroundings surroundings(Config config) {
        return new Surroundings(DerpMap.of(List.of()), dns(config.dns()), features(config.clients()));
    }

    /// What clients are told that they may do.
    public static Surroundings.Features features(Clients clients) {
        return new Surroundings.Features(clients.taildrop(), clients.logsToVendor(), clients.autoUpdate(), false);
    }

    /// @throws Unusable if further names are in a file that does not hold any
    public static DnsSettings dns(Dns dns) {
        List<Dns.ExtraRecord> records = switch (dns.extraRecords()) {
            case Dns.ExtraRecords.Listed(var listed) -> listed;
            case Dns.ExtraRecords.InFile(Path file) -> ExtraRecordsFile.read(file);
        };
        return new DnsSettings(
                new Suffixes(dns.domains().base(), dns.domains().ofTailnets()),
                dns.magicDns(),
                dns.resolvers().global(),
                dns.resolvers().overrideLocal(),
                dns.resolvers().split(),
                dns.searchDomains(),
                records.stream()
                        .map(each -> new DnsConfig.ExtraRecord(each.name(), each.type(), each.value()))
                        .toList());
    }
}
