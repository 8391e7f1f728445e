package net.headscale.app.relays;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.headscale.app.reload.Reload;
import net.headscale.app.reload.Unusable;
import net.headscale.config.Config;
import net.headscale.config.DerpDocument;
import net.headscale.config.Relay;
import net.headscale.coordinator.Coordinator;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relays that clients are told of: those of URLs, then of files, then the one in this process; of regions with one
/// id the last counts.
///
/// URLs are fetched, and the name of the relay here is looked up, beside everything else: the server starts without
/// them. What could not be fetched again stays as it was. Thread-safe.
public final class RelayMap implements Reload.Part, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayMap.class);
    private static final Duration NEXT_TRY = Duration.ofMinutes(1);

    private final Coordinator coordinator;
    private final @Nullable EmbeddedRelay embedded;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-map").daemon().factory());
    private final Map<URI, DerpDocument> fetched = new ConcurrentHashMap<>();
    private volatile Sources sources = new Sources(List.of(), List.of(), Duration.ZERO);
    private volatile DerpMap current = DerpMap.of(List.of());

    /// What the map is made of.
    ///
    /// @param files what they held when they were read last
    /// @param period between two fetches; zero: once is enough
    private record Sources(List<URI> urls, List<DerpDocument> files, Duration period) {}

    public RelayMap(Coordinator coordinator, Optional<EmbeddedRelay> embedded) {
        this.coordinator = coordinator;
        this.embedded = embedded.orElse(null);
        embedded.ifPresent(relay -> relay.whenFound(this::publish));
    }

    /// Whether clients are told of no relay, and will not be once URLs are fetched.
    public boolean isEmpty() {
        return sources.urls.isEmpty()
                && (current.regions() == null || current.regions().isEmpty());
    }

    /// The names by which clients know this server and all relays.
    public static Set<String> hosts(Coordinator coordinator, Config config) {
        Set<String> hosts = new TreeSet<>();
        hosts.add(config.http().serverUrl().getHost());
        DerpMap map = coordinator
                .require(Coordinator.DEFAULT_TAILNET)
                .current()
                .surroundings()
                .derpMap();
        if (map.regions() != null) {
            map.regions().values().stream()
                    .flatMap(region -> region.nodes().stream())
                    .map(DerpNode::hostName)
                    .forEach(hosts::add);
        }
        return hosts;
    }

    @Override
    public String name() {
        return "the relay map";
    }

    @Override
    public List<Path> files(Config config) {
        return config.relay().maps().files();
    }

    @Override
    public void apply(Config config) {
        Relay.Maps maps = config.relay().maps();
        List<DerpDocument> documents = DerpMapFile.readAll(maps.files());
        Duration period = maps.isUpdated() ? maps.updateFrequency() : Duration.ZERO;
        sources = new Sources(maps.urls(), documents, period);
        fetched.keySet().retainAll(maps.urls());
        publish();
        if (!maps.urls().isEmpty()) {
            thread.execute(() -> fetch(sources));
        }
    }

    /// Fetches all URLs, and comes back: soon if one failed, else when it is time.
    ///
    /// @param wanted those that it was started for; nothing is done once others are wanted
    private void fetch(Sources wanted) {
        if (!wanted.equals(sources)) {
            return;
        }
        boolean isWhole = true;
        for (URI url : wanted.urls) {
            isWhole &= fetch(url);
        }
        publish();
        if (!isWhole || !wanted.period.isZero()) {
            Duration pause = isWhole || isSooner(wanted.period) ? wanted.period : NEXT_TRY;
            thread.schedule(() -> fetch(wanted), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isSooner(Duration period) {
        return !period.isZero() && period.compareTo(NEXT_TRY) < 0;
    }

    private boolean fetch(URI url) {
        try {
            fetched.put(url, new RelayMapUrl(url).fetch());
            return true;
        } catch (Unusable unusable) {
            LOG.atWarn().addKeyValue("reason", unusable.getMessage()).log("relay map kept as it was");
            return false;
        } catch (RuntimeException broken) {
            LOG.atError().addKeyValue("url", url).setCause(broken).log("fetching a relay map failed");
            return false;
        }
    }

    /// Composes within the change, so that of two at once the later has all.
    private void publish() {
        coordinator.surround(surroundings -> {
            current = compose();
            return surroundings.withDerpMap(current);
        });
    }

    private DerpMap compose() {
        Sources now = sources;
        List<DerpDocument> documents = new ArrayList<>();
        now.urls.stream().map(fetched::get).filter(java.util.Objects::nonNull).forEach(documents::add);
        documents.addAll(now.files);
        DerpMap merged = DerpDocument.merge(documents);
        return embedded == null ? merged : embedded.withRegion(merged);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
