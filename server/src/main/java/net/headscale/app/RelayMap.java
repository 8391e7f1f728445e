package net.headscale.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.headscale.config.Config;
import net.headscale.coordinator.Coordinator;
import net.headscale.wire.tailcfg.DerpMap;
import org.jspecify.annotations.Nullable;

/// The relays that clients are told of: those of files, and the one in this process.
final class RelayMap implements Reload.Part {
    private final Coordinator coordinator;
    private final @Nullable EmbeddedRelay embedded;
    private volatile boolean isEmpty = true;

    RelayMap(Coordinator coordinator, Optional<EmbeddedRelay> embedded) {
        this.coordinator = coordinator;
        this.embedded = embedded.orElse(null);
    }

    @Override
    public String name() {
        return "the relay map";
    }

    @Override
    public List<Path> files(Config config) {
        return config.relay().maps().files();
    }

    /// Whether clients are told of no relay.
    boolean isEmpty() {
        return isEmpty;
    }

    @Override
    public void apply(Config config) {
        DerpMap read = DerpMapFile.readAll(files(config));
        DerpMap whole = embedded == null ? read : embedded.withRegion(read);
        isEmpty = whole.regions() == null || whole.regions().isEmpty();
        coordinator.surround(surroundings -> surroundings.withDerpMap(whole));
    }
}
