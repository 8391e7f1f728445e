package net.headscale.wire.tailcfg.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import net.headscale.wire.tailcfg.RegisterRequest;
import net.headscale.wire.tailcfg.SshPolicy.SshAction;
import org.junit.jupiter.api.Test;

/// Texts in which every member is set, in the order of Go's structs: what is read is written the same.
class EveryMemberTest {
    private static final String HEX = "07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c";

    static final String NODE =
            "{\"ID\":9007199254740991,\"StableID\":\"n1\",\"Name\":\"h.example.\",\"User\":2,\"Sharer\":3,"
                    + "\"Key\":\"nodekey:" + HEX
                    + "\",\"KeyExpiry\":\"2027-01-01T00:00:00Z\",\"KeySignature\":\"AQID\","
                    + "\"Machine\":\"mkey:" + HEX + "\",\"DiscoKey\":\"discokey:" + HEX
                    + "\",\"Addresses\":[\"100.64.0.1/32\"],"
                    + "\"AllowedIPs\":[\"100.64.0.1/32\",\"10.0.0.0/8\"],\"Endpoints\":[\"[2001:db8::1]:41641\"],\"HomeDERP\":900,"
                    + "\"Hostinfo\":{\"OS\":\"linux\"},\"Created\":\"2026-01-01T00:00:00Z\",\"Cap\":145,\"Tags\":[\"tag:a\"],"
                    + "\"PrimaryRoutes\":[\"10.0.0.0/8\"],\"LastSeen\":\"2026-02-01T00:00:00Z\",\"Online\":false,"
                    + "\"MachineAuthorized\":true,\"CapMap\":{\"https\":null},\"UnsignedPeerAPIOnly\":true,"
                    + "\"DataPlaneAuditLogID\":\"d\",\"Expired\":true,\"SelfNodeV4MasqAddrForThisPeer\":\"100.64.0.9\","
                    + "\"SelfNodeV6MasqAddrForThisPeer\":\"fd7a:115c:a1e0::9\",\"IsWireGuardOnly\":true,\"IsJailed\":true,"
                    + "\"ExitNodeDNSResolvers\":[{\"Addr\":\"1.1.1.1\",\"BootstrapResolution\":[\"1.0.0.1\"],\"UseWithExitNode\":true}]}";

    static final String PEER_CHANGE = "{\"NodeID\":7,\"DERPRegion\":1,\"Cap\":145,\"CapMap\":{\"a\":[1]},"
            + "\"Endpoints\":[\"192.0.2.1:1\"],\"Key\":\"nodekey:" + HEX + "\",\"KeySignature\":\"AQID\","
            + "\"DiscoKey\":\"discokey:" + HEX + "\",\"Online\":true,\"LastSeen\":\"2026-02-01T00:00:00Z\","
            + "\"KeyExpiry\":\"2027-01-01T00:00:00Z\"}";

    static final String DERP_MAP = "{\"HomeParams\":{\"RegionScore\":{\"1\":0.5}},\"Regions\":{\"1\":{\"RegionID\":1,"
            + "\"RegionCode\":\"c\",\"RegionName\":\"n\",\"Latitude\":1.5,\"Longitude\":-2.5,\"Avoid\":true,"
            + "\"NoMeasureNoHome\":true,\"Nodes\":[{\"Name\":\"1a\",\"RegionID\":1,\"HostName\":\"h\",\"CertName\":\"x\","
            + "\"IPv4\":\"192.0.2.1\",\"IPv6\":\"none\",\"STUNPort\":-1,\"STUNOnly\":true,\"DERPPort\":8443,"
            + "\"InsecureForTests\":true,\"STUNTestIP\":\"192.0.2.2\",\"CanPort80\":true}]}},\"omitDefaultRegions\":true}";

    static final String SSH_ACTION = "{\"message\":\"m\",\"reject\":true,\"accept\":true,\"sessionDuration\":1,"
            + "\"allowAgentForwarding\":true,\"holdAndDelegate\":\"https://unused/x\",\"allowLocalPortForwarding\":true,"
            + "\"allowRemotePortForwarding\":true,\"recorders\":[\"100.64.0.5:80\"],\"onRecordingFailure\":"
            + "{\"RejectSessionWithMessage\":\"r\",\"TerminateSessionWithMessage\":\"t\",\"NotifyURL\":\"u\"}}";

