package net.headscale.wire.tailcfg.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.Hostinfo.Location;
import net.headscale.wire.tailcfg.Hostinfo.Service;

/// [Hostinfo] as JSON. What is no component comes last and in the order it came in, its values as they were written.
public final class HostinfoCodec {
    private HostinfoCodec() {}

    /// The UTF-8 bytes of `info`; also the form it is stored in.
    public static byte[] encode(Hostinfo info) {
        return JsonWriter.bytes(out -> write(out, info));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not a Hostinfo
    public static Hostinfo decode(byte[] document) {
        return JsonReader.read(document, HostinfoCodec::read);
    }

    static void write(JsonWriter out, Hostinfo info) {
        out.beginObject();
        out.ifSet("IPNVersion", info.ipnVersion());
        out.ifSet("BackendLogID", info.backendLogId());
        out.ifSet("OS", info.os());
        out.ifSet("OSVersion", info.osVersion());
        out.ifSet("Distro", info.distro());
        out.ifSet("App", info.app());
        out.ifSet("DeviceModel", info.deviceModel());
        out.ifSet("Hostname", info.hostname());
        out.ifSet("ShieldsUp", info.shieldsUp());
        out.ifSet("ShareeNode", info.shareeNode());
        out.ifSet("WireIngress", info.wireIngress());
        out.ifSet("IngressEnabled", info.ingressEnabled());
        out.ifSet("AllowsUpdate", info.allowsUpdate());
        out.ifSet("RoutableIPs", info.routableIps(), JsonWriter::value);
        out.ifSet("RequestTags", info.requestTags(), JsonWriter::value);
        out.ifSet("Services", info.services(), HostinfoCodec::writeService);
        out.ifPresent("NetInfo", info.netInfo(), NetInfoCodec::write);
        out.ifSet("sshHostKeys", info.sshHostKeys(), JsonWriter::value);
        out.ifPresent("Userspace", info.userspace());
        out.ifPresent("UserspaceRouter", info.userspaceRouter());
        out.ifPresent("AppConnector", info.appConnector());
        out.ifSet("ServicesHash", info.servicesHash());
        out.ifSet("PeerRelay", info.peerRelay());
        out.ifSet("ExitNodeID", info.exitNodeId());
        out.ifPresent("Location", info.location(), HostinfoCodec::writeLocation);
        out.ifPresent("StateEncrypted", info.stateEncrypted());
        info.others().forEach((name, value) -> {
            out.name(name);
            out.value(value);
        });
        out.endObject();
    }

    private static void writeService(JsonWriter out, Service service) {
        out.beginObject();
        out.member("Proto", service.proto());
        out.member("Port", service.port());
        out.ifSet("Description", service.description());
        out.endObject();
    }

    private static void writeLocation(JsonWriter out, Location location) {
        out.beginObject();
        out.ifSet("Country", location.country());
        out.ifSet("CountryCode", location.countryCode());
        out.ifSet("City", location.city());
        out.ifSet("CityCode", location.cityCode());
        out.ifSet("Latitude", location.latitude());
        out.ifSet("Longitude", location.longitude());
        out.ifSet("Priority", location.priority());
        out.endObject();
    }

    static Hostinfo read(JsonReader in) {
        Hostinfo.Builder info = Hostinfo.builder();
        Map<String, RawJson> others = new LinkedHashMap<>();
        in.object();
        while (in.member()) {
            String name = in.name();
            switch (name) {
                case "IPNVersion" -> info.ipnVersion(in.string());
                case "BackendLogID" -> info.backendLogId(in.string());
                case "OS" -> info.os(in.string());
                case "OSVersion" -> info.osVersion(in.string());
                case "Distro" -> info.distro(in.string());
                case "App" -> info.app(in.string());
                case "DeviceModel" -> info.deviceModel(in.string());
                case "Hostname" -> info.hostname(in.string());
                case "ShieldsUp" -> info.shieldsUp(in.bool());
                case "ShareeNode" -> info.shareeNode(in.bool());
                case "WireIngress" -> info.wireIngress(in.bool());
                case "IngressEnabled" -> info.ingressEnabled(in.bool());
                case "AllowsUpdate" -> info.allowsUpdate(in.bool());
                case "RoutableIPs" -> info.routableIps(in.list(Addresses::prefix));
                case "RequestTags" -> info.requestTags(in.list(JsonReader::string));
                case "Services" -> info.services(in.list(HostinfoCodec::readService));
                case "NetInfo" -> info.netInfo(NetInfoCodec.read(in));
                case "sshHostKeys" -> info.sshHostKeys(in.list(JsonReader::string));
                case "Userspace" -> info.userspace(in.bool());
                case "UserspaceRouter" -> info.userspaceRouter(in.bool());
                case "AppConnector" -> info.appConnector(in.bool());
                case "ServicesHash" -> info.servicesHash(in.string());
                case "PeerRelay" -> info.peerRelay(in.bool());
                case "ExitNodeID" -> info.exitNodeId(in.string());
                case "Location" -> info.location(readLocation(in));
                case "StateEncrypted" -> info.stateEncrypted(in.bool());
                default -> others.put(name, in.raw());
            }
        }
        return info.others(others).build();
    }

    private static Service readService(JsonReader in) {
        String proto = "";
        int port = 0;
        String description = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Proto" -> proto = in.string();
                case "Port" -> port = in.port();
                case "Description" -> description = in.string();
                default -> in.skip();
            }
        }
        return new Service(proto, port, description);
    }

    private static Location readLocation(JsonReader in) {
        String country = "";
        String countryCode = "";
        String city = "";
        String cityCode = "";
        double latitude = 0;
        double longitude = 0;
        int priority = 0;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Country" -> country = in.string();
                case "CountryCode" -> countryCode = in.string();
                case "City" -> city = in.string();
                case "CityCode" -> cityCode = in.string();
                case "Latitude" -> latitude = in.float64();
                case "Longitude" -> longitude = in.float64();
                case "Priority" -> priority = in.int32();
                default -> in.skip();
            }
        }
        return new Location(country, countryCode, city, cityCode, latitude, longitude, priority);
    }
}
