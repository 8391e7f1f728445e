package net.headscale.wire.tailcfg.codec;

import java.util.List;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.Resolver;

/// [Resolver] as JSON.
final class ResolverCodec {
    private ResolverCodec() {}

    static void write(JsonWriter out, Resolver resolver) {
        out.beginObject();
        out.ifSet("Addr", resolver.address());
        out.ifSet("BootstrapResolution", resolver.bootstrapResolution(), JsonWriter::value);
        out.ifSet("UseWithExitNode", resolver.useWithExitNode());
        out.endObject();
    }

    static Resolver read(JsonReader in) {
        String address = "";
        List<IpAddress> bootstrapResolution = List.of();
        boolean useWithExitNode = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Addr" -> address = in.string();
                case "BootstrapResolution" -> bootstrapResolution = in.list(Addresses::address);
                case "UseWithExitNode" -> useWithExitNode = in.bool();
                default -> in.skip();
            }
        }
        return new Resolver(address, bootstrapResolution, useWithExitNode);
    }
}