    static final String MAP_RESPONSE =
            "{\"KeepAlive\":true,\"PingRequest\":{\"URL\":\"u\",\"URLIsNoise\":true,\"Log\":true,"
                    + "\"Types\":\"disco\",\"IP\":\"100.64.0.1\",\"Payload\":\"AQID\"},\"PopBrowserURL\":\"p\",\"Node\":"
                    + NODE
                    + ",\"DERPMap\":" + DERP_MAP + ",\"Peers\":[" + NODE + "],\"PeersChanged\":[" + NODE
                    + "],\"PeersRemoved\":[3,4],"
                    + "\"PeersChangedPatch\":[" + PEER_CHANGE
                    + "],\"PeerSeenChange\":{\"5\":true},\"OnlineChange\":{\"6\":false},"
                    + "\"DNSConfig\":{\"Resolvers\":[{\"Addr\":\"1.1.1.1\"}],\"Routes\":{\"corp\":[]},\"FallbackResolvers\":[{\"Addr\":\"9.9.9.9\"}],"
                    + "\"Domains\":[\"d\"],\"Proxied\":true,\"CertDomains\":[\"c\"],\"ExtraRecords\":[{\"Name\":\"n\",\"Type\":\"A\",\"Value\":\"v\"}],"
                    + "\"ExitNodeFilteredSet\":[\".x\"]},\"Domain\":\"d\",\"CollectServices\":true,"
                    + "\"PacketFilter\":[{\"SrcIPs\":[\"*\"],\"DstPorts\":[{\"IP\":\"10.0.0.0/8\",\"Ports\":{\"First\":1,\"Last\":2}}],\"IPProto\":[6]}],"
                    + "\"PacketFilters\":{\"base\":[{\"SrcIPs\":[\"cap:x\"],\"CapGrant\":[{\"Dsts\":[\"100.64.0.1/32\"],\"Caps\":[\"a\"],\"CapMap\":{\"b\":[{}]}}]}]},"
                    + "\"UserProfiles\":[{\"ID\":1,\"LoginName\":\"l\",\"DisplayName\":\"d\",\"ProfilePicURL\":\"p\",\"Groups\":[\"g\"]}],"
                    + "\"Health\":[\"h\"],\"DisplayMessages\":{\"a\":{\"Title\":\"t\",\"Text\":\"x\",\"Severity\":\"high\",\"ImpactsConnectivity\":true,"
                    + "\"PrimaryAction\":{\"URL\":\"u\",\"Label\":\"l\"}}},\"SSHPolicy\":{\"rules\":[{\"ruleExpires\":\"2027-01-01T00:00:00Z\","
                    + "\"principals\":[{\"node\":\"n\",\"nodeIP\":\"100.64.0.1\",\"userLogin\":\"l\",\"any\":true}],\"sshUsers\":{\"*\":\"=\"},"
                    + "\"action\":" + SSH_ACTION
                    + ",\"acceptEnv\":[\"LANG\"]},{\"principals\":[],\"sshUsers\":{},\"action\":null}]},"
                    + "\"ControlTime\":\"2026-01-01T00:00:00Z\",\"TKAInfo\":{\"Head\":\"H\"},\"DomainDataPlaneAuditLogID\":\"x\","
                    + "\"Debug\":{\"SleepSeconds\":1.5,\"DisableLogTail\":true,\"Exit\":1},\"ControlDialPlan\":{\"Candidates\":[{\"IP\":\"192.0.2.1\","
                    + "\"ACEHost\":\"a\",\"DialStartDelaySec\":0.5,\"DialTimeoutSec\":10,\"Priority\":1}]},\"ClientVersion\":{\"RunningLatest\":true,"
                    + "\"LatestVersion\":\"v\",\"UrgentSecurityUpdate\":true,\"Notify\":true,\"NotifyURL\":\"u\",\"NotifyText\":\"t\"},"
                    + "\"DefaultAutoUpdate\":true}";

    static final String REGISTER_REQUEST =
            "{\"Version\":145,\"NodeKey\":\"nodekey:" + HEX + "\",\"OldNodeKey\":\"nodekey:" + HEX
                    + "\",\"NLKey\":\"nlpub:" + HEX
                    + "\",\"Auth\":{\"AuthKey\":\"tskey-auth-secret\"},\"Expiry\":\"1970-01-01T00:02:03Z\","
                    + "\"Followup\":\"f\",\"Hostinfo\":{\"OS\":\"linux\"},\"Ephemeral\":true,\"NodeKeySignature\":\"AQID\","
                    + "\"SignatureType\":\"signature-v2\",\"Timestamp\":\"2026-01-01T00:00:00Z\",\"DeviceCert\":\"AQ==\",\"Signature\":\"Ag==\","
                    + "\"Tailnet\":\"t\"}";

