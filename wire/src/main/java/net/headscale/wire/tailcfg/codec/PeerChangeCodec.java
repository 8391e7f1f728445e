package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.PeerChange;

/// [PeerChange] as JSON. Empty capabilities and endpoints are written, since they say *take them away*.
public final class PeerChangeCodec {
    private PeerChangeCodec() {}

    /// The UTF-8 bytes of `change`.
    public static byte[] encode(PeerChange change) {
        return JsonWriter.bytes(out -> write(out, change));
    }

    /// Writes the change as an object.
    public static void write(JsonWriter out, PeerChange change) {
        out.beginObject();
        out.member("NodeID", change.nodeId());
        out.ifSet("DERPRegion", change.derpRegion());
        out.ifSet("Cap", change.cap());
        out.ifPresent("CapMap", change.capMap(), CapMapCodec::write);
        out.ifPresent("Endpoints", change.endpoints(), (each, endpoints) -> each.list(endpoints, JsonWriter::value));
        out.ifPresent("Key", change.key(), JsonWriter::value);
        out.ifSet("KeySignature", change.keySignature());
        out.ifPresent("DiscoKey", change.discoKey(), JsonWriter::value);
        out.ifPresent("Online", change.online());
        out.ifPresent("LastSeen", change.lastSeen());
        out.ifPresent("KeyExpiry", change.keyExpiry());
        out.endObject();
    }

    /// Reads the object that is the current value.
    public static PeerChange read(JsonReader in) {
        PeerChange.Builder change = PeerChange.builder();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "NodeID" -> change.nodeId(in.int64());
                case "DERPRegion" -> change.derpRegion(in.int32());
                case "Cap" -> change.cap(in.int32());
                case "CapMap" -> change.capMap(CapMapCodec.read(in));
                case "Endpoints" -> change.endpoints(in.list(Addresses::endpoint));
                case "Key" -> change.key(Keys.node(in));
                case "KeySignature" -> change.keySignature(in.bytes());
                case "DiscoKey" -> change.discoKey(Keys.disco(in));
                case "Online" -> change.online(in.bool());
                case "LastSeen" -> change.lastSeen(in.timeOrZero());
                case "KeyExpiry" -> change.keyExpiry(in.timeOrZero());
                default -> in.skip();
            }
        }
        return change.build();
    }
}
