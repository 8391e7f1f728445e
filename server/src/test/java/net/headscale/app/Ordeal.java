package net.headscale.app;

import java.util.ArrayList;
import java.util.List;
import net.headscale.journal.Journal;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.testkit.client.HttpAnswer;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.Endpoint;

/// What a server goes through while its database fails and comes back, with a client that is connected all the time.
///
/// It throws [AssertionError] by itself, since it also runs in processes that are not JUnit's.
final class Ordeal {
    private final RunningServer server;
    private final SimulatedClient anybody;
    private final MapStream stream;
    private final List<String> acknowledged = new ArrayList<>();
    private int tries;

    private Ordeal(RunningServer server, MapStream stream) {
        this.server = server;
        this.anybody = SimulatedClient.at(server.uri());
        this.stream = stream;
    }

    /// Has a client connect, and something be stored.
    static Ordeal begin(RunningServer server) {
        MapStream stream = server.joined("ana").poll();
        stream.awaitNetmap(netmap -> netmap.self() != null);
        Ordeal ordeal = new Ordeal(server, stream);
        ordeal.expect(ordeal.stores("before"), "a user before the fault");
        ordeal.expect(ordeal.health().status() == 200, "a healthy server");
        return ordeal;
    }

    /// Waits until the server says what is wrong, and tries to store something: what does not need much may have room
    /// left.
    ///
    /// @param symptom in its words
    void awaitTrouble(String symptom) {
        Await.until("503 and `" + symptom + "`", () -> {
            HttpAnswer answer = health();
            return answer.status() == 503 && answer.text().contains(symptom);
        });
        stores("meanwhile-" + ++tries);
        expect(stream.ending().isEmpty(), "a stream that lives on");
    }

    /// Waits until the server is well by itself; the same stream then tells of a client that joins.
    void awaitRecovery() {
        awaitHealth();
        expect(stores("after"), "a user after the fault");
        SimulatedClient ben = server.joined("ben");
        ben.update(ben.liteUpdate()
                .endpoints(List.of(Endpoint.parse("192.0.2.7:41641")))
                .build());
        ben.poll().awaitNetmap(netmap -> netmap.self() != null);
        stream.awaitNetmap(netmap -> netmap.peers().size() == 1);
        expect(stream.ending().isEmpty(), "a stream that lives on");
    }

    void awaitHealth() {
        Await.until("200", () -> health().status() == 200);
    }

    /// Whether everything that was acknowledged is stored.
    void check(Journal journal) {
        List<Tailnet> tailnets = journal.loadAll();
        List<String> users = tailnets.stream()
                .flatMap(tailnet -> tailnet.users().values().stream())
                .map(User::name)
                .toList();
        int nodes =
                tailnets.stream().mapToInt(tailnet -> tailnet.nodes().size()).sum();
        expect(
                users.containsAll(acknowledged) && nodes == 2,
                acknowledged + " and 2 nodes in " + users + " and " + nodes);
    }

    private boolean stores(String user) {
        boolean isStored = server.outcome("users", "create", user).code() == 0;
        if (isStored) {
            acknowledged.add(user);
        }
        return isStored;
    }

    private HttpAnswer health() {
        return anybody.page("/health");
    }

    private void expect(boolean isSo, String what) {
        if (!isSo) {
            throw new AssertionError("expected " + what + "; health: " + health().text());
        }
    }
}
