package net.headscale.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.wire.json.JsonWriter;

/// Tells clients whose own DNS fails where the server and its relays are (tailscale `net/dnsfallback`).
///
/// Answers for these names only, so that nobody can make this machine look up others. Thread-safe.
public final class BootstrapDns {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Supplier<Set<String>> names;
    private final InstantSource clock;
    private final Map<String, Looked> known = new ConcurrentHashMap<>();

    /// What was found, and when.
    private record Looked(List<String> addresses, Instant at) {}

    /// @param names a few names of hosts, as they are now
    public BootstrapDns(Supplier<Set<String>> names, InstantSource clock) {
        this.names = names;
        this.clock = clock;
    }

    /// Adds its path.
    ///
    /// @return the same routes
    public Routes addTo(Routes routes) {
        return routes.add("GET", "/bootstrap-dns", this::answer);
    }

    private Response answer(Request request) {
        Set<String> all = names.get();
        List<String> asked = request.query("q")
                .filter(name -> !name.isEmpty())
                .map(name -> all.contains(name) ? List.of(name) : List.<String>of())
                .orElse(List.copyOf(all));
        known.keySet().retainAll(all);
        return Response.json(200, JsonWriter.text(out -> {
            out.beginObject();
            for (String name : asked) {
                out.name(name);
                out.list(addresses(name), JsonWriter::value);
            }
            out.endObject();
        }));
    }

    private List<String> addresses(String name) {
        Instant now = clock.instant();
        return known.compute(name, (_, last) -> last != null && now.isBefore(last.at.plus(FRESH)) ? last : look(name))
                .addresses;
    }

    private Looked look(String name) {
        try {
            return new Looked(
                    Arrays.stream(InetAddress.getAllByName(name))
                            .map(InetAddress::getHostAddress)
                            .toList(),
                    clock.instant());
        } catch (UnknownHostException unknown) {
            return new Looked(List.of(), clock.instant());
        }
    }
}
