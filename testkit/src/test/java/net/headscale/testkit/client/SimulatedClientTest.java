package net.headscale.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.HandshakeFailed;
import net.headscale.wire.tailcfg.RegisterResponse;
import net.headscale.wire.tailcfg.codec.MapRequestCodec;
import net.headscale.wire.tailcfg.codec.RegisterRequestCodec;
import net.headscale.wire.tailcfg.codec.RegisterResponseCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedClientTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final BlockingQueue<StubExchange> asked = new LinkedBlockingQueue<>();
    private final StubServer server = new StubServer(asked::add);
    private final SimulatedClient client = SimulatedClient.at(server.uri()).named("laptop");

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private StubExchange nextRequest() throws InterruptedException {
        return Optional.ofNullable(asked.poll(SOON.toSeconds(), TimeUnit.SECONDS))
                .orElseThrow();
    }

    @Test
    void the_handshake_proves_the_machine_key_and_the_version() throws InterruptedException {
        var old = client.as(client.profile().withVersion(ClientProfile.OLDEST_VERSION));

        old.connection().send(ControlRequest.get("/machine/whoami"));

        var request = nextRequest();
        assertThat(request.machine).isEqualTo(client.identity().machineKey());
        assertThat(request.version).isEqualTo(113);
        old.close();
    }

    @Test
    void the_early_payload_is_read_and_http2_goes_on_behind_it() throws InterruptedException {
        var pending = client.connection().send(ControlRequest.get("/machine/whoami"));
        nextRequest().answer(200, "you");

        assertThat(client.connection().earlyPayload()).isEqualTo(server.early);
        assertThat(pending.await().text()).isEqualTo("you");
    }

    @Test
    void a_server_without_an_early_payload_is_understood() throws InterruptedException {
        server.early = Optional.empty();

        var pending = client.connection().send(ControlRequest.get("/machine/whoami"));
        nextRequest().answer(404, "nobody");

        assertThat(client.connection().earlyPayload()).isEmpty();
        assertThat(pending.await().status()).isEqualTo(404);
    }

    @Test
    void a_registration_arrives_as_the_real_client_sends_it() throws InterruptedException {
        var pending =
                client.registerHeld(client.registration().authKey("secret").build());

        var request = nextRequest();
        assertThat(request.path()).isEqualTo("/machine/register");
        assertThat(request.headers.method()).hasToString("POST");
        assertThat(request.headers.scheme()).hasToString("https");
        assertThat(request.headers.get("ts-lb")).hasToString(client.nodeKey().toString());
        var said = RegisterRequestCodec.decode(request.body());
        assertThat(said.nodeKey()).isEqualTo(client.nodeKey());
        assertThat(said.authKey()).isEqualTo("secret");
        assertThat(said.version()).isEqualTo(ClientProfile.NEWEST_VERSION);
        assertThat(said.hostinfo()).isEqualTo(ClientProfile.hostinfo("laptop"));

        request.answer(200, RegisterResponseCodec.encode(RegisterResponse.refused("no")));
        assertThat(pending.await().error()).isEqualTo("no");
    }

    @Test
    void a_held_registration_waits_and_can_be_given_up() throws InterruptedException {
        var pending = client.registerHeld(
                client.registration().followup("http://x/register/1").build());
        var request = nextRequest();

        assertThatThrownBy(() -> pending.await(Duration.ofMillis(20))).isInstanceOf(ClientFailure.DeadlinePassed.class);
        pending.cancel();

        assertThat(request.reset.orTimeout(5, TimeUnit.SECONDS).join()).hasToString("CANCEL");
        var failure = catchThrowableOfType(ClientFailure.StreamEnded.class, pending::await);
        assertThat(failure.ending()).isEqualTo(Ending.CANCELLED);
    }

    @Test
    void another_status_than_200_is_told_with_its_text() throws InterruptedException {
        var pending = client.registerHeld(client.registration().build());
        nextRequest().answer(429, "later");

        var failure = catchThrowableOfType(ClientFailure.UnexpectedStatus.class, pending::await);

        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.text()).isEqualTo("later");
    }

    @Test
    void requests_share_one_connection_and_dial_adds_another() throws InterruptedException {
        var first = client.connection().send(ControlRequest.get("/1"));
        var second = client.connection().send(ControlRequest.get("/2"));
        nextRequest().answer(200, "one");
        nextRequest().answer(200, "two");
        assertThat(first.await().text()).isEqualTo("one");
        assertThat(second.await().text()).isEqualTo("two");

        int dialled = server.connections.size();
        try (var other = client.dial()) {
            assertThat(server.connections).hasSize(dialled + 1);
            assertThat(other).isNotSameAs(client.connection());
            assertThat(client.connection().isOpen()).isTrue();
        }
    }

    @Test
    void a_closed_client_dials_again_when_it_is_used_again() {
        var first = client.connection();
        client.close();

        assertThat(first.isOpen()).isFalse();
        assertThat(client.connection().isOpen()).isTrue();
    }

    @Test
    void a_lite_update_is_no_stream_and_asks_for_no_peers() throws InterruptedException {
        var pending = client.connection()
                .send(ControlRequest.post(
                        "/machine/map",
                        MapRequestCodec.encode(client.liteUpdate().build())));
        var request = nextRequest();

        var said = MapRequestCodec.decode(request.body());
        assertThat(said.stream()).isFalse();
        assertThat(said.omitPeers()).isTrue();
        request.answer(200, "");
        assertThat(pending.await().body().isEmpty()).isTrue();
    }

    @Test
    void a_server_with_another_key_than_it_told_is_refused() {
        try (var impostor = X25519Secret.generate(new SecureRandom())) {
            var told = MachineKey.of(impostor.publicBytes());

            // the server cannot open such an initiation, and closes
            assertThatThrownBy(() -> ControlConnection.open(client.profile(), client.identity(), told))
                    .isInstanceOfAny(ClientFailure.ConnectionEnded.class, HandshakeFailed.class);
        }
    }

    @Test
    void nobody_at_the_port_is_told_at_once() {
        server.close();

        assertThatThrownBy(client::askServerKey).isInstanceOf(ClientFailure.ConnectionEnded.class);
        assertThatThrownBy(() -> ControlConnection.open(client.profile(), client.identity(), server.key.publicKey()))
                .isInstanceOf(ClientFailure.ConnectionEnded.class);
    }

    @Test
    void the_identity_changes_only_what_a_restart_or_a_login_changes() {
        var restarted = client.restarted().identity();
        var rotated = client.rotated().identity();

        assertThat(restarted.nodeKey()).isEqualTo(client.nodeKey());
        assertThat(restarted.discoKey()).isNotEqualTo(client.identity().discoKey());
        assertThat(rotated.nodeKey()).isNotEqualTo(client.nodeKey());
        assertThat(rotated.discoKey()).isEqualTo(client.identity().discoKey());
        assertThat(rotated.machineKey()).isEqualTo(client.identity().machineKey());
    }
}
