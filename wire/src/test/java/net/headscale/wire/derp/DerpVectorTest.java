package net.headscale.wire.derp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.ScriptedRandom;
import net.headscale.wire.derp.DerpFrame.Ping;
import net.headscale.wire.derp.DerpFrame.Pong;
import net.headscale.wire.derp.FromClient.ClientInfo;
import net.headscale.wire.derp.FromClient.ClosePeer;
import net.headscale.wire.derp.FromClient.ForwardPacket;
import net.headscale.wire.derp.FromClient.NotePreferred;
import net.headscale.wire.derp.FromClient.SendPacket;
import net.headscale.wire.derp.FromClient.WatchConns;
import net.headscale.wire.derp.FromServer.Health;
import net.headscale.wire.derp.FromServer.KeepAlive;
import net.headscale.wire.derp.FromServer.PeerGone;
import net.headscale.wire.derp.FromServer.PeerPresent;
import net.headscale.wire.derp.FromServer.RecvPacket;
import net.headscale.wire.derp.FromServer.Restarting;
import net.headscale.wire.derp.FromServer.ServerInfo;
import net.headscale.wire.derp.FromServer.ServerKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.net.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Repeats frames that the real client made or took.
class DerpVectorTest {
    private static final GoldenFile GOLDEN = GoldenFile.read("derp/derp_frames.json");
    private static final X25519Secret CLIENT = X25519Secret.of(GOLDEN.bytes("client_private"));
    private static final X25519Secret SERVER = X25519Secret.of(GOLDEN.bytes("server_private"));
    private static final NodeKey CLIENT_KEY = NodeKey.of(GOLDEN.bytes("client_public"));
    private static final NodeKey SERVER_KEY = NodeKey.of(GOLDEN.bytes("server_public"));
    private static final NodeKey PEER_KEY = NodeKey.of(GOLDEN.bytes("peer_public"));
    private static final int CLIENT_NONCE_AT = DerpFrame.HEADER_BYTES + FrameKeys.BYTES;

    static Stream<String> names() {
        return GOLDEN.list("frames").stream().map(frame -> frame.text("name"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_recorded_frame_is_written_alike(String name) {
        byte[] recorded = recorded(name);
        ByteBuffer written = ByteBuffer.allocate(recorded.length);

        expected().get(name).write(written);

        assertThat(written.array()).isEqualTo(recorded);
        assertThat(written.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_recorded_frame_is_read_by_the_side_that_it_is_for(String name) {
        ByteBuffer recorded = ByteBuffer.wrap(recorded(name));
        DerpFrame expected = expected().get(name);

        FrameDecoder<? extends DerpFrame> decoder =
                expected instanceof FromClient ? FrameDecoder.ofServer() : FrameDecoder.ofClient();

        assertThat(decoder.next(recorded).orElseThrow()).isEqualTo(expected);
        assertThat(recorded.hasRemaining()).isFalse();
    }

    @Test
    void every_kind_was_recorded() {
        assertThat(expected().keySet()).containsExactlyInAnyOrderElementsOf(names().toList());
        assertThat(expected().values().stream().map(DerpFrame::kind)).contains(FrameKind.values());
    }

    @Test
    void the_boxes_open_for_the_other_side() {
        assertThat(((ClientInfo) expected().get("ClientInfo")).open(SERVER)).isEqualTo(ClientHello.ordinary());
        assertThat(((ServerInfo) expected().get("ServerInfo")).open(CLIENT, SERVER_KEY))
                .isEqualTo(ServerHello.unlimited());
    }

    private static Map<String, DerpFrame> expected() {
        Map<String, DerpFrame> frames = new HashMap<>();
        frames.put("ServerKey", new ServerKey(SERVER_KEY));
        frames.put(
                "ClientInfo",
                ClientInfo.seal(CLIENT, SERVER_KEY, ClientHello.ordinary(), nonce("ClientInfo", CLIENT_NONCE_AT)));
        frames.put(
                "ServerInfo",
                ServerInfo.seal(
                        SERVER, CLIENT_KEY, ServerHello.unlimited(), nonce("ServerInfo", DerpFrame.HEADER_BYTES)));
        frames.put("SendPacket", new SendPacket(PEER_KEY, ascii("hello wireguard")));
        frames.put("RecvPacket", new RecvPacket(PEER_KEY, ascii("reply packet")));
        frames.put("KeepAlive", new KeepAlive());
        frames.put("NotePreferred(true)", new NotePreferred(true));
        frames.put("NotePreferred(false)", new NotePreferred(false));
        frames.put("PeerGone(disconnected)", new PeerGone(PEER_KEY, PeerGone.DISCONNECTED));
        frames.put("PeerGone(not here)", new PeerGone(PEER_KEY, PeerGone.NOT_HERE));
        frames.put("PeerPresent", new PeerPresent(PEER_KEY, Endpoint.parse("192.0.2.7:41641"), 1));
        frames.put("WatchConns", new WatchConns());
        frames.put("ClosePeer", new ClosePeer(PEER_KEY));
        frames.put("ForwardPacket", new ForwardPacket(CLIENT_KEY, PEER_KEY, ascii("fwd")));
        frames.put("Ping", new Ping(0xf0f1f2f3f4f5f6f7L));
        frames.put("Pong", new Pong(0xf0f1f2f3f4f5f6f7L));
        frames.put("Health", new Health("duplicate connection"));
        frames.put("Restarting", new Restarting(Duration.ofMillis(1500), Duration.ofSeconds(3)));
        return frames;
    }

    private static ScriptedRandom nonce(String name, int offset) {
        return ScriptedRandom.of(Arrays.copyOfRange(recorded(name), offset, offset + NaclBox.NONCE_BYTES));
    }

    private static byte[] recorded(String name) {
        List<GoldenFile> frames = GOLDEN.list("frames");
        return frames.stream()
                .filter(frame -> frame.text("name").equals(name))
                .findFirst()
                .orElseThrow()
                .bytes("frame");
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
