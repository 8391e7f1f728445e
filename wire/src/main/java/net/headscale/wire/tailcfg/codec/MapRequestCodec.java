package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.MapRequest;

/// [MapRequest] as JSON.
public final class MapRequestCodec {
    private MapRequestCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(MapRequest request) {
        return JsonWriter.bytes(out -> write(out, request));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not a map request
    public static MapRequest decode(byte[] document) {
        return JsonReader.read(document, MapRequestCodec::read);
    }

    private static void write(JsonWriter out, MapRequest request) {
        out.beginObject();
        out.member("Version", request.version());
        out.ifSet("Compress", request.compress());
        out.ifSet("KeepAlive", request.keepAlive());
        out.member("NodeKey", request.nodeKey());
        out.member("DiscoKey", request.discoKey());
        out.ifSet("HardwareAttestationKey", request.hardwareAttestationKey());
        out.ifSet("HardwareAttestationKeySignature", request.hardwareAttestationKeySignature());
        out.ifPresent("HardwareAttestationKeySignatureTimestamp", request.hardwareAttestationKeySignatureTimestamp());
        out.ifSet("Stream", request.stream());
        out.name("Hostinfo");
        if (request.hostinfo() == null) {
            out.nullValue();
        } else {
            HostinfoCodec.write(out, request.hostinfo());
        }
        out.ifSet("MapSessionHandle", request.mapSessionHandle());
        out.ifSet("MapSessionSeq", request.mapSessionSeq());
        out.ifSet("Endpoints", request.endpoints(), JsonWriter::value);
        out.ifSet("EndpointTypes", request.endpointTypes(), JsonWriter::value);
        out.ifSet("TKAHead", request.tkaHead());
        out.ifSet("ReadOnly", request.readOnly());
        out.ifSet("OmitPeers", request.omitPeers());
        out.ifSet("DebugFlags", request.debugFlags(), JsonWriter::value);
        out.endObject();
    }

    private static MapRequest read(JsonReader in) {
        MapRequest.Builder request = MapRequest.builder();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Version" -> request.version(in.int32());
                case "Compress" -> request.compress(in.string());
                case "KeepAlive" -> request.keepAlive(in.bool());
                case "NodeKey" -> request.nodeKey(Keys.node(in));
                case "DiscoKey" -> request.discoKey(Keys.disco(in));
                case "HardwareAttestationKey" -> request.hardwareAttestationKey(in.string());
                case "HardwareAttestationKeySignature" -> request.hardwareAttestationKeySignature(in.bytes());
                case "HardwareAttestationKeySignatureTimestamp" ->
                    request.hardwareAttestationKeySignatureTimestamp(in.time());
                case "Stream" -> request.stream(in.bool());
                case "Hostinfo" -> request.hostinfo(HostinfoCodec.read(in));
                case "MapSessionHandle" -> request.mapSessionHandle(in.string());
                case "MapSessionSeq" -> request.mapSessionSeq(in.int64());
                case "Endpoints" -> request.endpoints(in.list(Addresses::endpoint));
                case "EndpointTypes" -> request.endpointTypes(in.list(JsonReader::int32));
                case "TKAHead" -> request.tkaHead(in.string());
                case "ReadOnly" -> request.readOnly(in.bool());
                case "OmitPeers" -> request.omitPeers(in.bool());
                case "DebugFlags" -> request.debugFlags(in.list(JsonReader::string));
                default -> in.skip();
            }
        }
        return request.build();
    }
}
