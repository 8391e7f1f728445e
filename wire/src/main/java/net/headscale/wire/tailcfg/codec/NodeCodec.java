package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.Node;

/// [Node] as JSON.
///
/// A peer is encoded once and its bytes go into many messages: [#encode] here, [JsonWriter#encoded] there, or
/// [MapResponseCodec#openPeers] for messages made of ready blocks.
public final class NodeCodec {
    private NodeCodec() {}

    /// The UTF-8 bytes of `node`.
    public static byte[] encode(Node node) {
        return JsonWriter.bytes(out -> write(out, node));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not a node
    public static Node decode(byte[] document) {
        return JsonReader.read(document, NodeCodec::read);
    }

    /// Writes the node as an object.
    public static void write(JsonWriter out, Node node) {
        out.beginObject();
        out.member("ID", node.id());
        out.member("StableID", node.stableId());
        out.member("Name", node.name());
        out.member("User", node.user());
        out.ifSet("Sharer", node.sharer());
        out.member("Key", node.key());
        out.ifPresent("KeyExpiry", node.keyExpiry());
        out.ifSet("KeySignature", node.keySignature());
        if (!node.machine().isZero()) {
            out.member("Machine", node.machine());
        }
        if (!node.discoKey().isZero()) {
            out.member("DiscoKey", node.discoKey());
        }
        out.member("Addresses", node.addresses(), JsonWriter::value);
        out.ifPresent("AllowedIPs", node.allowedIps(), (each, ips) -> each.list(ips, JsonWriter::value));
        out.ifSet("Endpoints", node.endpoints(), JsonWriter::value);
        out.ifSet("HomeDERP", node.homeDerp());
        out.ifPresent("Hostinfo", node.hostinfo(), HostinfoCodec::write);
        out.ifPresent("Created", node.created());
        out.ifSet("Cap", node.cap());
        out.ifSet("Tags", node.tags(), JsonWriter::value);
        out.ifSet("PrimaryRoutes", node.primaryRoutes(), JsonWriter::value);
        out.ifPresent("LastSeen", node.lastSeen());
        out.ifPresent("Online", node.online());
        out.ifSet("MachineAuthorized", node.machineAuthorized());
        if (!node.capMap().isEmpty()) {
            out.name("CapMap");
            CapMapCodec.write(out, node.capMap());
        }
        out.ifSet("UnsignedPeerAPIOnly", node.unsignedPeerApiOnly());
        out.ifSet("DataPlaneAuditLogID", node.dataPlaneAuditLogId());
        out.ifSet("Expired", node.expired());
        out.ifPresent("SelfNodeV4MasqAddrForThisPeer", node.selfNodeV4MasqAddrForThisPeer(), JsonWriter::value);
        out.ifPresent("SelfNodeV6MasqAddrForThisPeer", node.selfNodeV6MasqAddrForThisPeer(), JsonWriter::value);
        out.ifSet("IsWireGuardOnly", node.isWireGuardOnly());
        out.ifSet("IsJailed", node.isJailed());
        out.ifSet("ExitNodeDNSResolvers", node.exitNodeDnsResolvers(), ResolverCodec::write);
        out.endObject();
    }

    /// Reads the object that is the current value.
    public static Node read(JsonReader in) {
        Node.Builder node = Node.builder();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "ID" -> node.id(in.int64());
                case "StableID" -> node.stableId(in.string());
                case "Name" -> node.name(in.string());
                case "User" -> node.user(in.int64());
                case "Sharer" -> node.sharer(in.int64());
                case "Key" -> node.key(Keys.node(in));
                case "KeyExpiry" -> node.keyExpiry(in.time());
                case "KeySignature" -> node.keySignature(in.bytes());
                case "Machine" -> node.machine(Keys.machine(in));
                case "DiscoKey" -> node.discoKey(Keys.disco(in));
                case "Addresses" -> node.addresses(in.list(Addresses::prefix));
                case "AllowedIPs" -> node.allowedIps(in.list(Addresses::prefix));
                case "Endpoints" -> node.endpoints(in.list(Addresses::endpoint));
                case "HomeDERP" -> node.homeDerp(in.int32());
                case "Hostinfo" -> node.hostinfo(HostinfoCodec.read(in));
                case "Created" -> node.created(in.time());
                case "Cap" -> node.cap(in.int32());
                case "Tags" -> node.tags(in.list(JsonReader::string));
                case "PrimaryRoutes" -> node.primaryRoutes(in.list(Addresses::prefix));
                case "LastSeen" -> node.lastSeen(in.time());
                case "Online" -> node.online(in.bool());
                case "MachineAuthorized" -> node.machineAuthorized(in.bool());
                case "CapMap" -> node.capMap(CapMapCodec.read(in));
                case "UnsignedPeerAPIOnly" -> node.unsignedPeerApiOnly(in.bool());
                case "DataPlaneAuditLogID" -> node.dataPlaneAuditLogId(in.string());
                case "Expired" -> node.expired(in.bool());
                case "SelfNodeV4MasqAddrForThisPeer" -> node.selfNodeV4MasqAddrForThisPeer(Addresses.addressOrNone(in));
                case "SelfNodeV6MasqAddrForThisPeer" -> node.selfNodeV6MasqAddrForThisPeer(Addresses.addressOrNone(in));
                case "IsWireGuardOnly" -> node.isWireGuardOnly(in.bool());
                case "IsJailed" -> node.isJailed(in.bool());
                case "ExitNodeDNSResolvers" -> node.exitNodeDnsResolvers(in.list(ResolverCodec::read));
                default -> in.skip();
            }
        }
        return node.build();
    }
}
