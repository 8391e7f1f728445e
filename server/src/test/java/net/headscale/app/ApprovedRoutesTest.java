package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Routes that a policy approves as soon as a router offers them. The server is at 127.0.0.1, by `server_url`.
class ApprovedRoutesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void approveAll() {
        RunningServer.put(folder.resolve("policy.hujson"), """
                {"autoApprovers": {"routes": {"10.0.0.0/8": ["admin@"], "127.0.0.0/8": ["admin@"], "::/0": ["admin@"]}}}""");
    }

    @Test
    void a_router_is_not_let_serve_the_server_itself() {
        try (var server = start()) {
            join(server, "router", "127.0.0.1/32", "127.0.0.2/32", "127.0.0.0/24");

            assertThat(approved(server)).isEqualTo("[\"127.0.0.0/24\",\"127.0.0.2/32\"]");
        }
    }

    @Test
    void a_policy_that_a_server_finds_at_its_start_is_no_way_around() {
        try (var former = RunningServer.start(folder, "")) {
            join(former, "router", "127.0.0.1/32", "127.0.0.2/32", "127.0.0.0/24");
            try (var server = former.restart("policy: {path: policy.hujson}\n")) {
                assertThat(approved(server)).isEqualTo("[\"127.0.0.0/24\",\"127.0.0.2/32\"]");
            }
        }
    }

    @Test
    void the_server_is_also_where_its_name_leads() throws UnknownHostException {
        assertThat(OwnAddresses.find("localhost")).contains(IpAddress.parse("127.0.0.1"));
    }

    @Test
    void a_route_that_takes_another_routers_traffic_is_told_once_when_it_begins() {
        try (var lines = LogLines.open();
                var server = start()) {
            join(server, "wide", "10.0.0.0/8");
            join(server, "narrow", "10.1.0.0/16");
            join(server, "late", "10.2.0.0/16");

            assertThat(lines.of(Level.WARN).stream().filter(line -> line.contains("shadows")))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("10.1.0.0/16 of narrow shadows a part of 10.0.0.0/8 of wide"))
                    .anyMatch(line -> line.contains("10.2.0.0/16 of late shadows a part of 10.0.0.0/8 of wide"));
        }
    }

    private RunningServer start() {
        return RunningServer.start(folder, "policy: {path: policy.hujson}\n");
    }

    private static void join(RunningServer server, String name, String... routes) {
        SimulatedClient router = SimulatedClient.at(server.uri()).named(name);
        Hostinfo offers = router.registration().build().hostinfo().toBuilder()
                .routableIps(Stream.of(routes).map(Prefix::parse).toList())
                .build();
        server.joined(router.saying(offers));
    }

    private static String approved(RunningServer server) {
        return JSON.readTree(server.run("nodes", "show", "1", "-o", "json"))
                .path("approvedRoutes")
                .toString();
    }
}
