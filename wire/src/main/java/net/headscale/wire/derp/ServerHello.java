package net.headscale.wire.derp;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;

/// What a relay says of itself to a client that it admits (tailscale `derp.ServerInfo`).
///
/// A client limits itself to the rate it is told and drops what is above it without a word.
///
/// @param version of the protocol; 2 today
/// @param bytesPerSecond 0 for no limit; each packet counts 37 bytes more than it has
/// @param burstBytes what may go out at once
public record ServerHello(int version, long bytesPerSecond, long burstBytes) {
    private static final String PROTOCOL_VERSION = "version";
    private static final String BYTES_PER_SECOND = "TokenBucketBytesPerSecond";
    private static final String BURST_BYTES = "TokenBucketBytesBurst";

    /// Today's version, and no limit.
    public static ServerHello unlimited() {
        return new ServerHello(ClientHello.VERSION, 0, 0);
    }

    /// Reads the JSON; members that are not known are skipped.
    ///
    /// @throws MalformedMessage if it is not an object, or a member is of another type
    static ServerHello read(byte[] json) {
        return JsonReader.read(json, ServerHello::read);
    }

    private static ServerHello read(JsonReader in) {
        int version = 0;
        long bytesPerSecond = 0;
        long burstBytes = 0;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case PROTOCOL_VERSION -> version = in.int32();
                case BYTES_PER_SECOND -> bytesPerSecond = in.int64();
                case BURST_BYTES -> burstBytes = in.int64();
                default -> in.skip();
            }
        }
        return new ServerHello(version, bytesPerSecond, burstBytes);
    }

    byte[] json() {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member(PROTOCOL_VERSION, version);
            out.ifSet(BYTES_PER_SECOND, bytesPerSecond);
            out.ifSet(BURST_BYTES, burstBytes);
            out.endObject();
        });
    }
}
