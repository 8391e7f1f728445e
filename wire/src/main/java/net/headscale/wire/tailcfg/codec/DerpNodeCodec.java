package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.DerpNode;

/// [DerpNode] as JSON.
final class DerpNodeCodec {
    private DerpNodeCodec() {}

    static void write(JsonWriter out, DerpNode node) {
        out.beginObject();
        out.member("Name", node.name());
        out.member("RegionID", node.regionId());
        out.member("HostName", node.hostName());
        out.ifSet("CertName", node.certName());
        out.ifSet("IPv4", node.ipv4());
        out.ifSet("IPv6", node.ipv6());
        out.ifSet("STUNPort", node.stunPort());
        out.ifSet("STUNOnly", node.stunOnly());
        out.ifSet("DERPPort", node.derpPort());
        out.ifSet("InsecureForTests", node.insecureForTests());
        out.ifSet("STUNTestIP", node.stunTestIp());
        out.ifSet("CanPort80", node.canPort80());
        out.endObject();
    }

    static DerpNode read(JsonReader in) {
        String name = "";
        int regionId = 0;
        String hostName = "";
        String certName = "";
        String ipv4 = "";
        String ipv6 = "";
        int stunPort = 0;
        boolean stunOnly = false;
        int derpPort = 0;
        boolean insecureForTests = false;
        String stunTestIp = "";
        boolean canPort80 = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Name" -> name = in.string();
                case "RegionID" -> regionId = in.int32();
                case "HostName" -> hostName = in.string();
                case "CertName" -> certName = in.string();
                case "IPv4" -> ipv4 = in.string();
                case "IPv6" -> ipv6 = in.string();
                case "STUNPort" -> stunPort = in.int32();
                case "STUNOnly" -> stunOnly = in.bool();
                case "DERPPort" -> derpPort = in.int32();
                case "InsecureForTests" -> insecureForTests = in.bool();
                case "STUNTestIP" -> stunTestIp = in.string();
                case "CanPort80" -> canPort80 = in.bool();
                default -> in.skip();
            }
        }
        return new DerpNode(
                name,
                regionId,
                hostName,
                certName,
                ipv4,
                ipv6,
                stunPort,
                stunOnly,
                derpPort,
                insecureForTests,
                stunTestIp,
                canPort80);
    }
}
