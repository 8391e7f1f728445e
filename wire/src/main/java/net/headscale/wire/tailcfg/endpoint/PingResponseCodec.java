package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;

/// [PingResponse] as JSON.
public final class PingResponseCodec {
    private PingResponseCodec() {}

    /// The UTF-8 bytes of `response`.
    public static byte[] encode(PingResponse response) {
        return JsonWriter.bytes(out -> write(out, response));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such an answer
    public static PingResponse decode(byte[] document) {
        return JsonReader.read(document, PingResponseCodec::read);
    }

    private static void write(JsonWriter out, PingResponse response) {
        out.beginObject();
        out.member("Type", response.type());
        out.ifSet("IP", response.ip());
        out.ifSet("NodeIP", response.nodeIp());
        out.ifSet("NodeName", response.nodeName());
        out.ifSet("Err", response.error());
        out.ifSet("LatencySeconds", response.latencySeconds());
        out.ifSet("Endpoint", response.endpoint());
        out.ifSet("PeerRelay", response.peerRelay());
        out.ifSet("DERPRegionID", response.derpRegionId());
        out.ifSet("DERPRegionCode", response.derpRegionCode());
        out.ifSet("PeerAPIPort", response.peerApiPort());
        out.ifSet("IsLocalIP", response.isLocalIp());
        out.endObject();
    }

    private static PingResponse read(JsonReader in) {
        String type = "";
        String ip = "";
        String nodeIp = "";
        String nodeName = "";
        String error = "";
        double latencySeconds = 0;
        String endpoint = "";
        String peerRelay = "";
        int derpRegionId = 0;
        String derpRegionCode = "";
        int peerApiPort = 0;
        boolean isLocalIp = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Type" -> type = in.string();
                case "IP" -> ip = in.string();
                case "NodeIP" -> nodeIp = in.string();
                case "NodeName" -> nodeName = in.string();
                case "Err" -> error = in.string();
                case "LatencySeconds" -> latencySeconds = in.float64();
                case "Endpoint" -> endpoint = in.string();
                case "PeerRelay" -> peerRelay = in.string();
                case "DERPRegionID" -> derpRegionId = in.int32();
                case "DERPRegionCode" -> derpRegionCode = in.string();
                case "PeerAPIPort" -> peerApiPort = in.port();
                case "IsLocalIP" -> isLocalIp = in.bool();
                default -> in.skip();
            }
        }
        return new PingResponse(
                type,
                ip,
                nodeIp,
                nodeName,
                error,
                latencySeconds,
                endpoint,
                peerRelay,
                derpRegionId,
                derpRegionCode,
                peerApiPort,
                isLocalIp);
    }
}
