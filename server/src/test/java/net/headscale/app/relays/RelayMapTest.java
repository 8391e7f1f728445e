package net.headscale.app.relays;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import net.headscale.app.Await;
import net.headscale.app.LogLines;
import net.headscale.app.RunningServer;
import net.headscale.app.reload.Unusable;
import net.headscale.control.TestServer;
import net.headscale.http.HttpListener;
import net.headscale.http.Loops;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.netmap.Netmap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Relay maps from the web.
class RelayMapTest {
    private final Loops loops = Loops.open(1);
    private final AtomicReference<Response> map = new AtomicReference<>(region(901));
    private final AtomicInteger asked = new AtomicInteger();
    private HttpListener web;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        Routes routes = new Routes()
                .add("GET", "/map", _ -> {
                    asked.incrementAndGet();
                    return map.get();
                })
                .add("GET", "/elsewhere", _ -> redirect("/map"))
                .add("GET", "/round", _ -> redirect("/round"))
                .add("GET", "/inside", _ -> redirect("http://169.254.169.254/latest/meta-data"))
                .add("GET", "/file", _ -> redirect("file:///etc/passwd"));
        web = HttpListener.open(loops, new InetSocketAddress("127.0.0.1", 0), Optional::empty, routes);
    }

    @AfterEach
    void close() {
        web.close();
        loops.close();
    }

    private static Response region(int id) {
        return Response.json(
                200,
                "{\"Regions\":{\"" + id + "\":{\"RegionID\":" + id
                        + ",\"Nodes\":[{\"Name\":\"a\",\"HostName\":\"derp.example.com\"}]}}}");
    }

    private static Response redirect(String to) {
        return Response.empty(302).withHeader("location", to);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + ((InetSocketAddress) web.address()).getPort() + path;
    }

    private static boolean knows(Netmap netmap, int region) {
        return netmap.derpMap() != null
                && netmap.derpMap().regions() != null
                && netmap.derpMap().regions().containsKey(region);
    }

    private RunningServer start(String more) {
        return RunningServer.start(folder, "derp: {urls: [\"" + url("/map") + "\"]" + more + "}\n");
    }

    @Test
    void a_map_of_the_web_and_one_of_a_file_are_merged_and_the_file_counts_more() {
        RunningServer.put(folder.resolve("derp.yaml"), """
                regions: {902: {nodes: [{hostname: own.example.com}]}, 901: null}
                """);
        try (var server = start(", paths: [derp.yaml]")) {
            MapStream stream = TestServer.polled(server.joined("laptop"));
            Await.until("the fetch", () -> asked.get() > 0);

            stream.awaitNetmap(netmap -> knows(netmap, 902) && !knows(netmap, 901));
            server.put("derp.yaml", "regions: {902: {nodes: [{hostname: own.example.com}]}}\n");
            stream.awaitNetmap(netmap -> knows(netmap, 902) && knows(netmap, 901));
        }
    }

    @Test
    void it_is_fetched_again_and_a_failed_fetch_keeps_what_was_there() {
        try (var lines = LogLines.open();
                var server = start(", auto_update_enabled: true, update_frequency: 100ms")) {
            MapStream stream = TestServer.polled(server.joined("laptop"));
            stream.awaitNetmap(netmap -> knows(netmap, 901));

            map.set(Response.text(500, "broken"));
            Await.until("a warning", () -> !lines.of(Level.WARN).isEmpty());
            assertThat(knows(stream.netmap().live(), 901)).isTrue();

            map.set(region(903));
            stream.awaitNetmap(netmap -> knows(netmap, 903) && !knows(netmap, 901));
        }
    }

    @Test
    void a_redirect_is_followed_but_not_round_and_round_or_inside_or_to_a_file() {
        assertThat(fetch("/elsewhere")).isEqualTo("901");
        assertThat(fetch("/round")).contains("more than three redirects");
        assertThat(fetch("/inside")).contains("link-local");
        assertThat(fetch("/file")).contains("expected http or https");
    }

    @Test
    void a_map_that_is_too_large_or_none_at_all_is_refused() {
        map.set(Response.text(200, "#".repeat((1 << 20) + 1)));
        assertThat(fetch("/map")).contains("larger than 1 MiB");

        map.set(Response.text(200, "<html>"));
        assertThat(fetch("/map")).contains(url("/map") + ":1");
    }

    /// The ids of the regions, or why there are none.
    private String fetch(String path) {
        try {
            var regions = new RelayMapUrl(URI.create(url(path))).fetch().regions();
            return String.join(
                    ",", regions.keySet().stream().map(String::valueOf).toList());
        } catch (Unusable unusable) {
            return String.valueOf(unusable.getMessage());
        }
    }
}
