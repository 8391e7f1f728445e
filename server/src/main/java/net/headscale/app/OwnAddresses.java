package net.headscale.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.headscale.app.configured.Translation;
import net.headscale.config.Config;
import net.headscale.config.Http;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.RefusedException;
import net.headscale.journal.JournalUnavailable;
import net.headscale.netmap.Surroundings;
import net.headscale.route.ServerAddresses;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.MalformedAddress;
import net.headscale.wire.net.Prefix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the addresses of the server itself: what `server_url` and `listen_addr` say, see decisions 0210 and 0250.
///
/// Those that are written out are known from the start. A name is looked up on a thread of its own, until somebody
/// knows it: nothing waits for a name server, and none need be there.
final class OwnAddresses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Coordinator coordinator;
    private final Http http;
    private final Names names;
    private final CountDownLatch ended = new CountDownLatch(1);

    private OwnAddresses(Coordinator coordinator, Http http, Names names) {
        this.coordinator = coordinator;
        this.http = http;
        this.names = names;
    }

    /// Who knows where a name leads.
    @FunctionalInterface
    interface Names {
        Set<IpAddress> find(String name) throws UnknownHostException;
    }

    /// What the configuration adds to every tailnet, with those addresses that are written out, and how to dial them.
    static Surroundings surroundings(Config config) {
        return Translation.surroundings(config)
                .withOwn(new ServerAddresses(written(config.http()), isWritten(config.http())))
                .withDialPlan(DialPlans.of(config.http().serverUrl()));
    }

    /// Begins to look a name up, if there is one; when it is found, tells `coordinator`, and has the routes approved
    /// that waited for it.
    ///
    /// @param firstPause before a second try; each one is twice the one before
    static OwnAddresses open(Coordinator coordinator, Http http, Names names, Duration firstPause) {
        OwnAddresses own = new OwnAddresses(coordinator, http, names);
        if (!isWritten(http)) {
            Thread.ofPlatform().daemon().name("own-addresses").start(() -> own.look(firstPause));
        }
        return own;
    }

    private void look(Duration firstPause) {
        Duration pause = firstPause;
        try {
            for (boolean isDone = tell(true); !isDone; isDone = tell(false)) {
                if (ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tell(boolean isFirst) {
        String name = http.serverUrl().getHost();
        try {
            Set<IpAddress> all = new HashSet<>(names.find(name));
            all.addAll(written(http));
            coordinator.surround(surroundings -> surroundings.withOwn(new ServerAddresses(all, true)));
            coordinator.all().forEach(writer -> writer.submit(OwnAddresses::approve));
            return true;
        } catch (UnknownHostException | RefusedException | JournalUnavailable notNow) {
            if (isFirst) {
                LOG.atWarn()
                        .addKeyValue("name", name)
                        .addKeyValue("reason", notNow.getMessage())
                        .addKeyValue("remedy", "have the name in server_url known to this machine")
                        .log("own address not found, the policy approves no routes of one address until it is");
            }
            return false;
        }
    }

    /// Approves what the policy approves by itself.
    private static Decision<Boolean> approve(Command.Scene scene) {
        List<Change> changes = new ArrayList<>();
        for (Node node : scene.tailnet().nodes().values()) {
            SortedSet<Prefix> approved = scene.view().approvedFor(node);
            if (!approved.equals(node.approvedRoutes())) {
                changes.add(new Change.RoutesApproved(node.id(), approved));
            }
        }
        return new Decision<>(changes, true);
    }

    private static boolean isWritten(Http http) {
        return !literal(http.serverUrl().getHost()).isEmpty();
    }

    private static Set<IpAddress> written(Http http) {
        Set<IpAddress> all = new HashSet<>(literal(http.serverUrl().getHost()));
        all.addAll(literal(http.listen().host()));
        return all;
    }

    /// The address that a URL's host is, if it is no name.
    static Set<IpAddress> literal(String host) {
        try {
            return Set.of(IpAddress.parse(host.replaceAll("[\\[\\]]", "")));
        } catch (MalformedAddress name) {
            return Set.of();
        }
    }

    /// What this machine knows of a name.
    static Set<IpAddress> find(String name) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(name))
                .map(address -> IpAddress.parse(address.getHostAddress().replaceAll("%.*", "")))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
