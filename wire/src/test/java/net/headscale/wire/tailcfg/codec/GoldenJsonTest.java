package net.headscale.wire.tailcfg.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.MapRequest;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.NetInfo;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.PingRequest;
import net.headscale.wire.tailcfg.RegisterRequest;
import net.headscale.wire.tailcfg.RegisterResponse;
import net.headscale.wire.tailcfg.SshPolicy;
import net.headscale.wire.tailcfg.UserProfile;
import org.junit.jupiter.api.Test;

/// Our bytes are Go's bytes, and what Go wrote reads as what it meant.
class GoldenJsonTest {
    private static final GoldenFile GOLDEN = GoldenFile.read("tailcfg/json_golden.json");

    private static final NodeKey NODE_KEY =
            NodeKey.parse("nodekey:07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c");
    private static final MachineKey MACHINE_KEY =
            MachineKey.parse("mkey:5869aff450549732cbaaed5e5df9b30a6da31cb0e5742bad5ad4a1a768f1a67b");
    private static final DiscoKey DISCO_KEY =
            DiscoKey.parse("discokey:64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d48466");

    @Test
    void a_register_request_in_which_nothing_is_set() {
        assertSame(
                "RegisterRequest_zero",
                RegisterRequest.builder().build(),
                RegisterRequestCodec::encode,
                RegisterRequestCodec::decode);
    }

    @Test
    void a_register_request_with_a_preauth_key() {
        RegisterRequest request = RegisterRequest.builder()
                .version(145)
                .nodeKey(NODE_KEY)
                .authKey("tskey-auth-x")
                .hostinfo(Hostinfo.builder()
                        .backendLogId("x")
                        .os("linux")
                        .hostname("h1")
                        .routableIps(List.of(Prefix.parse("10.0.0.0/8")))
                        .build())
                .nodeKeySignature(Bytes.of((byte) 1, (byte) 2, (byte) 3))
                .timestamp(Instant.parse("2026-08-22T11:48:56Z"))
                .build();

        assertSame("RegisterRequest_example", request, RegisterRequestCodec::encode, RegisterRequestCodec::decode);
    }

    @Test
    void a_register_response_in_which_nothing_is_set() {
        assertSame(
                "RegisterResponse_zero",
                RegisterResponse.refused(""),
                RegisterResponseCodec::encode,
                RegisterResponseCodec::decode);
    }

    @Test
    void a_register_response_that_names_a_url() {
        assertSame(
                "RegisterResponse_authurl",
                RegisterResponse.visit("https://login.example.com/register/abc?x=1&y=2"),
                RegisterResponseCodec::encode,
                RegisterResponseCodec::decode);
    }

    @Test
    void a_map_request_in_which_nothing_is_set() {
        assertSame("MapRequest_zero", MapRequest.builder().build(), MapRequestCodec::encode, MapRequestCodec::decode);
    }

    @Test
    void a_map_request_that_asks_for_a_stream() {
        MapRequest request =
                MapRequest.builder()
                        .version(145)
                        .compress("zstd")
                        .keepAlive(true)
                        .nodeKey(NODE_KEY)
                        .discoKey(DISCO_KEY)
                        .stream(true)
                        .hostinfo(Hostinfo.builder()
                                .os("linux")
                                .netInfo(NetInfo.builder()
                                        .workingUdp(true)
                                        .preferredDerp(1)
                                        .derpLatency(Map.of("1-v4", 0.012))
                                        .build())
                                .build())
                        .endpoints(List.of(Endpoint.parse("192.0.2.1:41641"), Endpoint.parse("[2001:db8::1]:41641")))
                        .endpointTypes(List.of(2, 1))
                        .build();

        assertSame("MapRequest_example", request, MapRequestCodec::encode, MapRequestCodec::decode);
    }

    @Test
    void a_node_in_which_nothing_is_set() {
        // Go's nil list of addresses is null; ours cannot be absent and is []
        String golden = GOLDEN.text("Node_zero").replace("\"Addresses\":null", "\"Addresses\":[]");
        assertThat(text(NodeCodec.encode(Node.builder().build()))).isEqualTo(golden);
        assertThat(NodeCodec.decode(bytes(GOLDEN.text("Node_zero"))))
                .isEqualTo(Node.builder().build());
    }

