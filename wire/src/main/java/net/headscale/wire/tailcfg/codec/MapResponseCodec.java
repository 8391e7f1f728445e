package net.headscale.wire.tailcfg.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.DisplayMessage;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.MapResponse;
import org.jspecify.annotations.Nullable;

/// [MapResponse] as JSON. Empty is written wherever it says something else than absent.
public final class MapResponseCodec {
    private MapResponseCodec() {}

    /// The UTF-8 bytes of `response`.
    public static byte[] encode(MapResponse response) {
        return JsonWriter.bytes(out -> write(out, response));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not a map response
    public static MapResponse decode(byte[] document) {
        return JsonReader.read(document, MapResponseCodec::read);
    }

    /// The start of a message whose peers are encoded already: all of `rest`, then the open list `name`.
    ///
    /// After it come peers with a comma between each two, then [#closePeers]; each part may be a frame of its own.
    ///
    /// @param rest without the list `name`
    public static byte[] openPeers(MapResponse rest, PeerList name) {
        byte[] empty = JsonWriter.bytes(out -> {
            out.beginObject();
            writeMembers(out, rest);
            out.member(name.memberName, List.of(), NodeCodec::write);
            out.endObject();
        });
        return Arrays.copyOf(empty, empty.length - closePeers().length);
    }

    /// What closes a message that [#openPeers] opened.
    public static byte[] closePeers() {
        return new byte[] {']', '}'};
    }

    /// The lists of a message that hold whole peers.
    public enum PeerList {
        /// All peers, of a first message.
        ALL("Peers"),
        /// New and replaced peers, of a later one.
        CHANGED("PeersChanged");

        private final String memberName;

        PeerList(String memberName) {
            this.memberName = memberName;
        }
    }

    private static void write(JsonWriter out, MapResponse response) {
        out.beginObject();
        writeMembers(out, response);
        out.endObject();
    }

    private static void writeMembers(JsonWriter out, MapResponse response) {
        out.ifSet("KeepAlive", response.keepAlive());
        out.ifPresent("PingRequest", response.pingRequest(), PingRequestCodec::write);
        out.ifSet("PopBrowserURL", response.popBrowserUrl());
        out.ifPresent("Node", response.node(), NodeCodec::write);
        out.ifPresent("DERPMap", response.derpMap(), DerpMapCodec::write);
        out.ifPresent("Peers", response.peers(), (each, peers) -> each.list(peers, NodeCodec::write));
        out.ifSet("PeersChanged", response.peersChanged(), NodeCodec::write);
        out.ifSet("PeersRemoved", response.peersRemoved(), JsonWriter::value);
        out.ifSet("PeersChangedPatch", response.peersChangedPatch(), PeerChangeCodec::write);
        out.ifSet("PeerSeenChange", response.peerSeenChange(), JsonWriter::value);
        out.ifSet("OnlineChange", response.onlineChange(), JsonWriter::value);
        out.ifPresent("DNSConfig", response.dnsConfig(), DnsConfigCodec::write);
        out.ifSet("Domain", response.domain());
        out.ifPresent("CollectServices", response.collectServices());
        out.ifPresent("PacketFilter", response.packetFilter(), MapResponseCodec::writeRules);
        out.ifPresent("PacketFilters", response.packetFilters(), MapResponseCodec::writeFilters);
        out.ifSet("UserProfiles", response.userProfiles(), UserProfileCodec::write);
        out.ifPresent("Health", response.health(), (each, lines) -> each.list(lines, JsonWriter::value));
        out.ifPresent("DisplayMessages", response.displayMessages(), MapResponseCodec::writeMessages);
        out.ifPresent("SSHPolicy", response.sshPolicy(), SshPolicyCodec::write);
        out.ifPresent("ControlTime", response.controlTime());
        out.ifPresent("TKAInfo", response.tkaInfo(), TkaInfoCodec::write);
        out.ifSet("DomainDataPlaneAuditLogID", response.domainDataPlaneAuditLogId());
        out.ifPresent("Debug", response.debug(), DebugCodec::write);
        out.ifPresent("ControlDialPlan", response.controlDialPlan(), ControlDialPlanCodec::write);
        out.ifPresent("ClientVersion", response.clientVersion(), ClientVersionCodec::write);
        out.ifPresent("DefaultAutoUpdate", response.defaultAutoUpdate());
    }

    private static void writeRules(JsonWriter out, List<FilterRule> rules) {
        out.list(rules, FilterRuleCodec::write);
    }

    private static void writeFilters(JsonWriter out, Map<String, @Nullable List<FilterRule>> filters) {
        out.map(filters, (each, rules) -> {
            if (rules == null) {
                each.nullValue();
            } else {
                writeRules(each, rules);
            }
        });
    }

    private static void writeMessages(JsonWriter out, Map<String, @Nullable DisplayMessage> messages) {
        out.map(messages, (each, message) -> {
            if (message == null) {
                each.nullValue();
            } else {
                DisplayMessageCodec.write(each, message);
            }
        });
    }

    private static MapResponse read(JsonReader in) {
        MapResponse.Builder response = MapResponse.builder();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "KeepAlive" -> response.keepAlive(in.bool());
                case "PingRequest" -> response.pingRequest(PingRequestCodec.read(in));
                case "PopBrowserURL" -> response.popBrowserUrl(in.string());
                case "Node" -> response.node(NodeCodec.read(in));
                case "DERPMap" -> response.derpMap(DerpMapCodec.read(in));
                case "Peers" -> response.peers(in.list(NodeCodec::read));
                case "PeersChanged" -> response.peersChanged(in.list(NodeCodec::read));
                case "PeersRemoved" -> response.peersRemoved(in.list(JsonReader::int64));
                case "PeersChangedPatch" -> response.peersChangedPatch(in.list(PeerChangeCodec::read));
                case "PeerSeenChange" -> response.peerSeenChange(in.mapByLong(JsonReader::bool));
                case "OnlineChange" -> response.onlineChange(in.mapByLong(JsonReader::bool));
                case "DNSConfig" -> response.dnsConfig(DnsConfigCodec.read(in));
                case "Domain" -> response.domain(in.string());
                case "CollectServices" -> response.collectServices(in.bool());
                case "PacketFilter" -> response.packetFilter(readRules(in));
                case "PacketFilters" -> response.packetFilters(readFilters(in));
                case "UserProfiles" -> response.userProfiles(in.list(UserProfileCodec::read));
                case "Health" -> response.health(in.list(JsonReader::string));
                case "DisplayMessages" -> response.displayMessages(readMessages(in));
                case "SSHPolicy" -> response.sshPolicy(SshPolicyCodec.read(in));
                case "ControlTime" -> response.controlTime(in.time());
                case "TKAInfo" -> response.tkaInfo(TkaInfoCodec.read(in));
                case "DomainDataPlaneAuditLogID" -> response.domainDataPlaneAuditLogId(in.string());
                case "Debug" -> response.debug(DebugCodec.read(in));
                case "ControlDialPlan" -> response.controlDialPlan(ControlDialPlanCodec.read(in));
                case "ClientVersion" -> response.clientVersion(ClientVersionCodec.read(in));
                case "DefaultAutoUpdate" -> response.defaultAutoUpdate(in.bool());
                default -> in.skip();
            }
        }
        return response.build();
    }

    private static List<FilterRule> readRules(JsonReader in) {
        return in.list(FilterRuleCodec::read);
    }

    private static Map<String, @Nullable List<FilterRule>> readFilters(JsonReader in) {
        Map<String, @Nullable List<FilterRule>> filters = new LinkedHashMap<>();
        in.object();
        while (in.memberOrNull()) {
            filters.put(in.name(), in.isNull() ? null : readRules(in));
        }
        return filters;
    }

    private static Map<String, @Nullable DisplayMessage> readMessages(JsonReader in) {
        Map<String, @Nullable DisplayMessage> messages = new LinkedHashMap<>();
        in.object();
        while (in.memberOrNull()) {
            messages.put(in.name(), in.isNull() ? null : DisplayMessageCodec.read(in));
        }
        return messages;
    }
}
