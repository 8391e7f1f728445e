package net.headscale.wire.tailcfg.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.DnsConfig.ExtraRecord;
import net.headscale.wire.tailcfg.Resolver;

/// [DnsConfig] as JSON.
final class DnsConfigCodec {
    private DnsConfigCodec() {}

    static void write(JsonWriter out, DnsConfig dns) {
        out.beginObject();
        out.ifSet("Resolvers", dns.resolvers(), ResolverCodec::write);
        // An empty list, never null: some client releases lose null routes at a change of link.
        out.ifSet("Routes", dns.routes(), (each, servers) -> each.list(servers, ResolverCodec::write));
        out.ifSet("FallbackResolvers", dns.fallbackResolvers(), ResolverCodec::write);
        out.ifSet("Domains", dns.domains(), JsonWriter::value);
        out.ifSet("Proxied", dns.proxied());
        out.ifSet("CertDomains", dns.certDomains(), JsonWriter::value);
        out.ifSet("ExtraRecords", dns.extraRecords(), DnsConfigCodec::writeRecord);
        out.ifSet("ExitNodeFilteredSet", dns.exitNodeFilteredSet(), JsonWriter::value);
        out.endObject();
    }

    private static void writeRecord(JsonWriter out, ExtraRecord extra) {
        out.beginObject();
        out.member("Name", extra.name());
        out.ifSet("Type", extra.type());
        out.member("Value", extra.value());
        out.endObject();
    }

    static DnsConfig read(JsonReader in) {
        List<Resolver> resolvers = List.of();
        Map<String, List<Resolver>> routes = Map.of();
        List<Resolver> fallbackResolvers = List.of();
        List<String> domains = List.of();
        boolean proxied = false;
        List<String> certDomains = List.of();
        List<ExtraRecord> extraRecords = List.of();
        List<String> exitNodeFilteredSet = List.of();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Resolvers" -> resolvers = in.list(ResolverCodec::read);
                case "Routes" -> routes = readRoutes(in);
                case "FallbackResolvers" -> fallbackResolvers = in.list(ResolverCodec::read);
                case "Domains" -> domains = in.list(JsonReader::string);
                case "Proxied" -> proxied = in.bool();
                case "CertDomains" -> certDomains = in.list(JsonReader::string);
                case "ExtraRecords" -> extraRecords = in.list(DnsConfigCodec::readRecord);
                case "ExitNodeFilteredSet" -> exitNodeFilteredSet = in.list(JsonReader::string);
                default -> in.skip();
            }
        }
        return new DnsConfig(
                resolvers, routes, fallbackResolvers, domains, proxied, certDomains, extraRecords, exitNodeFilteredSet);
    }

    private static Map<String, List<Resolver>> readRoutes(JsonReader in) {
        Map<String, List<Resolver>> routes = new LinkedHashMap<>();
        in.object();
        while (in.memberOrNull()) {
            routes.put(in.name(), in.isNull() ? List.of() : in.list(ResolverCodec::read));
        }
        return routes;
    }

    private static ExtraRecord readRecord(JsonReader in) {
        String name = "";
        String type = "";
        String value = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Name" -> name = in.string();
                case "Type" -> type = in.string();
                case "Value" -> value = in.string();
                default -> in.skip();
            }
        }
        return new ExtraRecord(name, type, value);
    }
}
