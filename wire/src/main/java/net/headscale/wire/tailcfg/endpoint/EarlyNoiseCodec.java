package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.key.ChallengeKey;

/// [EarlyNoise] as JSON, without the magic and length before it.
public final class EarlyNoiseCodec {
    private EarlyNoiseCodec() {}

    /// The UTF-8 bytes of `early`.
    public static byte[] encode(EarlyNoise early) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("nodeKeyChallenge", early.nodeKeyChallenge());
            out.endObject();
        });
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not an early payload
    public static EarlyNoise decode(byte[] document) {
        return JsonReader.read(document, EarlyNoiseCodec::read);
    }

    private static EarlyNoise read(JsonReader in) {
        ChallengeKey challenge = ChallengeKey.ZERO;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "nodeKeyChallenge" -> challenge = in.parsed("a challenge key", ChallengeKey::parse);
                default -> in.skip();
            }
        }
        return new EarlyNoise(challenge);
    }
}
