package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.key.MachineKey;

/// [OverTlsPublicKeyResponse] as JSON.
public final class OverTlsPublicKeyResponseCodec {
    private OverTlsPublicKeyResponseCodec() {}

    /// The UTF-8 bytes of `response`.
    public static byte[] encode(OverTlsPublicKeyResponse response) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("legacyPublicKey", response.legacyPublicKey());
            out.member("publicKey", response.publicKey());
            out.endObject();
        });
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such an answer
    public static OverTlsPublicKeyResponse decode(byte[] document) {
        return JsonReader.read(document, OverTlsPublicKeyResponseCodec::read);
    }

    private static OverTlsPublicKeyResponse read(JsonReader in) {
        MachineKey legacyPublicKey = MachineKey.ZERO;
        MachineKey publicKey = MachineKey.ZERO;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "legacyPublicKey" -> legacyPublicKey = in.parsed("a machine key", MachineKey::parse);
                case "publicKey" -> publicKey = in.parsed("a machine key", MachineKey::parse);
                default -> in.skip();
            }
        }
        return new OverTlsPublicKeyResponse(legacyPublicKey, publicKey);
    }
}
