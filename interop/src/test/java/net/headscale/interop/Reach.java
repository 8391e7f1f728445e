package net.headscale.interop;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.DeadlineMissedException;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.Web;

/// Who gets through to whose web server, and who is in whose list of peers, among some clients.
final class Reach {
    private static final int PORT = 80;
    private static final Duration LOOK = Duration.ofMillis(700); // an answer takes some milliseconds
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final List<RealClient> clients;

    /// Each address of each client in the tailnet, and its name with the family.
    private final Map<String, String> addresses = new LinkedHashMap<>();

    private Reach(List<RealClient> clients) {
        this.clients = clients;
    }

    /// Starts a web server on each.
    static Reach among(RealClient... clients) {
        var reach = new Reach(List.of(clients));
        for (RealClient client : clients) {
            Web.start(client.host(), PORT);
            var self = client.status().self();
            reach.addresses.put(self.ipv4(), client.name() + "/4");
            reach.addresses.put(self.ipv6(), client.name() + "/6");
        }
        return reach;
    }

    /// The addresses by words such as `ben4` and `ben6`.
    Map<String, String> addressesByWord() {
        return addresses.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getValue().replace("/", ""), Map.Entry::getKey));
    }

    /// Waits until exactly these get through.
    ///
    /// @param open such as `ana>ben ben>ana/4`: by both families, or by one
    void awaitOpen(String what, String open) {
        await(what + ", open", open, this::open);
    }

    /// Waits until exactly these have each other for peers.
    ///
    /// @param pairs such as `ana-ben`, each in the order of names
    void awaitPeers(String what, String pairs) {
        await(what + ", peers", pairs, this::peers);
    }

    private static void await(String what, String wanted, Supplier<SortedSet<String>> look) {
        SortedSet<String> expected = Stream.of(wanted.split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        SortedSet<String> seen = new TreeSet<>();
        try {
            Await.until(what, PATIENCE, () -> {
                seen.clear();
                seen.addAll(look.get());
                return seen.equals(expected);
            });
        } catch (DeadlineMissedException missed) {
            throw new AssertionError(what + ": expected " + expected + ", found " + seen, missed);
        }
    }

    private SortedSet<String> open() {
        SortedSet<String> open = new TreeSet<>();
        for (RealClient from : clients) {
            SortedSet<String> reached = reached(from);
            for (RealClient to : clients) {
                boolean byIpv4 = reached.contains(to.name() + "/4");
                boolean byIpv6 = reached.contains(to.name() + "/6");
                if (byIpv4 || byIpv6) {
                    open.add(from.name() + ">" + to.name() + (byIpv4 && byIpv6 ? "" : byIpv4 ? "/4" : "/6"));
                }
            }
        }
        return open;
    }

    private SortedSet<String> reached(RealClient from) {
        List<String> others = addresses.entrySet().stream()
                .filter(entry -> !entry.getValue().startsWith(from.name() + "/"))
                .map(Map.Entry::getKey)
                .toList();
        return Web.answering(from.host(), others, PORT, LOOK).stream()
                .map(addresses::get)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private SortedSet<String> peers() {
        SortedSet<String> pairs = new TreeSet<>();
        for (RealClient client : clients) {
            for (String peer : client.status().peers().keySet()) {
                boolean isFirst = client.name().compareTo(peer) < 0;
                pairs.add(isFirst ? client.name() + "-" + peer : peer + "-" + client.name());
            }
        }
        return pairs;
    }
}
