package net.headscale.wire.tailcfg.framing;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import net.headscale.wire.json.MalformedMessage;
import org.jspecify.annotations.Nullable;

/// Takes a map stream apart as a client does: bytes in as they arrive, the text of one message after the other out.
///
/// Bounded in what it holds: a message longer than the limit is an error as soon as its length is known, a text longer
/// than the limit as soon as it is. Not thread-safe.
public final class MapMessageReader {
    private final int longestMessage;
    private final int longestText;
    private byte[] pending = new byte[0];
    private int start;
    private int end;

    private MapMessageReader(int longestMessage, int longestText) {
        this.longestMessage = longestMessage;
        this.longestText = longestText;
    }

    /// A reader at the start of a stream.
    ///
    /// @param longestMessage bytes of the frames of one message
    /// @param longestText bytes of the text of one message
    public static MapMessageReader of(int longestMessage, int longestText) {
        return new MapMessageReader(longestMessage, longestText);
    }

    /// Takes in the next bytes of the stream.
    public void feed(byte[] bytes) {
        if (pending.length - end < bytes.length) {
            int held = end - start;
            int needed = Math.addExact(held, bytes.length);
            pending = Arrays.copyOfRange(pending, start, start + Math.max(needed, 2 * held)); // doubles: O(n) in all
            start = 0;
            end = held;
        }
        System.arraycopy(bytes, 0, pending, end, bytes.length);
        end += bytes.length;
    }

    /// The text of the next message.
    ///
    /// @return `null` until all of its bytes are there
    /// @throws MalformedMessage if it is too long or not zstd; the stream is then of no more use
    public byte @Nullable [] next() {
        if (end - start < MapFraming.HEADER) {
            return null;
        }
        long length = Integer.toUnsignedLong(littleEndian(pending, start));
        if (length > longestMessage) {
            throw new MalformedMessage("expected a message of at most " + longestMessage + " bytes, found " + length);
        }
        int first = start + MapFraming.HEADER;
        if (end - first < length) {
            return null;
        }
        start = first + (int) length;
        return text(pending, first, (int) length);
    }

    /// Whether the bytes taken in end between two messages.
    public boolean isBetweenMessages() {
        return start == end;
    }

    private static int littleEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    private byte[] text(byte[] bytes, int first, int length) {
        InputStream frames = new ByteArrayInputStream(bytes, first, length);
        try (InputStream texts = new ZstdInputStreamNoFinalizer(frames)) {
            byte[] text = texts.readNBytes(longestText);
            if (texts.read() >= 0) {
                throw new MalformedMessage("expected a text of at most " + longestText + " bytes");
            }
            return text;
        } catch (IOException notZstd) {
            throw new MalformedMessage("expected complete zstd frames");
        }
    }
}
