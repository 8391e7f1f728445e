package net.headscale.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import net.headscale.coordinator.RefusedException;
import net.headscale.tailnet.Change;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.key.NodeKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a machine may try with a node key that another machine used once.
class FormerKeyAttackTest {
    private static final String REFUSED = "node exists with a different machine key";

    private TestServer server = TestServer.start();
    private final SimulatedClient victim = server.joined("victim");
    private final NodeKey former = victim.nodeKey();

    @AfterEach
    void close() {
        server.close();
    }

    /// The victim logs in again with a new key.
    private SimulatedClient rotate() {
        SimulatedClient rotated = server.closed(victim.rotated());
        assertThat(rotated.join(server.reusableKey()).error()).isEmpty();
        return rotated;
    }

    private SimulatedClient impostor(NodeKey key) {
        SimulatedClient attacker = server.client("impostor");
        return server.closed(attacker.as(attacker.identity().withNodeKey(key)));
    }

    private void assertRefusedAtRegistration() {
        SimulatedClient impostor = impostor(former);
        for (String key : List.of("", server.reusableKey())) {
            var answer = impostor.register(impostor.registration().authKey(key).build());
            assertThat(answer.error()).isEqualTo(REFUSED);
            assertThat(answer.machineAuthorized()).isFalse();
        }
        assertThat(server.node(impostor)).isEmpty();
    }

    @Test
    void a_former_key_is_refused_to_another_machine() {
        rotate();

        assertRefusedAtRegistration();
    }

    @Test
    void a_former_key_is_refused_after_a_restart() {
        rotate();

        server = server.restart();

        assertRefusedAtRegistration();
    }

    @Test
    void the_key_of_a_node_that_was_deleted_is_refused() {
        server.change(new Change.NodeRemoved(server.node(victim).orElseThrow().id()));

        assertRefusedAtRegistration();
    }

    @Test
    void the_key_of_a_node_whose_tailnet_was_destroyed_is_refused_after_a_restart_too() {
        server.coordinator.create("office");
        var office = server.coordinator.require("office");
        var mate = server.client("mate");
        mate.join(server.preauthKey(office, true, java.time.Duration.ofDays(1)));
        server.coordinator.destroy("office", true);

        var impostor = impostor(mate.nodeKey());
        assertThat(impostor.join(server.reusableKey()).error()).isEqualTo(REFUSED);
        server = server.restart();
        impostor = impostor(mate.nodeKey());
        assertThat(impostor.join(server.reusableKey()).error()).isEqualTo(REFUSED);
    }

    @Test
    void a_login_that_waits_under_a_key_that_another_machine_used_meanwhile_is_refused() {
        var slow = server.client("slow");
        String url = slow.register(slow.registration().build()).authUrl();
        var quick = server.client("quick");
        var quicker = server.closed(quick.as(quick.identity().withNodeKey(slow.nodeKey())));
        quicker.join(server.reusableKey());
        assertThat(server.closed(quicker.rotated()).join(server.reusableKey()).error())
                .isEmpty();

        assertThatThrownBy(() -> server.approve(url.substring(url.lastIndexOf('/') + 1)))
                .isInstanceOf(RefusedException.class);

        assertThat(server.node(slow)).isEmpty();
    }

    @Test
    void a_former_key_gets_no_map_and_updates_nothing() {
        rotate();
        SimulatedClient impostor = impostor(former);

        var failure = catchThrowableOfType(
                ClientFailure.UnexpectedStatus.class, () -> impostor.poll().next());

        assertThat(failure.status()).isEqualTo(404);
        assertThat(impostor.update(impostor.liteUpdate().build()).status()).isEqualTo(404);
    }

    @Test
    void a_machine_may_use_its_own_former_key_again() {
        rotate();

        assertThat(victim.join(server.reusableKey()).error()).isEmpty();
        assertThat(server.node(victim)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/machine/update-health", "/machine/audit-log", "/machine/set-device-attr"})
    void nobody_speaks_for_a_key_that_another_machine_uses_or_has_used(String path) {
        SimulatedClient rotated = rotate();
        SimulatedClient attacker = server.client("attacker");
        byte[] nobodys = naming(attacker.nodeKey());

        assertThat(rotated.post(path, naming(rotated.nodeKey())).status()).isEqualTo(200);
        for (NodeKey key : List.of(rotated.nodeKey(), former)) {
            var answer = attacker.post(path, naming(key));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(attacker.post(path, nobodys).text());
        }
    }

    private static byte[] naming(NodeKey key) {
        return ("{\"Version\": 142, \"NodeKey\": \"" + key + "\"}").getBytes(UTF_8);
    }
}
