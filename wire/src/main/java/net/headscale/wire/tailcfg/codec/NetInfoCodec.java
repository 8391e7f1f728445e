package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.NetInfo;

/// [NetInfo] as JSON.
public final class NetInfoCodec {
    private NetInfoCodec() {}

    /// The UTF-8 bytes of `info`.
    public static byte[] encode(NetInfo info) {
        return JsonWriter.bytes(out -> write(out, info));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not a NetInfo
    public static NetInfo decode(byte[] document) {
        return JsonReader.read(document, NetInfoCodec::read);
    }

    static void write(JsonWriter out, NetInfo info) {
        out.beginObject();
        out.ifPresent("MappingVariesByDestIP", info.mappingVariesByDestIp());
        out.ifPresent("WorkingIPv6", info.workingIpv6());
        out.ifPresent("OSHasIPv6", info.osHasIpv6());
        out.ifPresent("WorkingUDP", info.workingUdp());
        out.ifPresent("WorkingICMPv4", info.workingIcmpv4());
        out.ifSet("HavePortMap", info.havePortMap());
        out.ifPresent("UPnP", info.upnp());
        out.ifPresent("PMP", info.pmp());
        out.ifPresent("PCP", info.pcp());
        out.ifSet("PreferredDERP", info.preferredDerp());
        out.ifSet("LinkType", info.linkType());
        out.ifSet("DERPLatency", info.derpLatency(), JsonWriter::value);
        out.ifSet("FirewallMode", info.firewallMode());
        out.endObject();
    }

    static NetInfo read(JsonReader in) {
        NetInfo.Builder info = NetInfo.builder();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "MappingVariesByDestIP" -> info.mappingVariesByDestIp(in.bool());
                case "WorkingIPv6" -> info.workingIpv6(in.bool());
                case "OSHasIPv6" -> info.osHasIpv6(in.bool());
                case "WorkingUDP" -> info.workingUdp(in.bool());
                case "WorkingICMPv4" -> info.workingIcmpv4(in.bool());
                case "HavePortMap" -> info.havePortMap(in.bool());
                case "UPnP" -> info.upnp(in.bool());
                case "PMP" -> info.pmp(in.bool());
                case "PCP" -> info.pcp(in.bool());
                case "PreferredDERP" -> info.preferredDerp(in.int32());
                case "LinkType" -> info.linkType(in.string());
                case "DERPLatency" -> info.derpLatency(in.map(JsonReader::float64));
                case "FirewallMode" -> info.firewallMode(in.string());
                default -> in.skip();
            }
        }
        return info.build();
    }
}
