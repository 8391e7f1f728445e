package net.headscale.wire.derp;

import java.nio.ByteBuffer;

/// One message between a relay and a client.
///
/// Shape: kind (1 byte), length of the payload (4 bytes), payload. Byte buffers in frames are views: a frame that was
/// decoded is good as long as the bytes it was decoded from are left alone.
public sealed interface DerpFrame permits FromClient, FromServer {
    /// Bytes before the payload.
    int HEADER_BYTES = 5;

    /// The longest payload of any frame.
    int MOST_PAYLOAD_BYTES = 1 << 20; // the client's limit (derp/derp_client.go)

    /// The longest packet that is relayed.
    int MOST_PACKET_BYTES = 1 << 16;

    /// What it is.
    FrameKind kind();

    /// How long its payload is.
    int payloadLength();

    /// Writes its payload.
    ///
    /// @param out big-endian, with room for [#payloadLength] bytes
    void writePayload(ByteBuffer out);

    /// How long it is, header included.
    default int length() {
        return HEADER_BYTES + payloadLength();
    }

    /// Writes all of it and moves `out` behind it.
    ///
    /// @param out room for [#length] bytes; its byte order does not matter
    /// @throws IllegalStateException if the payload is longer than its kind allows: the other side would hang up
    default void write(ByteBuffer out) {
        int length = length();
        if (!kind().allows(length - HEADER_BYTES)) {
            throw new IllegalStateException("expected a shorter " + kind() + ", found " + length + " bytes");
        }
        ByteBuffer frame = out.slice(out.position(), length);
        frame.put(kind().code()).putInt(length - HEADER_BYTES);
        writePayload(frame);
        out.position(out.position() + length);
    }

    /// Asks the other side for a [Pong]. Either side may, a relay only if the client's hello says that it answers.
    ///
    /// @param token any 8 bytes
    record Ping(long token) implements FromClient, FromServer {
        static Ping read(ByteBuffer payload) {
            return new Ping(payload.getLong());
        }

        @Override
        public FrameKind kind() {
            return FrameKind.PING;
        }

        @Override
        public int payloadLength() {
            return Long.BYTES;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.putLong(token);
        }
    }

    /// Answers a [Ping].
    ///
    /// @param token that of the ping
    record Pong(long token) implements FromClient, FromServer {
        static Pong read(ByteBuffer payload) {
            return new Pong(payload.getLong());
        }

        @Override
        public FrameKind kind() {
            return FrameKind.PONG;
        }

        @Override
        public int payloadLength() {
            return Long.BYTES;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.putLong(token);
        }
    }
}