    static final String REGISTER_RESPONSE =
            "{\"User\":{\"ID\":1,\"DisplayName\":\"d\",\"ProfilePicURL\":\"p\",\"Created\":\"2026-01-01T00:00:00Z\"},"
                    + "\"Login\":{\"ID\":2,\"Provider\":\"p\",\"LoginName\":\"l\",\"DisplayName\":\"d\",\"ProfilePicURL\":\"p\"},\"NodeKeyExpired\":true,"
                    + "\"MachineAuthorized\":true,\"AuthURL\":\"u\",\"NodeKeySignature\":\"AQID\",\"Error\":\"e\"}";

    static final String MAP_REQUEST =
            "{\"Version\":145,\"Compress\":\"zstd\",\"KeepAlive\":true,\"NodeKey\":\"nodekey:" + HEX
                    + "\",\"DiscoKey\":\"discokey:" + HEX + "\",\"HardwareAttestationKey\":\"hwattestpub:00\","
                    + "\"HardwareAttestationKeySignature\":\"AQID\",\"HardwareAttestationKeySignatureTimestamp\":\"2026-01-01T00:00:00Z\","
                    + "\"Stream\":true,\"Hostinfo\":{\"OS\":\"linux\"},\"MapSessionHandle\":\"m\",\"MapSessionSeq\":5,"
                    + "\"Endpoints\":[\"192.0.2.1:1\"],\"EndpointTypes\":[1],\"TKAHead\":\"H\",\"ReadOnly\":true,\"OmitPeers\":true,"
                    + "\"DebugFlags\":[\"f\"]}";

    @Test
    void of_a_node() {
        assertGoesAround(NODE, NodeCodec::decode, NodeCodec::encode);
        assertThat(NodeCodec.decode(bytes(NODE)).toBuilder().build()).isEqualTo(NodeCodec.decode(bytes(NODE)));
    }

    @Test
    void of_a_derp_map() {
        assertGoesAround(DERP_MAP, DerpMapCodec::decode, DerpMapCodec::encode);
    }

    @Test
    void of_an_ssh_action() {
        assertGoesAround(SSH_ACTION, SshActionCodec::decode, SshActionCodec::encode);
        assertThat(SshAction.delegate("u").withMessage("m"))
                .isEqualTo(SshActionCodec.decode(bytes("{\"message\":\"m\",\"holdAndDelegate\":\"u\"}")));
        assertThat(SshAction.refuse("no"))
                .isEqualTo(SshActionCodec.decode(bytes("{\"message\":\"no\",\"reject\":true}")));
        assertThat(SshAction.admit(Duration.ofSeconds(1)))
                .isEqualTo(
                        SshActionCodec.decode(
                                bytes(
                                        "{\"accept\":true,\"sessionDuration\":1000000000,"
                                                + "\"allowAgentForwarding\":true,\"allowLocalPortForwarding\":true,\"allowRemotePortForwarding\":true}")));
    }

    @Test
    void of_a_map_response() {
        assertGoesAround(MAP_RESPONSE, MapResponseCodec::decode, MapResponseCodec::encode);
        assertThat(MapResponseCodec.decode(bytes(MAP_RESPONSE)).toBuilder().build())
                .isEqualTo(MapResponseCodec.decode(bytes(MAP_RESPONSE)));
    }

    @Test
    void of_a_register_request() {
        assertGoesAround(REGISTER_REQUEST, RegisterRequestCodec::decode, RegisterRequestCodec::encode);
    }

    @Test
    void of_a_register_response() {
        assertGoesAround(REGISTER_RESPONSE, RegisterResponseCodec::decode, RegisterResponseCodec::encode);
    }

    @Test
    void of_a_map_request() {
        assertGoesAround(MAP_REQUEST, MapRequestCodec::decode, MapRequestCodec::encode);
        assertThat(MapRequestCodec.decode(bytes(MAP_REQUEST)).toBuilder().build())
                .isEqualTo(MapRequestCodec.decode(bytes(MAP_REQUEST)));
    }

    @Test
    void a_register_request_does_not_print_its_preauth_key() {
        RegisterRequest request = RegisterRequestCodec.decode(bytes(REGISTER_REQUEST));

        assertThat(request.authKey()).isEqualTo("tskey-auth-secret");
        assertThat(request.toString()).doesNotContain("tskey-auth-secret");
    }

    private static <T> void assertGoesAround(String json, Function<byte[], T> decode, Function<T, byte[]> encode) {
        assertThat(new String(encode.apply(decode.apply(bytes(json))), StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
