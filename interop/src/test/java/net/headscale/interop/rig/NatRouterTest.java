package net.headscale.interop.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("interop")
class NatRouterTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    @ParameterizedTest
    @EnumSource(NatRouter.Mapping.class)
    void a_host_behind_a_router_gets_out_under_its_address_and_nobody_gets_in(NatRouter.Mapping mapping) {
        try (var network = TestNetwork.open()) {
            NatRouter router = network.addRouter("router", mapping);
            Host inside = router.addClient("inside");
            Host outside = network.addClient("outside");
            outside.configure(
                    "route add " + inside.address() + " via " + router.host().address());

            assertThat(inside.pings(outside.address(), SOON)).isTrue();
            assertThat(outside.pings(inside.address(), Duration.ofMillis(500))).isFalse();
            assertThat(outside.pings(router.host().address(), Duration.ofMillis(500)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(NatRouter.Mapping.class)
    void the_outer_port_of_a_flow_stays_only_where_the_mapping_is_easy(NatRouter.Mapping mapping) {
        try (var network = TestNetwork.open()) {
            DerpRelay.start(network);
            NatRouter router = network.addRouter("router", mapping);
            Host inside = router.addClient("inside");

            inside.run(
                    "curl", "--silent", "--local-port", "40123", "https://" + TestNetwork.RELAY_NAME + "/derp/probe");

            String flows = router.host().run("cat", "/proc/net/nf_conntrack").out();
            assertThat(flows).contains("sport=40123");
            assertThat(flows.contains("dport=40123")).isEqualTo(mapping == NatRouter.Mapping.EASY);
        }
    }
}
