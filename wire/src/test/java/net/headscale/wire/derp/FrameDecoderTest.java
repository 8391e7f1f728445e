package net.headscale.wire.derp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.headscale.wire.Seeds;
import net.headscale.wire.derp.DerpFrame.Ping;
import net.headscale.wire.derp.DerpFrame.Pong;
import net.headscale.wire.derp.FromClient.NotePreferred;
import net.headscale.wire.derp.FromClient.SendPacket;
import net.headscale.wire.derp.FromServer.Health;
import net.headscale.wire.derp.FromServer.KeepAlive;
import net.headscale.wire.derp.FromServer.PeerGone;
import net.headscale.wire.derp.FromServer.PeerPresent;
import net.headscale.wire.derp.FromServer.Restarting;
import net.headscale.wire.derp.FromServer.ServerKey;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final NodeKey KEY = new NodeKey(1, 2, 3, 4);
    private static final String KEY_HEX = "0000000000000001000000000000000200000000000000030000000000000004";

    private final FrameDecoder<FromClient> server = FrameDecoder.ofServer();
    private final FrameDecoder<FromServer> client = FrameDecoder.ofClient();

    @ParameterizedTest
    @Seeds(100)
    void frames_come_out_as_they_went_in_however_they_are_cut(long seed) {
        Random random = new Random(seed);
        List<FromClient> said = new ArrayList<>();
        ByteBuffer wire = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 20; i++) {
            FromClient frame = random.nextBoolean() ? new Ping(random.nextLong()) : packet(random);
            said.add(frame);
            frame.write(wire);
            unwanted(random, wire);
        }

        assertThat(readInPieces(random, wire.flip())).isEqualTo(said);
    }

    private static SendPacket packet(Random random) {
        byte[] packet = new byte[random.nextInt(2000)];
        random.nextBytes(packet);
        return new SendPacket(KEY, ByteBuffer.wrap(packet));
    }

    /// A frame of a later version, or one that no client sends.
    private static void unwanted(Random random, ByteBuffer wire) {
        byte[] payload = new byte[random.nextInt(3000)];
        wire.put(random.nextBoolean() ? (byte) 0x77 : FrameKind.HEALTH.code());
        wire.order(ByteOrder.BIG_ENDIAN).putInt(payload.length).put(payload);
    }

    private List<FromClient> readInPieces(Random random, ByteBuffer wire) {
        List<FromClient> read = new ArrayList<>();
        int end = wire.limit();
        wire.limit(0);
        while (wire.limit() < end) {
            wire.limit(Math.min(end, wire.limit() + 1 + random.nextInt(700)));
            for (Optional<FromClient> next = server.next(wire); next.isPresent(); next = server.next(wire)) {
                read.add(next.get());
            }
        }
        return read;
    }

    @Test
    void a_frame_that_has_not_all_come_is_left_alone() {
        ByteBuffer wire = ByteBuffer.allocate(100);
        new SendPacket(KEY, ByteBuffer.allocate(10)).write(wire);
        for (int length = 0; length < wire.position(); length++) {
            ByteBuffer received = wire.duplicate().flip().limit(length);

            assertThat(server.next(received)).isEmpty();
            assertThat(received.position()).isZero();
        }
    }

    @Test
    void unwanted_frames_are_passed_over_without_being_gathered() {
        ByteBuffer received = hex("7700010000" + "00".repeat(1000));

        assertThat(server.next(received)).isEmpty();
        assertThat(received.hasRemaining()).isFalse();
        assertThat(server.next(ByteBuffer.allocate(0xffff - 1000))).isEmpty();
        assertThat(server.next(hex("00" + "070000000101"))).contains(new NotePreferred(true));
    }

    @Test
    void each_side_takes_only_what_the_other_sends() {
        ByteBuffer fromServer = hex("0600000000" + "12000000080000000000000007");
        ByteBuffer fromClient = hex("070000000101" + "13000000080000000000000007");

        assertThat(server.next(fromServer)).contains(new Ping(7));
        assertThat(client.next(fromClient)).contains(new Pong(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0200000000", // no box
                "0200000047", // a byte too few for one
                "0200040001", // more than 256 KiB
                "040000001f", // no destination
                "0400010021", // a packet of 64 KiB and a byte
                "0700000000",
                "0700000002",
                "0a0000003f",
                "0a00010041",
                "1000000001",
                "110000001f",
                "1100000021",
                "1200000007",
                "12000003e9",
                "1300000000",
                "7700100001", // an unknown kind of more than 1 MiB
                "77ffffffff",
                "0680000000"
            })
    void another_length_is_malformed_before_the_payload_has_come(String header) {
        assertThatThrownBy(() -> server.next(hex(header))).isInstanceOf(MalformedMessage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0100000027", "0100000401", "0300000027", "050000001f", "080000001f", "0900000032", "1500000007"
            })
    void a_client_is_as_strict(String header) {
        assertThatThrownBy(() -> client.next(hex(header))).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void a_packet_of_64_kib_is_read() {
        ByteBuffer wire = ByteBuffer.allocate(70_000);
        SendPacket longest = new SendPacket(KEY, ByteBuffer.allocate(DerpFrame.MOST_PACKET_BYTES));
        longest.write(wire);

        assertThat(server.next(wire.flip())).contains(longest);
    }

    @Test
    void a_ping_may_be_longer_than_its_token() {
        assertThat(server.next(hex("120000000a" + "000000000000000900ff"))).contains(new Ping(9));
    }

    @Test
    void later_versions_may_say_more() {
        String magic = "44455250f09f9491";

        assertThat(client.next(hex("010000002a" + magic + KEY_HEX + "abcd"))).contains(new ServerKey(KEY));
        assertThat(client.next(hex("0600000001" + "ff"))).contains(new KeepAlive());
        assertThat(client.next(hex("0800000020" + KEY_HEX))).contains(new PeerGone(KEY, PeerGone.DISCONNECTED));
        assertThat(client.next(hex("0800000021" + KEY_HEX + "fe"))).contains(new PeerGone(KEY, 0xfe));
    }

    @Test
    void a_key_without_the_magic_is_malformed() {
        assertThatThrownBy(() -> client.next(hex("0100000028" + "44455250f09f9492" + KEY_HEX)))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("magic");
    }

    @Test
    void a_text_that_is_not_utf_8_is_mended() {
        assertThat(client.next(hex("1400000003" + "61ff62"))).contains(new Health("a\ufffdb"));
        assertThat(client.next(hex("1400000000"))).contains(new Health(""));
    }

    @ParameterizedTest
    @CsvSource({"'[2001:db8::7]:1'", "192.0.2.7:65535", "'[::]:0'"})
    void a_present_peer_keeps_its_address(String endpoint) {
        ByteBuffer wire = ByteBuffer.allocate(100);
        PeerPresent present = new PeerPresent(KEY, Endpoint.parse(endpoint), 0xff);
        present.write(wire);

        assertThat(client.next(wire.flip())).contains(present);
    }

    @Test
    void writing_a_frame_twice_writes_it_alike() {
        SendPacket frame = new SendPacket(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        ByteBuffer first = ByteBuffer.allocate(frame.length());
        ByteBuffer second = ByteBuffer.allocateDirect(frame.length());

        frame.write(first);
        frame.write(second);

        assertThat(first.flip()).isEqualTo(second.flip());
    }

    @Test
    void a_frame_that_the_other_side_would_refuse_is_not_written() {
        SendPacket tooLong = new SendPacket(KEY, ByteBuffer.allocate(DerpFrame.MOST_PACKET_BYTES + 1));

        assertThatIllegalStateException().isThrownBy(() -> tooLong.write(ByteBuffer.allocate(70_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PeerGone(KEY, 256));
        assertThatIllegalArgumentException().isThrownBy(() -> new PeerPresent(KEY, Endpoint.parse("192.0.2.1:1"), -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restarting(Duration.ofDays(50), Duration.ZERO));
    }

    private static ByteBuffer hex(String bytes) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
    }
}
