package net.headscale.wire.derp;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/// What a client says of itself when it connects to a relay (tailscale `derp.ClientInfo`).
///
/// @param meshKey only of relays of a mesh
/// @param version of the protocol; 2 today
/// @param answersPings whether the relay may send [DerpFrame.Ping]
/// @param isProber whether it only measures
/// @param appName what it is, if it is no ordinary client
public record ClientHello(
        @Nullable MeshKey meshKey, int version, boolean answersPings, boolean isProber, String appName) {
    /// The protocol's version, of both sides.
    public static final int VERSION = 2;

    private static final String MESH_KEY = "meshKey";
    private static final String PROTOCOL_VERSION = "version";
    private static final String ANSWERS_PINGS = "CanAckPings";
    private static final String IS_PROBER = "IsProber";
    private static final String APP_NAME = "AppName";

    /// What today's ordinary clients say.
    public static ClientHello ordinary() {
        return new ClientHello(null, VERSION, true, false, "");
    }

    /// Reads the JSON; members that are not known are skipped.
    ///
    /// @throws MalformedMessage if it is not an object, or a member is of another type
    static ClientHello read(byte[] json) {
        return JsonReader.read(json, ClientHello::read);
    }

    private static ClientHello read(JsonReader in) {
        MeshKey meshKey = null;
        int version = 0;
        boolean answersPings = false;
        boolean isProber = false;
        String appName = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case MESH_KEY -> meshKey = meshKey(in);
                case PROTOCOL_VERSION -> version = in.int32();
                case ANSWERS_PINGS -> answersPings = in.bool();
                case IS_PROBER -> isProber = in.bool();
                case APP_NAME -> appName = in.string();
                default -> in.skip();
            }
        }
        return new ClientHello(meshKey, version, answersPings, isProber, appName);
    }

    /// Old clients send an empty text where there is none.
    private static @Nullable MeshKey meshKey(JsonReader in) {
        return in.<@Nullable MeshKey>parsed("a mesh key", text -> text.isEmpty() ? null : MeshKey.parse(text));
    }

    byte[] json() {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.ifPresent(MESH_KEY, meshKey, (writer, key) -> writer.value(key.secretText()));
            out.member(PROTOCOL_VERSION, version);
            out.member(ANSWERS_PINGS, answersPings);
            out.ifSet(IS_PROBER, isProber);
            out.ifSet(APP_NAME, appName);
            out.endObject();
        });
    }
}
