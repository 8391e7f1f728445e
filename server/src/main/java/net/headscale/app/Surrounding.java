package net.headscale.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.headscale.app.configured.Translation;
import net.headscale.app.reload.Reload;
import net.headscale.config.Config;
import net.headscale.config.Dns;
import net.headscale.coordinator.Coordinator;
import net.headscale.dns.DnsSettings;
import net.headscale.netmap.Surroundings;

/// One of the things that a server adds to every tailnet, as it follows the configuration.
///
/// @param name as errors call it
/// @param files what it reads besides the configuration
/// @param reading reads it, then says how the surroundings change
record Surrounding(
        String name,
        Coordinator coordinator,
        Function<Config, List<Path>> files,
        Function<Config, UnaryOperator<Surroundings>> reading)
        implements Reload.Part {

    /// All but the relays, which are a part of their own ([RelayMap]).
    static List<Reload.Part> all(Coordinator coordinator) {
        return List.of(
                new Surrounding("the DNS settings", coordinator, Surrounding::recordsOf, config -> {
                    DnsSettings dns = Translation.dns(config.dns());
                    return surroundings -> surroundings.withDns(dns);
                }),
                new Surrounding("the features", coordinator, _ -> List.of(), config -> {
                    var features = Translation.features(config.clients());
                    return surroundings -> surroundings.withFeatures(features);
                }));
    }

    private static List<Path> recordsOf(Config config) {
        return switch (config.dns().extraRecords()) {
            case Dns.ExtraRecords.InFile(Path file) -> List.of(file);
            case Dns.ExtraRecords.Listed _ -> List.of();
        };
    }

    @Override
    public List<Path> files(Config config) {
        return files.apply(config);
    }

    @Override
    public void apply(Config config) {
        coordinator.surround(reading.apply(config));
    }
}
