package net.headscale.bench.overload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.headscale.testkit.client.ClientProfile;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.hostile.HostileClient;

/// The server under load, in a process of its own, and who may be what to it. Thread-safe.
final class Target {
    private static final String STRANGER = "127.0.0.2";
    private static final int STRANGERS_LOOPBACK = 2;

    private final URI server;
    private final URI metrics;
    private final String key;
    private final long process;
    private final List<SimulatedClient> joined = new ArrayList<>();

    /// @param key lets nodes in again and again
    Target(URI server, URI metrics, String key, long process) {
        this.server = server;
        this.metrics = metrics;
        this.key = key;
        this.process = process;
    }

    /// Nodes of the tailnet, the same ones at each call, with connections of their own. They come from another address
    /// than the bystanders.
    synchronized List<SimulatedClient> members(int count) {
        while (joined.size() < count) {
            SimulatedClient member = outsider().named("member" + joined.size());
            member.join(key);
            joined.add(member);
        }
        return joined.subList(0, count).stream()
                .map(member -> SimulatedClient.of(member.identity(), member.profile()))
                .toList();
    }

    /// A node that behaves well.
    SimulatedClient bystander(int number) {
        SimulatedClient client = SimulatedClient.at(server).named("bystander" + number);
        client.join(key);
        return client;
    }

    /// A new machine at the attackers' address.
    SimulatedClient outsider() {
        return SimulatedClient.at(server).as(ClientProfile.at(server).fromLoopback(STRANGERS_LOOPBACK));
    }

    HostileClient stranger() {
        return HostileClient.at(server).from(STRANGER);
    }

    /// An honest request for the Noise upgrade.
    byte[] upgradeRequest() {
        return stranger().upgradeRequest(stranger().initiation()).getBytes(StandardCharsets.US_ASCII);
    }

    /// Mebibytes of the server that are resident now.
    long residentMebibytes() {
        try (var lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
            String line =
                    lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        } catch (IOException gone) {
            throw new UncheckedIOException("expected the server's process " + process, gone);
        }
    }

    /// The sum of a metric over its labels.
    double metric(String name) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(metrics.resolve("/metrics")).build();
            String text =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return text.lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException broken) {
            throw new UncheckedIOException("expected metrics at " + metrics, broken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while metrics were read", e);
        }
    }
}
