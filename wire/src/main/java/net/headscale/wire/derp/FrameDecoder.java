package net.headscale.wire.derp;

import java.nio.ByteBuffer;
import java.util.Optional;
import net.headscale.wire.json.MalformedMessage;

/// Reads the frames that one side of a connection receives. Keeps no bytes: the caller gathers them.
///
/// Kinds that are unknown, or that the other side has no business to send, are passed over, as the reference does. Not
/// thread-safe.
///
/// @param <F> what the other side sends
public final class FrameDecoder<F extends DerpFrame> {
    private final Class<F> side;
    private int unwantedBytes;

    private FrameDecoder(Class<F> side) {
        this.side = side;
    }

    /// What a relay reads.
    public static FrameDecoder<FromClient> ofServer() {
        return new FrameDecoder<>(FromClient.class);
    }

    /// What a client reads.
    public static FrameDecoder<FromServer> ofClient() {
        return new FrameDecoder<>(FromServer.class);
    }

    /// The next frame, if `received` holds all of it.
    ///
    /// @param received what has come so far; its position moves behind what was read. A relay never needs to
    /// gather more than 256 KiB and 5 bytes, a client never more than 1 MiB and 5 bytes
    /// @return a frame that refers to `received` for its byte buffers; empty if more must be received first
    /// @throws MalformedMessage if a length is not one of its kind; the connection must be closed
    public Optional<F> next(ByteBuffer received) {
        passOver(received);
        while (received.remaining() >= DerpFrame.HEADER_BYTES) {
            FrameKind kind = FrameKind.of(Byte.toUnsignedInt(received.get(received.position())));
            int payloadBytes = payloadBytes(received);
            if (kind != null && kind.isSentBy(side)) {
                return whole(kind, payloadBytes, received);
            }
            received.position(received.position() + DerpFrame.HEADER_BYTES);
            unwantedBytes = payloadBytes;
            passOver(received);
        }
        return Optional.empty();
    }

    private void passOver(ByteBuffer received) {
        int passed = Math.min(unwantedBytes, received.remaining());
        received.position(received.position() + passed);
        unwantedBytes -= passed;
    }

    private static int payloadBytes(ByteBuffer received) {
        int bytes = received.slice(received.position() + 1, Integer.BYTES).getInt();
        if (bytes < 0 || bytes > DerpFrame.MOST_PAYLOAD_BYTES) {
            throw new MalformedMessage(
                    "expected a frame of at most 1 MiB, found " + Integer.toUnsignedString(bytes) + " bytes");
        }
        return bytes;
    }

    private Optional<F> whole(FrameKind kind, int payloadBytes, ByteBuffer received) {
        if (!kind.allows(payloadBytes)) {
            throw new MalformedMessage("expected another length of " + kind + ", found " + payloadBytes + " bytes");
        }
        int start = received.position() + DerpFrame.HEADER_BYTES;
        if (received.limit() - start < payloadBytes) {
            return Optional.empty();
        }
        ByteBuffer payload = received.slice(start, payloadBytes);
        received.position(start + payloadBytes);
        return Optional.of(side.cast(kind.read(payload)));
    }
}
