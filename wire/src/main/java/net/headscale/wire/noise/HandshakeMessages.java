package net.headscale.wire.noise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// The shapes of the handshake's messages; all integers are big-endian.
///
/// - initiation, 101 bytes: version (2), type `0x01` (1), length 96 (2), ephemeral key (32), sealed machine key (48),
///   tag (16)
/// - response, 51 bytes: type `0x02` (1), length 48 (2), ephemeral key (32), tag (16)
/// - error, instead of a response: type `0x03` (1), length (2), UTF-8 text
///
/// Source: tailscale `control/controlbase/messages.go`.
final class HandshakeMessages {
    static final int INITIATION_BYTES = 101;
    static final int RESPONSE_BYTES = 51;
    static final int KEY_BYTES = 32;
    static final int SEALED_KEY_BYTES = KEY_BYTES + Records.TAG_BYTES;
    static final int HEADER_BYTES = 3;
    static final int MOST_VERSION = 0xffff;

    private static final int INITIATION_HEADER_BYTES = 5;
    private static final byte INITIATION = 0x01;
    private static final byte RESPONSE = 0x02;
    private static final byte ERROR = 0x03;

    private HandshakeMessages() {}

    /// What is wrong with the shape of `initiation`, in the reference server's words.
    static Optional<String> fault(byte[] initiation) {
        if (initiation.length != INITIATION_BYTES) {
            return Optional.of("wrong handshake initiation size");
        }
        ByteBuffer header = ByteBuffer.wrap(initiation);
        if (header.get(2) != INITIATION) {
            return Optional.of("unexpected handshake message type");
        }
        if (header.getShort(3) != INITIATION_BYTES - INITIATION_HEADER_BYTES) {
            return Optional.of("wrong handshake initiation length");
        }
        return Optional.empty();
    }

    static int version(byte[] initiation) {
        return Short.toUnsignedInt(ByteBuffer.wrap(initiation).getShort(0));
    }

    /// What follows the header of an initiation without [#fault].
    static ByteBuffer payload(byte[] initiation) {
        return ByteBuffer.wrap(initiation, INITIATION_HEADER_BYTES, initiation.length - INITIATION_HEADER_BYTES);
    }

    static byte[] initiation(int version, byte[] ephemeral, byte[] sealedMachine, byte[] tag) {
        return ByteBuffer.allocate(INITIATION_BYTES)
                .putShort((short) version)
                .put(INITIATION)
                .putShort((short) (INITIATION_BYTES - INITIATION_HEADER_BYTES))
                .put(ephemeral)
                .put(sealedMachine)
                .put(tag)
                .array();
    }

    static byte[] response(byte[] ephemeral, byte[] tag) {
        return ByteBuffer.allocate(RESPONSE_BYTES)
                .put(RESPONSE)
                .putShort((short) (RESPONSE_BYTES - HEADER_BYTES))
                .put(ephemeral)
                .put(tag)
                .array();
    }

    static byte[] error(String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return ByteBuffer.allocate(HEADER_BYTES + text.length)
                .put(ERROR)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    /// The bytes of a server's reply behind its header of 3 bytes.
    static int replyLength(byte[] header) {
        return Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(1));
    }

    /// What follows the header of a response.
    ///
    /// @throws HandshakeFailed if `reply` is an error, with the server's text; or is neither
    static ByteBuffer responsePayload(byte[] reply) {
        boolean whole = reply.length >= HEADER_BYTES && reply.length == HEADER_BYTES + replyLength(reply);
        if (whole && reply[0] == ERROR) {
            String text = new String(Arrays.copyOfRange(reply, HEADER_BYTES, reply.length), UTF_8);
            throw new HandshakeFailed("the server refused the handshake: " + text);
        }
        if (!whole || reply[0] != RESPONSE || reply.length != RESPONSE_BYTES) {
            throw new HandshakeFailed("expected a handshake response of 51 bytes, found something else");
        }
        return ByteBuffer.wrap(reply, HEADER_BYTES, reply.length - HEADER_BYTES);
    }
}
