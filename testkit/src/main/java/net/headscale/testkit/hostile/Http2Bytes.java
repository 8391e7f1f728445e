package net.headscale.testkit.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/// HTTP/2 frames as bytes, right or wrong as a test wants them.
///
/// Shape of a frame: length (3 bytes), type (1), flags (1), stream (4), payload.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-4.1">RFC 9113, 4.1</a>
public final class Http2Bytes {
    /// Frame types.
    public static final int DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, CONTINUATION = 9;

    /// Flags of HEADERS and CONTINUATION; the first is that of DATA too.
    public static final int END_STREAM = 1, END_HEADERS = 4;

    private static final int CANCEL = 8;
    private static final int LONGEST_SHORT_LENGTH = 126;

    private Http2Bytes() {}

    /// What a client begins with: the preface and empty SETTINGS.
    public static byte[] preface() {
        return joined(
                List.of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII), frame(SETTINGS, 0, 0, new byte[0])));
    }

    /// One frame; its length is that of `payload`.
    public static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return frame(payload.length, type, flags, stream, payload);
    }

    /// One frame that may lie about its length.
    public static byte[] frame(int length, int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (length >>> 16))
                .putShort((short) length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /// The HEADERS of a request, ended and without a body.
    public static byte[] get(int stream, String path) {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, requestHeaders("GET", path));
    }

    /// A request with all of its body.
    public static byte[] post(int stream, String path, byte[] body) {
        return joined(List.of(
                frame(HEADERS, END_HEADERS, stream, requestHeaders("POST", path)),
                frame(DATA, END_STREAM, stream, body)));
    }

    /// The HEADERS of a request whose body has not begun.
    public static byte[] openPost(int stream, String path) {
        return frame(HEADERS, END_HEADERS, stream, requestHeaders("POST", path));
    }

    /// RST_STREAM with CANCEL.
    public static byte[] cancel(int stream) {
        return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
    }

    /// The four pseudo headers of a request, in HPACK without compression.
    public static byte[] requestHeaders(String method, String path) {
        return joined(List.of(
                header(":method", method),
                header(":scheme", "https"),
                header(":authority", "hostile"),
                header(":path", path)));
    }

    /// One header as a literal that is not indexed, without Huffman coding.
    ///
    /// @see <a href="https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2">RFC 7541, 6.2.2</a>
    public static byte[] header(String name, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        text(out, name);
        text(out, value);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        if (text.length() <= LONGEST_SHORT_LENGTH) {
            out.write(text.length());
        } else {
            out.write(LONGEST_SHORT_LENGTH + 1);
            int rest = text.length() - LONGEST_SHORT_LENGTH - 1;
            for (; rest >= 0x80; rest >>>= 7) {
                out.write((rest & 0x7f) | 0x80);
            }
            out.write(rest);
        }
        out.writeBytes(text.getBytes(US_ASCII));
    }

    /// These bytes, one after the other.
    public static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
