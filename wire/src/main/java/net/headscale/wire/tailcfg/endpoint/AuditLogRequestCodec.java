package net.headscale.wire.tailcfg.endpoint;

import java.time.Instant;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;

/// [AuditLogRequest] as JSON.
public final class AuditLogRequestCodec {
    private AuditLogRequestCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(AuditLogRequest request) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.ifSet("Version", request.version());
            if (!request.nodeKey().isZero()) {
                out.member("NodeKey", request.nodeKey());
            }
            out.ifSet("Action", request.action());
            out.ifSet("Details", request.details());
            out.ifPresent("Timestamp", request.timestamp());
            out.endObject();
        });
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such a request
    public static AuditLogRequest decode(byte[] document) {
        return JsonReader.read(document, AuditLogRequestCodec::read);
    }

    private static AuditLogRequest read(JsonReader in) {
        int version = 0;
        NodeKey nodeKey = NodeKey.ZERO;
        String action = "";
        String details = "";
        @Nullable Instant timestamp = null;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Version" -> version = in.int32();
                case "NodeKey" -> nodeKey = in.parsed("a node key", NodeKey::parse);
                case "Action" -> action = in.string();
                case "Details" -> details = in.string();
                case "Timestamp" -> timestamp = in.time();
                default -> in.skip();
            }
        }
        return new AuditLogRequest(version, nodeKey, action, details, timestamp);
    }
}
