package net.headscale.wire.noise;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.ChallengeKey;

/// What a server may tell a client inside the channel before HTTP/2 begins.
///
/// Shape: `ff ff ff 54 53` (5 bytes), length (4 bytes, big-endian, at most 10 MiB), JSON (length bytes). The nine bytes
/// before the JSON are as long as an HTTP/2 frame header, so that a client can hand them on if they are none of this.
///
/// Source: tailscale `control/ts2021/conn.go`, `tailcfg.EarlyNoise`.
///
/// @param nodeKeyChallenge a fresh public key, which today's clients read and never use
public record EarlyPayload(ChallengeKey nodeKeyChallenge) {
    /// Bytes before the JSON.
    public static final int HEADER_BYTES = 9;

    private static final byte[] MAGIC = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 'T', 'S'};
    private static final int MOST_JSON_BYTES = 10 << 20; // the client's limit (control/ts2021/conn.go)
    private static final String CHALLENGE = "nodeKeyChallenge";

    /// All of the payload's bytes, header included.
    public byte[] bytes() {
        byte[] json = JsonWriter.bytes(out -> {
            out.beginObject();
            out.member(CHALLENGE, nodeKeyChallenge);
            out.endObject();
        });
        return ByteBuffer.allocate(HEADER_BYTES + json.length)
                .put(MAGIC)
                .putInt(json.length)
                .put(json)
                .array();
    }

    /// The bytes of JSON behind `header`.
    ///
    /// @param header the first nine bytes that a server sent in the channel
    /// @return empty if they start no early payload: they are then the first nine bytes of HTTP/2
    /// @throws MalformedMessage if the length is over the limit
    public static OptionalInt jsonLength(byte[] header) {
        if (header.length != HEADER_BYTES || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return OptionalInt.empty();
        }
        int length = ByteBuffer.wrap(header).getInt(MAGIC.length);
        if (length < 0 || length > MOST_JSON_BYTES) {
            throw new MalformedMessage("expected an early payload of at most 10 MiB, found "
                    + Integer.toUnsignedString(length) + " bytes");
        }
        return OptionalInt.of(length);
    }

    /// Reads the JSON; members that are not known are skipped.
    ///
    /// @throws MalformedMessage if it is not an object with a `nodeKeyChallenge`
    public static EarlyPayload read(byte[] json) {
        return JsonReader.read(json, EarlyPayload::read);
    }

    private static EarlyPayload read(JsonReader in) {
        ChallengeKey challenge = null;
        in.object();
        while (in.member()) {
            if (in.name().equals(CHALLENGE)) {
                challenge = in.parsed("a challenge key", ChallengeKey::parse);
            } else {
                in.skip();
            }
        }
        if (challenge == null) {
            throw in.malformed("expected a " + CHALLENGE);
        }
        return new EarlyPayload(challenge);
    }
}
