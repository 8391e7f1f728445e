package net.headscale.wire.tailcfg.framing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Puts frames into messages.
public final class MapFraming {
    /// Bytes before the frames of a message.
    public static final int HEADER = 4;

    /// The longest text of a [#rawFrame], in bytes.
    public static final int LONGEST_RAW = 255;

    private static final int SMALL = 4 << 10; // copying it is cheaper than carrying its parts

    private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private static final int SINGLE_SEGMENT_ONE_BYTE_SIZE = 0x20;
    private static final int LAST_BLOCK = 1;

    private MapFraming() {}

    /// One message of these frames, in this order.
    ///
    /// Shape: length of all frames (4 bytes, little-endian), frames.
    public static byte[] message(byte[]... frames) {
        return message(List.of(frames));
    }

    /// One message of these frames, in this order.
    public static byte[] message(List<byte[]> frames) {
        int length =
                Math.toIntExact(frames.stream().mapToLong(frame -> frame.length).sum());
        ByteBuffer message = ByteBuffer.allocate(Math.addExact(HEADER, length)).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(length);
        frames.forEach(message::put);
        return message.array();
    }

    /// One message of these frames as parts to be written one behind the other: in one piece where that is small.
    public static List<byte[]> parts(List<byte[]> frames) {
        int length = frames.stream().mapToInt(frame -> frame.length).sum();
        if (length <= SMALL) {
            return List.of(message(frames));
        }
        List<byte[]> parts = new ArrayList<>(frames.size() + 1);
        parts.add(header(length));
        parts.addAll(frames);
        return parts;
    }

    /// The bytes that precede frames of `length` bytes in all, for those who write the frames one by one.
    public static byte[] header(int length) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array();
    }

    /// A frame that holds a short text as it is; made without a compressor, for commas and brackets between others.
    ///
    /// Shape: magic (4), descriptor `0x20` (1), content size (1), block header (3, little-endian: last, raw, size),
    /// text.
    ///
    /// @param text at most 255 bytes
    /// @see <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1">RFC 8878, 3.1.1</a>
    public static byte[] rawFrame(byte[] text) {
        if (text.length > LONGEST_RAW) {
            throw new IllegalArgumentException("expected at most 255 bytes, found " + text.length);
        }
        int block = text.length << 3 | LAST_BLOCK;
        return ByteBuffer.allocate(MAGIC.length + 5 + text.length)
                .put(MAGIC)
                .put((byte) SINGLE_SEGMENT_ONE_BYTE_SIZE)
                .put((byte) text.length)
                .put((byte) block)
                .put((byte) (block >>> 8))
                .put((byte) (block >>> 16))
                .put(text)
                .array();
    }
}
