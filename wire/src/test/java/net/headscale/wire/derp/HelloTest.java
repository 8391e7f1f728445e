package net.headscale.wire.derp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import net.headscale.wire.derp.FromClient.ClientInfo;
import net.headscale.wire.derp.FromServer.ServerInfo;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloTest {
    private static final String MESH_KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private final X25519Secret client = X25519Secret.generate(new Random(1));
    private final X25519Secret relay = X25519Secret.generate(new Random(2));

    @Test
    void a_client_proves_its_node_key_to_this_relay_only() {
        ClientInfo proof = ClientInfo.seal(client, key(relay), ClientHello.ordinary(), new Random(3));
        ClientInfo borrowed = new ClientInfo(key(relay), proof.box());

        assertThat(proof.client()).isEqualTo(key(client));
        assertThat(proof.open(relay)).isEqualTo(ClientHello.ordinary());
        assertThatThrownBy(() -> proof.open(X25519Secret.generate(new Random(4))))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> borrowed.open(relay)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void a_relay_proves_its_key_to_this_client_only() {
        ServerInfo proof = ServerInfo.seal(relay, key(client), new ServerHello(2, 1000, 5000), new Random(3));

        assertThat(proof.open(client, key(relay))).isEqualTo(new ServerHello(2, 1000, 5000));
        assertThatThrownBy(() -> proof.open(client, key(client))).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void a_box_with_something_else_in_it_is_malformed() {
        byte[] box = NaclBox.seal(client, relay.publicBytes(), "[1]".getBytes(UTF_8), new Random(3));

        assertThatThrownBy(() -> new ClientInfo(key(client), ByteBuffer.wrap(box)).open(relay))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> new ServerInfo(ByteBuffer.wrap(box)).open(client, key(relay)))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void a_prober_of_a_mesh_says_so() {
        ClientHello hello = new ClientHello(MeshKey.parse(MESH_KEY), 2, false, true, "derpprobe");

        assertThat(new String(hello.json(), UTF_8))
                .isEqualTo("{\"meshKey\":\"" + MESH_KEY
                        + "\",\"version\":2,\"CanAckPings\":false,\"IsProber\":true,\"AppName\":\"derpprobe\"}");
        assertThat(ClientHello.read(hello.json())).isEqualTo(hello);
    }

    @Test
    void what_is_left_out_or_unknown_or_null_changes_nothing() {
        assertThat(ClientHello.read("{\"meshKey\":\"\",\"New\":{\"a\":[]},\"AppName\":null}".getBytes(UTF_8)))
                .isEqualTo(new ClientHello(null, 0, false, false, ""));
        assertThat(ServerHello.read("{}".getBytes(UTF_8))).isEqualTo(new ServerHello(0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "7", "{\"version\":\"2\"}", "{\"CanAckPings\":1}", "{\"meshKey\":\"zz\"}"})
    void another_json_is_malformed(String json) {
        assertThatThrownBy(() -> ClientHello.read(json.getBytes(UTF_8))).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void a_mesh_key_is_compared_but_never_printed() {
        MeshKey key = MeshKey.parse(MESH_KEY);

        assertThat(key).isEqualTo(MeshKey.parse(MESH_KEY)).isNotEqualTo(MeshKey.parse("0".repeat(64)));
        assertThat(key).hasToString("MeshKey(redacted)").hasSameHashCodeAs(MeshKey.parse(MESH_KEY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeshKey.parse("secret"))
                .withMessageNotContaining("secret");
    }

    private static NodeKey key(X25519Secret secret) {
        return NodeKey.of(secret.publicBytes());
    }
}
