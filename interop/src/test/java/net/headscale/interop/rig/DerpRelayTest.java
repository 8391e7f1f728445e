package net.headscale.interop.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interop")
class DerpRelayTest {
    @Test
    void a_client_reaches_the_relay_by_name_and_trusts_its_certificate_until_the_relay_stops() {
        try (var network = TestNetwork.open()) {
            DerpRelay relay = DerpRelay.start(network);
            Host client = network.addClient("ana");

            assertThat(relay.isReachableFrom(client)).isTrue();

            relay.program().stop();
            assertThat(relay.isReachableFrom(client)).isFalse();
        }
    }
}
