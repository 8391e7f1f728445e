package net.headscale.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.headscale.wire.json.Bytes;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;

/// One message of a map stream.
///
/// @param response what it says
/// @param json the text it came in, decompressed
public record MapMessage(MapResponse response, Bytes json) {
    static MapMessage of(byte[] json) {
        return new MapMessage(MapResponseCodec.decode(json), Bytes.of(json));
    }

    /// The text it came in.
    public String text() {
        return new String(json.toArray(), UTF_8);
    }
}
