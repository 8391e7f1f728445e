package net.headscale.wire.tailcfg.framing;

import com.github.luben.zstd.ZstdCompressCtx;

/// Compresses texts into zstd frames: complete, with their content size, without checksum or dictionary.
///
/// A frame of at most 512 KiB is a single segment; a longer one has a window of that size, of which clients allow 8
/// MiB.
///
/// Holds up to 0.9 MB of native memory, so there is one a rendering thread, never one a connection. Not
/// thread-safe; and never for virtual threads, whose carrier it would pin.
public final class MapCompressor implements AutoCloseable {
    private static final int LEVEL =
            1; // 1.6 MB for a map of 10,000 peers in 9 ms; level 3 takes twice as long for no less

    private final ZstdCompressCtx context;

    private MapCompressor(ZstdCompressCtx context) {
        this.context = context;
    }

    /// A compressor with a context of its own.
    public static MapCompressor open() {
        return new MapCompressor(new ZstdCompressCtx()
                .setLevel(LEVEL)
                .setContentSize(true)
                .setChecksum(false)
                .setDictID(false));
    }

    /// One frame of all of `text`.
    public byte[] frame(byte[] text) {
        return context.compress(text);
    }

    /// One message of all of `text`.
    public byte[] message(byte[] text) {
        return MapFraming.message(frame(text));
    }

    @Override
    public void close() {
        context.close();
    }
}
