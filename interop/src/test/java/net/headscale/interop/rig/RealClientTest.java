package net.headscale.interop.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("interop")
class RealClientTest {
    @ParameterizedTest
    @EnumSource(ClientVersion.class)
    void a_fresh_client_of_each_release_needs_a_login(ClientVersion version) {
        try (var network = TestNetwork.open()) {
            RealClient client = RealClient.start(network.addClient("ana"), version);

            assertThat(client.status().state()).isEqualTo("NeedsLogin");
            assertThat(client.tailscale("version").out())
                    .startsWith(version.release().substring(1));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientVersion.class)
    void a_killed_client_starts_again(ClientVersion version) {
        try (var network = TestNetwork.open()) {
            RealClient client = RealClient.start(network.addClient("ana"), version);
            client.kill();
            assertThat(client.daemon().isRunning()).isFalse();

            client.startAgain();

            assertThat(client.status().state()).isEqualTo("NeedsLogin");
        }
    }
}
