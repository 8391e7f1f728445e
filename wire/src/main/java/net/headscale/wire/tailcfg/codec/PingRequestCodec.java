package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.Bytes;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.PingRequest;
import org.jspecify.annotations.Nullable;

/// [PingRequest] as JSON.
final class PingRequestCodec {
    private PingRequestCodec() {}

    static void write(JsonWriter out, PingRequest ping) {
        out.beginObject();
        out.member("URL", ping.url());
        out.ifSet("URLIsNoise", ping.urlIsNoise());
        out.ifSet("Log", ping.log());
        out.ifSet("Types", ping.types());
        out.ifPresent("IP", ping.ip(), JsonWriter::value);
        out.ifSet("Payload", ping.payload());
        out.endObject();
    }

    static PingRequest read(JsonReader in) {
        String url = "";
        boolean urlIsNoise = false;
        boolean log = false;
        String types = "";
        @Nullable IpAddress ip = null;
        Bytes payload = Bytes.none();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "URL" -> url = in.string();
                case "URLIsNoise" -> urlIsNoise = in.bool();
                case "Log" -> log = in.bool();
                case "Types" -> types = in.string();
                case "IP" -> ip = Addresses.addressOrNone(in);
                case "Payload" -> payload = in.bytes();
                default -> in.skip();
            }
        }
        return new PingRequest(url, urlIsNoise, log, types, ip, payload);
    }
}
