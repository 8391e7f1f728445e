package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.headscale.admin.policy.SetPolicy;
import net.headscale.config.Http;
import net.headscale.config.ListenAddress;
import net.headscale.config.Tls;
import net.headscale.control.TestServer;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.route.ServerAddresses;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a server does about routes while nobody says where its own name leads.
class OwnAddressesTest {
    private static final String POLICY = "{\"autoApprovers\": {\"routes\": {\"10.0.0.0/8\": [\"autogroup:member\"]}}}";
    private static final Http NAMED = new Http(
            URI.create("https://headscale.example.com"), new ListenAddress("10.0.0.9", 443), new Tls.None(), List.of());

    private final TestServer server = TestServer.start();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        server.close();
    }

    private Set<IpAddress> answerLate(String name) throws UnknownHostException {
        if (asked.incrementAndGet() < 3) {
            throw new UnknownHostException(name);
        }
        return Set.of(IpAddress.parse("10.0.0.7"));
    }

    @Test
    void routes_of_one_address_wait_until_the_servers_own_name_is_found() {
        server.coordinator.surround(around -> around.withOwn(new ServerAddresses(Set.of(), false)));
        server.tailnet().submit(new SetPolicy(((Reading.Accepted) Policy.parse(POLICY)).policy(), POLICY, "test", ""));
        SimulatedClient router = router("10.0.0.7/32", "10.0.0.8/32", "10.0.0.9/32", "10.0.0.0/24");
        assertThat(approved(router)).containsExactly("10.0.0.0/24");

        try (var own = OwnAddresses.open(server.coordinator, NAMED, this::answerLate, Duration.ofMillis(1))) {
            Await.until("an answer", () -> approved(router).size() > 1);
            assertThat(own).isNotNull();
        }

        assertThat(approved(router)).containsExactly("10.0.0.0/24", "10.0.0.8/32");
        assertThat(asked).hasValue(3);
    }

    private SimulatedClient router(String... routes) {
        SimulatedClient router = server.client("router");
        var offers = router.registration().build().hostinfo().toBuilder()
                .routableIps(Stream.of(routes).map(Prefix::parse).toList())
                .build();
        SimulatedClient offering = router.saying(offers);
        assertThat(offering.join(server.reusableKey()).error()).isEmpty();
        return offering;
    }

    private List<String> approved(SimulatedClient router) {
        return server.node(router).orElseThrow().approvedRoutes().stream()
                .map(Prefix::toString)
                .toList();
    }
}
