package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.RegisterRequest;

/// [RegisterRequest] as JSON.
public final class RegisterRequestCodec {
    private RegisterRequestCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(RegisterRequest request) {
        return JsonWriter.bytes(out -> write(out, request));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not a register request
    public static RegisterRequest decode(byte[] document) {
        return JsonReader.read(document, RegisterRequestCodec::read);
    }

    private static void write(JsonWriter out, RegisterRequest request) {
        out.beginObject();
        out.member("Version", request.version());
        out.member("NodeKey", request.nodeKey());
        out.member("OldNodeKey", request.oldNodeKey());
        out.member("NLKey", request.networkLockKey());
        if (!request.authKey().isEmpty()) {
            out.name("Auth");
            out.beginObject();
            out.member("AuthKey", request.authKey());
            out.endObject();
        }
        out.member("Expiry", request.expiry());
        out.member("Followup", request.followup());
        out.name("Hostinfo");
        if (request.hostinfo() == null) {
            out.nullValue();
        } else {
            HostinfoCodec.write(out, request.hostinfo());
        }
        out.ifSet("Ephemeral", request.ephemeral());
        out.member("NodeKeySignature", request.nodeKeySignature());
        out.ifSet("SignatureType", request.signatureType());
        out.ifPresent("Timestamp", request.timestamp());
        out.ifSet("DeviceCert", request.deviceCert());
        out.ifSet("Signature", request.signature());
        out.ifSet("Tailnet", request.tailnet());
        out.endObject();
    }

    private static RegisterRequest read(JsonReader in) {
        RegisterRequest.Builder request = RegisterRequest.builder();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Version" -> request.version(in.int32());
                case "NodeKey" -> request.nodeKey(Keys.node(in));
                case "OldNodeKey" -> request.oldNodeKey(Keys.node(in));
                case "NLKey" -> request.networkLockKey(Keys.networkLock(in));
                case "Auth" -> request.authKey(readAuthKey(in));
                case "Expiry" -> request.expiry(in.time());
                case "Followup" -> request.followup(in.string());
                case "Hostinfo" -> request.hostinfo(HostinfoCodec.read(in));
                case "Ephemeral" -> request.ephemeral(in.bool());
                case "NodeKeySignature" -> request.nodeKeySignature(in.bytes());
                case "SignatureType" -> request.signatureType(in.string());
                case "Timestamp" -> request.timestamp(in.time());
                case "DeviceCert" -> request.deviceCert(in.bytes());
                case "Signature" -> request.signature(in.bytes());
                case "Tailnet" -> request.tailnet(in.string());
                default -> in.skip();
            }
        }
        return request.build();
    }

    private static String readAuthKey(JsonReader in) {
        String authKey = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "AuthKey" -> authKey = in.string();
                default -> in.skip();
            }
        }
        return authKey;
    }
}
