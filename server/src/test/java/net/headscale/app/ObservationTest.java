package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.headscale.control.TestServer;
import net.headscale.testkit.client.HttpAnswer;
import net.headscale.testkit.client.SimulatedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationTest {
    private static final String ON = "metrics_listen_addr: 127.0.0.1:0\n";

    @TempDir
    Path folder;

    private static HttpAnswer get(InetSocketAddress address, String path) {
        try (var client = SimulatedClient.at(URI.create("http://127.0.0.1:" + address.getPort()))) {
            return client.page(path);
        }
    }

    static String observed(RunningServer server, String path) {
        HttpAnswer answer = get(server.server().metricsAddress().orElseThrow(), path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.text();
    }

    @Test
    void metrics_tell_of_nodes_maps_rounds_handshakes_and_the_database() {
        try (var server = RunningServer.start(folder, ON)) {
            TestServer.polled(server.joined("laptop"));

            Await.until("an online node", () -> observed(server, "/metrics").contains("""
                    headscale_nodes{state="online",tailnet="default"} 1.0"""));
            assertThat(observed(server, "/metrics"))
                    .contains("headscale_nodes{state=\"expired\",tailnet=\"default\"} 0.0")
                    .contains("headscale_nodestore_nodes 1.0")
                    .contains("headscale_users{tailnet=\"default\"} 1.0")
                    .contains("headscale_sessions 1.0")
                    .contains("headscale_ready 1.0")
                    .contains("headscale_mapresponse_sent_total{status=\"success\",type=\"full\"} 1.0")
                    .contains("headscale_map_first_seconds_count 1")
                    .contains("headscale_handshakes_total{outcome=\"accepted\"}")
                    .contains("headscale_handshake_seconds_bucket")
                    .contains("headscale_database_seconds_count{operation=\"append\"}")
                    .contains("headscale_http_request_seconds_count{area=\"control\",status=\"2xx\"}")
                    .contains("headscale_machine_requests_total{status=\"2xx\"}")
                    .containsPattern("headscale_connections [1-9]")
                    .contains("headscale_round_seconds_count")
                    .contains("headscale_nodestore_queue_depth 0.0")
                    .contains("headscale_rendering_queue_depth")
                    .contains("headscale_handshake_queue_depth 0.0")
                    .contains("jvm_memory_used_bytes");
        }
    }

    /// What a panel that was made for headscale asks for, and whether there is something to show.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "headscale_mapresponse_sent_total{status=\"success\",type=\"full\"} [1-9]",
                "headscale_mapresponse_endpoint_updates_total{status=\"ok\"} [1-9]",
                "headscale_mapresponse_ended_total{reason=\"\\w+\"} 1",
                "headscale_nodestore_nodes 1",
                "headscale_nodestore_queue_depth 0",
                "headscale_nodestore_operations_total{operation=\"put\"} 1",
                "headscale_nodestore_operations_total{operation=\"update\"} [1-9]",
                "headscale_nodestore_operation_duration_seconds_bucket{operation=\"update\",le=\"0.005\"} ",
                "headscale_nodestore_batch_size_count [1-9]",
                "headscale_nodestore_batch_duration_seconds_bucket{le=\"2.5\"} [1-9]",
                "headscale_http_requests_total{code=\"200\",method=\"GET\",path=\"/key\"} [1-9]",
                "headscale_http_requests_total{code=\"404\",method=\"GET\",path=\"other\"} 1",
                "headscale_http_duration_seconds_bucket{path=\"/register/{authId}\",le=\"10.0\"} 1",
            })
    void a_panel_of_headscale_finds_its_metric(String line) {
        try (var server = RunningServer.start(folder, ON)) {
            SimulatedClient laptop = server.joined("laptop");
            laptop.update(laptop.liteUpdate().build());
            TestServer.polled(laptop);
            get(server.server().address(), "/nowhere");
            get(server.server().address(), "/register/nobody");
            laptop.close();

            Await.until(
                    line,
                    () -> observed(server, "/metrics")
                            .lines()
                            .anyMatch(each -> each.matches(line.replace("{", "\\{") + ".*")));
        }
    }

    /// Those with a star have the peer's names, since they have its meaning.
    private static final List<String> METRICS = """
            headscale_mapresponse_sent_total        counter   *
            headscale_mapresponse_ended_total       counter   *
            headscale_nodestore_nodes               gauge     *
            headscale_nodestore_queue_depth         gauge     *
            headscale_nodestore_operations_total    counter   *
            headscale_nodestore_operation_duration_seconds histogram *
            headscale_nodestore_batch_size          histogram *
            headscale_nodestore_batch_duration_seconds histogram *
            headscale_mapresponse_endpoint_updates_total counter *
            headscale_http_requests_total           counter   *
            headscale_http_duration_seconds         histogram *
            headscale_nodes                         gauge
            headscale_users                         gauge
            headscale_sessions                      gauge
            headscale_ready                         gauge
            headscale_map_first_seconds             histogram
            headscale_map_lag_seconds               histogram
            headscale_round_seconds                 histogram
            headscale_rendering_queue_depth         gauge
            headscale_handshakes_total              counter
            headscale_handshake_seconds             histogram
            headscale_handshake_queue_depth         gauge
            headscale_http_request_seconds          histogram
            headscale_machine_requests_total        counter
            headscale_connections                   gauge
            headscale_database_seconds              histogram
            headscale_database_failures_total       counter
            headscale_derp_clients                  gauge
            headscale_derp_received_packets_total   counter
            headscale_derp_received_bytes_total     counter
            headscale_derp_sent_bytes_total         counter
            headscale_derp_dropped_bytes_total      counter
            """.lines().toList();

    @Test
    void every_metric_has_its_type_and_help_from_the_first_client_on_and_none_is_missing_here() {
        try (var server = RunningServer.start(folder, ON)) {
            TestServer.polled(server.joined("laptop"));
            Await.until(
                    "a request that was counted",
                    () -> observed(server, "/metrics").contains("headscale_http_request_seconds_count"));
            String text = observed(server, "/metrics");

            assertThat(text.lines().filter(line -> line.startsWith("# TYPE headscale_")))
                    .containsExactlyInAnyOrderElementsOf(METRICS.stream()
                            .map(line -> line.split(" +"))
                            .map(cells -> "# TYPE " + cells[0] + " " + cells[1])
                            .toList());
            assertThat(text.lines().filter(line -> line.matches("# HELP headscale_\\w+ \\S.+")))
                    .hasSameSizeAs(METRICS);
        }
    }

    @Test
    void the_manual_tells_of_every_metric() throws IOException {
        String manual = Files.readString(Path.of("../docs/operating.md"));

        assertThat(METRICS).allSatisfy(line -> assertThat(manual).contains("`" + line.split(" ")[0] + "`"));
    }

    @ParameterizedTest
    @CsvSource({
        "/debug/,          nodestore",
        "/debug/overview,  '\"sessions\" : 1'",
        "/debug/config,    127.0.0.1",
        "/debug/nodestore, '\"name\" : \"laptop\"'",
        "/debug/routes,    '['",
        "/debug/derp,      '{'",
        "/debug/threads,   RUNNABLE",
    })
    void a_debug_page_shows_what_it_is_named_for(String path, String text) {
        try (var server = RunningServer.start(folder, ON)) {
            TestServer.polled(server.joined("laptop"));

            assertThat(observed(server, path)).contains(text);
        }
    }

    @Test
    void debug_pages_keep_secrets() {
        try (var server = RunningServer.start(folder, ON + "cli: {api_key: hskey-api-secret}\n")) {
            assertThat(observed(server, "/debug/config")).contains("redacted").doesNotContain("hskey-api-secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/debug/", "/debug/config", "/debug/nodestore"})
    void the_listener_of_clients_serves_none_of_it(String path) {
        try (var server = RunningServer.start(folder, ON)) {
            assertThat(get(server.server().address(), path).status()).isEqualTo(404);
        }
    }

    @Test
    void nothing_listens_unless_an_address_is_given() {
        try (var server = RunningServer.start(folder, "")) {
            assertThat(server.server().metricsAddress()).isEmpty();
        }
    }
}
