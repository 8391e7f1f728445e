package net.headscale.wire.tailcfg.codec;

import java.util.List;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.FilterRule.CapGrant;
import net.headscale.wire.tailcfg.FilterRule.PortRange;
import net.headscale.wire.tailcfg.FilterRule.PortsAt;

/// [FilterRule] as JSON. `SrcBits` and `Bits` are an error: the client refuses every filter that has them.
public final class FilterRuleCodec {
    private FilterRuleCodec() {}

    /// Writes the rule as an object.
    public static void write(JsonWriter out, FilterRule rule) {
        out.beginObject();
        out.member("SrcIPs", rule.sources(), JsonWriter::value);
        out.ifSet("DstPorts", rule.destinations(), FilterRuleCodec::writePorts);
        out.ifSet("IPProto", rule.protocols(), JsonWriter::value);
        out.ifSet("CapGrant", rule.grants(), FilterRuleCodec::writeGrant);
        out.endObject();
    }

    private static void writePorts(JsonWriter out, PortsAt at) {
        out.beginObject();
        out.member("IP", at.addresses());
        out.name("Ports");
        out.beginObject();
        out.member("First", at.ports().first());
        out.member("Last", at.ports().last());
        out.endObject();
        out.endObject();
    }

    private static void writeGrant(JsonWriter out, CapGrant grant) {
        out.beginObject();
        out.member("Dsts", grant.destinations(), JsonWriter::value);
        out.ifSet("Caps", grant.capabilities(), JsonWriter::value);
        if (!grant.capMap().isEmpty()) {
            out.name("CapMap");
            CapMapCodec.write(out, grant.capMap());
        }
        out.endObject();
    }

    /// Reads the object that is the current value.
    public static FilterRule read(JsonReader in) {
        List<String> sources = List.of();
        List<PortsAt> destinations = List.of();
        List<Integer> protocols = List.of();
        List<CapGrant> grants = List.of();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "SrcIPs" -> sources = in.list(JsonReader::string);
                case "SrcBits" -> refuseBits(in);
                case "DstPorts" -> destinations = in.list(FilterRuleCodec::readPorts);
                case "IPProto" -> protocols = in.list(JsonReader::int32);
                case "CapGrant" -> grants = in.list(FilterRuleCodec::readGrant);
                default -> in.skip();
            }
        }
        return new FilterRule(sources, destinations, protocols, grants);
    }

    private static void refuseBits(JsonReader in) {
        throw in.malformed("expected a filter rule without prefix lengths of its own");
    }

    private static PortsAt readPorts(JsonReader in) {
        String addresses = "";
        PortRange ports = new PortRange(0, 0);
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "IP" -> addresses = in.string();
                case "Bits" -> refuseBits(in);
                case "Ports" -> ports = readRange(in);
                default -> in.skip();
            }
        }
        return new PortsAt(addresses, ports);
    }

    private static PortRange readRange(JsonReader in) {
        int first = 0;
        int last = 0;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "First" -> first = in.port();
                case "Last" -> last = in.port();
                default -> in.skip();
            }
        }
        return new PortRange(first, last);
    }

    private static CapGrant readGrant(JsonReader in) {
        List<Prefix> destinations = List.of();
        List<String> capabilities = List.of();
        CapMap capMap = CapMap.none();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Dsts" -> destinations = in.list(Addresses::prefix);
                case "Caps" -> capabilities = in.list(JsonReader::string);
                case "CapMap" -> capMap = CapMapCodec.read(in);
                default -> in.skip();
            }
        }
        return new CapGrant(destinations, capabilities, capMap);
    }
}
