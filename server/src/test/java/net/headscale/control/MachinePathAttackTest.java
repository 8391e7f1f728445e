package net.headscale.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.PolicyText;
import net.headscale.testkit.client.HttpAnswer;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.tailcfg.codec.MapRequestCodec;
import net.headscale.wire.tailcfg.codec.RegisterRequestCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever path there is: what it answers to a node's own machine, it answers to no other.
class MachinePathAttackTest {
    private static final String SSH_IS_CHECKED = """
            {"ssh": [{"action": "check", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]}]}
            """;

    private final TestServer server = TestServer.start();
    private final SimulatedClient victim = server.joined("victim");

    @AfterEach
    void close() {
        server.close();
    }

    private Node victimNode() {
        return server.node(victim).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(MachinePath.class)
    void a_machine_is_not_answered_for_the_node_of_another(MachinePath path) {
        server.change(new Change.PolicySet(new PolicyText(SSH_IS_CHECKED, server.clock.instant())));
        SimulatedClient attacker = server.joined("attacker");
        SimulatedClient impostor = server.closed(attacker.as(attacker.identity().withNodeKey(victim.nodeKey())));
        TestServer.polled(victim);
        HttpAnswer honest = asked(path, victim);
        Node before = victimNode();

        HttpAnswer stolen = asked(path, impostor);

        assertThat(isServed(path, honest)).as(honest.text()).isTrue();
        assertThat(isServed(path, stolen)).as(stolen.text()).isFalse();
        assertThat(victimNode().withPresence(before.presence())).isEqualTo(before);
    }

    /// Whether somebody was answered as the victim's own machine is.
    private boolean isServed(MachinePath path, HttpAnswer answer) {
        return answer.status() == 200
                && switch (path) {
                    case REGISTER -> answer.text().contains("\"MachineAuthorized\":true");
                    case MAP, UPDATE_HEALTH, AUDIT_LOG, SET_DEVICE_ATTR, ECHO -> true;
                    case WHOAMI ->
                        answer.text().equals(victim.identity().machineKey().toString());
                    case SSH_ACTION -> answer.text().contains("holdAndDelegate");
                };
    }

    /// What `client` is answered that asks there for the victim's node.
    private HttpAnswer asked(MachinePath path, SimulatedClient client) {
        return switch (path) {
            case REGISTER ->
                client.post(
                        path.text(),
                        RegisterRequestCodec.encode(client.registration().build()));
            case MAP ->
                client.post(
                        path.text(), MapRequestCodec.encode(client.liteUpdate().build()));
            case UPDATE_HEALTH, AUDIT_LOG, SET_DEVICE_ATTR ->
                client.post(
                        path.text(), ("{\"Version\": 142, \"NodeKey\": \"" + victim.nodeKey() + "\"}").getBytes(UTF_8));
            case WHOAMI -> client.get(path.text());
            case SSH_ACTION -> client.get(path.text() + sshLogin());
            case ECHO -> client.post(path.text() + victimNode().id().value() + "/1", new byte[0]);
        };
    }

    /// From the attacker's own node to the victim's.
    private String sshLogin() {
        long source = server.tailnet().current().tailnet().nodes().values().stream()
                .map(node -> node.id().value())
                .filter(id -> id != victimNode().id().value())
                .findFirst()
                .orElseThrow();
        return source + "/to/" + victimNode().id().value() + "?local_user=root";
    }
}
