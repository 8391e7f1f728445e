package net.headscale.wire.derp;

import java.nio.ByteBuffer;
import net.headscale.wire.key.NodeKey;

/// Node keys as frames hold them: 32 raw bytes.
final class FrameKeys {
    static final int BYTES = 32;

    private FrameKeys() {}

    /// The key at the position of `payload`, which moves behind it.
    static NodeKey take(ByteBuffer payload) {
        return new NodeKey(payload.getLong(), payload.getLong(), payload.getLong(), payload.getLong());
    }
}
