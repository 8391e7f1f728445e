package net.headscale.wire.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.IntFunction;
import net.headscale.wire.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTest {
    private static final int UINT16 = 0x10000;

    private final RecordCipher cipher = RecordCipher.create();
    private final Handshakes.Ends ends = Handshakes.of(11).ends();
    private final RecordSealer sealer = ends.server().sealer();
    private final RecordOpener opener = ends.client().opener();

    @AfterEach
    void close() {
        cipher.close();
    }

    @ParameterizedTest
    @Seeds(200)
    void what_is_sealed_is_opened_however_it_is_cut_and_wherever_it_lies(long seed) {
        Random random = new Random(seed);
        IntFunction<ByteBuffer> allocator = random.nextBoolean() ? ByteBuffer::allocate : ByteBuffer::allocateDirect;
        byte[] said = new byte[random.nextInt(3 * Records.MOST_PLAINTEXT_BYTES)];
        random.nextBytes(said);

        ByteBuffer records = allocator.apply(UINT16);
        ByteBuffer rest = allocator.apply(said.length).put(said).flip();
        while (rest.hasRemaining()) {
            sealer.seal(cipher, take(rest, 1 + random.nextInt(rest.remaining())), records);
        }

        assertThat(openInPieces(random, records.flip(), allocator.apply(UINT16)))
                .isEqualTo(ByteBuffer.wrap(said));
    }

    private ByteBuffer openInPieces(Random random, ByteBuffer records, ByteBuffer opened) {
        int end = records.limit();
        records.limit(0);
        while (records.limit() < end || records.hasRemaining()) {
            records.limit(Math.min(end, records.limit() + random.nextInt(5000)));
            while (opener.open(cipher, records, opened)) {
                assertThat(opened.position()).isPositive();
            }
        }
        return opened.flip();
    }

    private static ByteBuffer take(ByteBuffer from, int length) {
        ByteBuffer taken = from.slice(from.position(), length);
        from.position(from.position() + length);
        return taken;
    }

    @ParameterizedTest
    @CsvSource({"0, 19", "1, 20", "4077, 4096", "4078, 4116", "8154, 8192", "10000, 10057"})
    void every_record_costs_19_bytes_and_holds_at_most_4077(int plaintextLength, int sealedLength) {
        ByteBuffer records = ByteBuffer.allocate(20_000);

        sealer.seal(cipher, ByteBuffer.allocate(plaintextLength), records);

        assertThat(records.position()).isEqualTo(sealedLength).isEqualTo(Records.sealedLength(plaintextLength));
    }

    @Test
    void an_empty_record_is_opened_to_nothing_and_counts() {
        ByteBuffer records = ByteBuffer.allocate(64);
        sealer.seal(cipher, ByteBuffer.allocate(0), records);
        sealer.seal(cipher, ByteBuffer.wrap(new byte[] {7}), records);
        ByteBuffer opened = ByteBuffer.allocate(1);
        records.flip();

        assertThat(opener.open(cipher, records, opened)).isTrue();
        assertThat(opened.position()).isZero();
        assertThat(opener.open(cipher, records, opened)).isTrue();
        assertThat(opened.array()).containsExactly(7);
    }

    @Test
    void a_record_that_has_not_all_come_is_left_alone() {
        byte[] record = sealed(new byte[100]);
        for (int length = 0; length < record.length; length++) {
            ByteBuffer received = ByteBuffer.wrap(record, 0, length);
            ByteBuffer opened = ByteBuffer.allocate(100);

            assertThat(opener.open(cipher, received, opened)).isFalse();
            assertThat(received.position()).isZero();
            assertThat(opened.position()).isZero();
        }
    }

    @Test
    void a_buffers_byte_order_changes_nothing() {
        ByteBuffer records = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer opened = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);

        sealer.seal(cipher, ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN), records);

        assertThat(records.get(1)).isEqualTo((byte) 1);
        assertThat(opener.open(cipher, records.flip(), opened)).isTrue();
    }

    @Test
    void records_can_be_opened_into_the_array_that_they_came_in() {
        byte[] said = new byte[2 * Records.MOST_PLAINTEXT_BYTES];
        new Random(5).nextBytes(said);
        byte[] array = sealed(said);
        ByteBuffer received = ByteBuffer.wrap(array);
        ByteBuffer opened = ByteBuffer.wrap(array);

        assertThat(opener.open(cipher, received, opened)).isTrue();
        assertThat(opener.open(cipher, received, opened)).isTrue();
        assertThat(opened.flip()).isEqualTo(ByteBuffer.wrap(said));
    }

    @Test
    void connections_of_a_thread_share_one_cipher() {
        Handshakes.Ends others = Handshakes.of(12).ends();
        ByteBuffer ours = ByteBuffer.allocate(200);
        ByteBuffer theirs = ByteBuffer.allocate(200);
        for (byte i = 0; i < 5; i++) {
            sealer.seal(cipher, ByteBuffer.wrap(new byte[] {i}), ours);
            others.client().sealer().seal(cipher, ByteBuffer.wrap(new byte[] {(byte) -i}), theirs);
        }
        ByteBuffer openedOurs = ByteBuffer.allocate(5);
        ByteBuffer openedTheirs = ByteBuffer.allocate(5);
        ours.flip();
        theirs.flip();
        for (int i = 0; i < 5; i++) {
            opener.open(cipher, ours, openedOurs);
            others.server().opener().open(cipher, theirs, openedTheirs);
        }

        assertThat(openedOurs.array()).containsExactly(0, 1, 2, 3, 4);
        assertThat(openedTheirs.array()).containsExactly(0, -1, -2, -3, -4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 0x83})
    void another_type_is_fatal(int type) {
        byte[] record = sealed(new byte[10]);
        record[0] = (byte) type;

        assertFatal(record, "type " + type);
    }

    @ParameterizedTest
    @CsvSource({"0x0ffe, 4094", "0xffff, 65535", "0x000f, 15", "0x0000, 0"})
    void another_length_is_fatal_before_the_record_has_come(String length, int found) {
        int bytes = Integer.decode(length);

        assertFatal(new byte[] {4, (byte) (bytes >>> 8), (byte) bytes}, "found " + found);
    }

    @Test
    void a_record_that_was_changed_is_fatal() {
        byte[] record = sealed(new byte[3]);
        for (int offset = Records.HEADER_BYTES; offset < record.length; offset++) {
            RecordOpener fresh = Handshakes.of(11).ends().client().opener();
            byte[] changed = record.clone();
            changed[offset] ^= 1;

            assertThatThrownBy(() -> fresh.open(cipher, ByteBuffer.wrap(changed), ByteBuffer.allocate(3)))
                    .isInstanceOf(MalformedRecord.class);
        }
    }

    @Test
    void a_record_that_comes_twice_or_out_of_turn_is_fatal() {
        byte[] first = sealed(new byte[3]);
        byte[] second = sealed(new byte[3]);
        assertThat(opener.open(cipher, ByteBuffer.wrap(first), ByteBuffer.allocate(3)))
                .isTrue();

        assertFatal(first, "record 1");
        RecordOpener fresh = Handshakes.of(11).ends().client().opener();
        assertThatThrownBy(() -> fresh.open(cipher, ByteBuffer.wrap(second), ByteBuffer.allocate(3)))
                .isInstanceOf(MalformedRecord.class);
    }

    @Test
    void a_side_cannot_open_its_own_records() {
        byte[] record = sealed(new byte[3]);
        RecordOpener own = ends.server().opener();

        assertThatThrownBy(() -> own.open(cipher, ByteBuffer.wrap(record), ByteBuffer.allocate(3)))
                .isInstanceOf(MalformedRecord.class);
    }

    @Test
    void too_little_room_seals_and_opens_nothing() {
        byte[] record = sealed(new byte[3]);

        assertThatThrownBy(() -> sealer.seal(cipher, ByteBuffer.allocate(3), ByteBuffer.allocate(21)))
                .isInstanceOf(BufferOverflowException.class);
        assertThatThrownBy(() -> opener.open(cipher, ByteBuffer.wrap(record), ByteBuffer.allocate(2)))
                .isInstanceOf(BufferOverflowException.class);

        assertThat(opener.open(cipher, ByteBuffer.wrap(record), ByteBuffer.allocate(3)))
                .isTrue();
        assertThat(opener.open(cipher, ByteBuffer.wrap(sealed(new byte[3])), ByteBuffer.allocate(3)))
                .isTrue();
    }

    @Test
    void the_last_nonce_is_never_used() {
        RecordSealer lastSealer = new RecordSealer(new TransportKey(new byte[32], -2));
        RecordOpener lastOpener = new RecordOpener(new TransportKey(new byte[32], -2));
        ByteBuffer records = ByteBuffer.allocate(40);
        lastSealer.seal(cipher, ByteBuffer.allocate(1), records);

        assertThat(lastOpener.open(cipher, ByteBuffer.wrap(records.array()), ByteBuffer.allocate(1)))
                .isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> lastSealer.seal(cipher, ByteBuffer.allocate(1), records))
                .withMessageContaining("nonce is spent");
        assertThatIllegalStateException()
                .isThrownBy(() -> lastOpener.open(cipher, ByteBuffer.wrap(records.array()), ByteBuffer.allocate(1)))
                .withMessageContaining("nonce is spent");
    }

    @Test
    void a_closed_channel_seals_and_opens_nothing() {
        byte[] record = sealed(new byte[3]);
        ends.client().close();
        ends.server().close();

        assertThatIllegalStateException().isThrownBy(() -> sealed(new byte[3])).withMessageContaining("closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> opener.open(cipher, ByteBuffer.wrap(record), ByteBuffer.allocate(3)))
                .withMessageContaining("closed");
    }

    @Test
    void a_closed_key_is_wiped() {
        byte[] bytes = {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32
        };
        new TransportKey(bytes).close();

        assertThat(bytes).containsOnly(0);
    }

    private void assertFatal(byte[] received, String message) {
        assertThatThrownBy(() -> opener.open(cipher, ByteBuffer.wrap(received), ByteBuffer.allocate(100)))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining(message);
        byte[] next = sealed(new byte[3]);
        assertThatIllegalStateException()
                .isThrownBy(() -> opener.open(cipher, ByteBuffer.wrap(next), ByteBuffer.allocate(3)));
    }

    private byte[] sealed(byte[] plaintext) {
        ByteBuffer records = ByteBuffer.allocate(Records.sealedLength(plaintext.length));
        sealer.seal(cipher, ByteBuffer.wrap(plaintext), records);
        return records.array();
    }
}