    @Test
    void a_map_response() {
        // the zone of a time is not kept: ours are in UTC
        String golden = GOLDEN.text("MapResponse_example").replace("11:48:56.123456789+02:00", "09:48:56.123456789Z");

        assertThat(text(MapResponseCodec.encode(mapResponse()))).isEqualTo(golden);
        assertThat(MapResponseCodec.decode(bytes(GOLDEN.text("MapResponse_example"))))
                .isEqualTo(mapResponse());
    }

    private static MapResponse mapResponse() {
        return MapResponse.builder()
                .pingRequest(PingRequest.c2n(
                        "https://ctl/machine/c2n/1",
                        Bytes.of(bytes("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"))))
                .node(selfNode())
                .peersChangedPatch(List.of(PeerChange.of(7)
                        .online(true)
                        .lastSeen(Instant.parse("2026-08-22T09:48:56.123456789Z"))
                        .build()))
                .onlineChange(Map.of(7L, true))
                .dnsConfig(new DnsConfig(
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of("example.ts.net"),
                        true,
                        List.of(),
                        List.of(),
                        List.of()))
                .domain("example.com")
                .collectServices(false)
                .packetFilter(List.of(
                        FilterRule.allow(List.of("*"), List.of(new FilterRule.PortsAt("*", FilterRule.PortRange.ALL)))))
                .userProfiles(List.of(UserProfile.of(2, "a@example.com", "A")))
                .sshPolicy(sshPolicy())
                .controlTime(Instant.parse("2026-08-22T11:48:56Z"))
                .build();
    }

    private static Node selfNode() {
        List<Prefix> addresses = List.of(Prefix.parse("100.64.0.1/32"), Prefix.parse("fd7a:115c:a1e0::1/128"));
        return Node.builder()
                .id(1)
                .stableId("nStable1CNTRL")
                .name("h1.example.ts.net.")
                .user(2)
                .key(NODE_KEY)
                .machine(MACHINE_KEY)
                .discoKey(DISCO_KEY)
                .addresses(addresses)
                .allowedIps(addresses)
                .homeDerp(900)
                .created(Instant.parse("2026-08-22T11:48:56Z"))
                .cap(145)
                .online(true)
                .machineAuthorized(true)
                .capMap(CapMap.of("https").with("tailnet.maxKeyDuration", RawJson.number(15552000)))
                .build();
    }

    private static SshPolicy sshPolicy() {
        SshPolicy.SshAction action =
                new SshPolicy.SshAction("", false, true, Duration.ofHours(12), true, "", false, false, List.of(), null);
        return new SshPolicy(List.of(
                new SshPolicy.Rule(null, List.of(SshPolicy.Principal.anyone()), Map.of("*", "="), action, List.of())));
    }

    @Test
    void a_derp_map() {
        DerpNode node =
                DerpNode.of("900a", 900, "derp.example.com").withPorts(3478, 0).servingPort80();
        DerpMap map = new DerpMap(null, Map.of(900, DerpRegion.of(900, "hs", "own", List.of(node))), true);

        assertSame("DERPMap_example", map, DerpMapCodec::encode, DerpMapCodec::decode);
    }

    @Test
    void an_action_for_failed_recordings_has_capitalised_names() {
        SshPolicy.SshAction action = new SshPolicy.SshAction(
                "",
                false,
                false,
                Duration.ZERO,
                false,
                "",
                false,
                false,
                List.of(),
                new SshPolicy.RecorderFailure("", "", "/x"));

        assertThat(text(SshActionCodec.encode(action)))
                .isEqualTo("{\"onRecordingFailure\":" + GOLDEN.text("SSHRecorderFailureAction") + "}");
        assertThat(SshActionCodec.decode(SshActionCodec.encode(action))).isEqualTo(action);
    }

    @Test
    void times() {
        assertThat(JsonWriter.text(out -> out.value((Instant) null))).isEqualTo(GOLDEN.text("time_zero"));
    }

    private static <T> void assertSame(String name, T value, Function<T, byte[]> encode, Function<byte[], T> decode) {
        // Go escapes & for HTML; we do not, and read both
        assertThat(text(encode.apply(value))).isEqualTo(GOLDEN.text(name).replace("\\u0026", "&"));
        assertThat(decode.apply(bytes(GOLDEN.text(name)))).isEqualTo(value);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
