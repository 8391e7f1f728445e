package net.headscale.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.Seeds;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StunTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String TRANSACTION = "101112131415161718191a1b";

    private final GoldenFile golden = GoldenFile.read("stun/stun.json");
    private final TransactionId transaction = TransactionId.read(ByteBuffer.wrap(golden.bytes("transaction_id")));

    @Test
    void the_clients_request_is_understood_and_made_alike() {
        assertThat(BindingRequest.read(ByteBuffer.wrap(golden.bytes("request"))))
                .contains(new BindingRequest(transaction));
        assertThat(new BindingRequest(transaction).bytes()).isEqualTo(golden.bytes("request"));
    }

    @ParameterizedTest
    @CsvSource({"response_v4, parsed_v4", "response_v6, parsed_v6"})
    void responses_are_the_reference_servers_and_read_as_the_client_reads_them(String response, String parsed) {
        var expected = new BindingResponse(transaction, Endpoint.parse(golden.text(parsed)));

        assertThat(expected.bytes()).isEqualTo(golden.bytes(response));
        assertThat(BindingResponse.read(ByteBuffer.wrap(golden.bytes(response))))
                .contains(expected);
    }

    @Test
    void a_client_on_a_dual_stack_socket_is_told_its_ipv4_address() {
        var mapped = new Endpoint(IpAddress.parse("::ffff:192.0.2.33"), 41641);

        assertThat(new BindingResponse(transaction, mapped).bytes()).isEqualTo(golden.bytes("response_v4"));
    }

    @ParameterizedTest
    @Seeds(200)
    void what_is_written_is_read(long seed) {
        Random random = new Random(seed);
        IpAddress address = random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt())
                : new IpAddress(random.nextLong(), random.nextLong(), true);
        var response =
                new BindingResponse(TransactionId.generate(random), new Endpoint(address, random.nextInt(0x10000)));
        var request = new BindingRequest(response.transaction());

        assertThat(BindingResponse.read(ByteBuffer.wrap(response.bytes()))).contains(response);
        assertThat(BindingRequest.read(ByteBuffer.wrap(request.bytes()))).contains(request);
    }

    @Test
    void where_a_datagram_lies_in_its_buffer_changes_nothing() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(60).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(10).put(golden.bytes("request")).flip().position(10);

        assertThat(BindingRequest.read(buffer)).contains(new BindingRequest(transaction));
        assertThat(buffer.remaining()).isEqualTo(40);
    }

    @Test
    void no_flipped_bit_is_answered() {
        byte[] request = golden.bytes("request");
        for (int bit = 0; bit < request.length * Byte.SIZE; bit++) {
            byte[] damaged = request.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

            assertThat(BindingRequest.read(ByteBuffer.wrap(damaged)))
                    .as("bit %s", bit)
                    .isEmpty();
        }
    }

    @Test
    void a_request_cut_short_or_longer_than_it_says_is_not_answered() {
        byte[] request = golden.bytes("request");
        for (int length = 0; length < request.length; length++) {
            assertThat(BindingRequest.read(ByteBuffer.wrap(request, 0, length))).isEmpty();
        }
        assertThat(BindingRequest.read(ByteBuffer.allocate(44).put(request).rewind()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no attributes at all
                "000100002112a442" + TRANSACTION,
                // the fingerprint alone: no software
                "000100082112a442" + TRANSACTION + "80280004" + "00000000",
                // the software alone
                "0001000c2112a442" + TRANSACTION + "802200087461696c6e6f6465",
                // the fingerprint before the software
                "000100142112a442" + TRANSACTION + "80280004ac276261" + "802200087461696c6e6f6465",
                // another software, with the right fingerprint
                "000100142112a442" + TRANSACTION + "802200087461696c6e6f6466" + "80280004352e33db",
                // an attribute that is longer than the message
                "000100042112a442" + TRANSACTION + "8022ffff",
                // a response
                "0101000c2112a442" + TRANSACTION + "00200008000183bbe112a663"
            })
    void other_messages_are_not_answered(String message) {
        assertThat(BindingRequest.read(ByteBuffer.wrap(HEX.parseHex(message)))).isEmpty();
    }

    @Test
    void more_than_one_frame_is_not_read() {
        assertThat(BindingRequest.read(ByteBuffer.allocate(1501))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // the attribute number of old servers
        "802000080001a147e112a643, 192.0.2.1:32853",
        // the plain address, where there is no other
        "000100080001a147c0000201, 192.0.2.1:41287",
        // a masked address counts before a plain one that comes first
        "000100080001a147c0000205002000080001a147e112a643, 192.0.2.1:32853",
        // unknown attributes, with padding, are skipped
        "8022000561626364650000000020" + "00080001a147e112a643, 192.0.2.1:32853"
    })
    void a_response_is_read_as_the_client_reads_it(String attributes, String endpoint) {
        assertThat(BindingResponse.read(response(attributes)))
                .contains(new BindingResponse(transaction, Endpoint.parse(endpoint)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no attribute
                "00200004" + "0001a147", // no address
                "00200008" + "0002a147e112a643", // IPv6 of 4 bytes
                "00200008" + "0003a147e112a643", // no family
                "00200000" // nothing
            })
    void a_response_without_an_address_is_none(String attributes) {
        assertThat(BindingResponse.read(response(attributes))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 13, 0xffff})
    void a_message_of_another_length_than_it_says_is_none(int length) {
        ByteBuffer datagram = ByteBuffer.wrap(golden.bytes("response_v4"));

        assertThat(BindingResponse.read(datagram.putShort(2, (short) length))).isEmpty();
    }

    private static ByteBuffer response(String attributes) {
        int length = attributes.length() / 2;
        return ByteBuffer.wrap(HEX.parseHex("0101%04x2112a442".formatted(length) + TRANSACTION + attributes));
    }
}
