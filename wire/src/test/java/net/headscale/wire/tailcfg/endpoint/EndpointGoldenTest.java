package net.headscale.wire.tailcfg.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.key.ChallengeKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.endpoint.SshEventNotifyRequest.RecordingAttempt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The bytes of the small endpoints; those named by a vector are Go's own.
class EndpointGoldenTest {
    private static final GoldenFile GOLDEN = GoldenFile.read("tailcfg/json_golden.json");
    private static final NodeKey NODE_KEY =
            NodeKey.parse("nodekey:07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c");

    @Test
    void the_servers_keys() {
        assertSame(
                "{\"legacyPublicKey\":\"mkey:" + "0".repeat(64)
                        + "\",\"publicKey\":\"mkey:07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c\"}",
                OverTlsPublicKeyResponse.of(MachineKey.of(NODE_KEY.bytes())),
                OverTlsPublicKeyResponseCodec::encode,
                OverTlsPublicKeyResponseCodec::decode);
    }

    @Test
    void the_early_payload() {
        assertSame(
                golden("EarlyNoise_zero"),
                new EarlyNoise(ChallengeKey.ZERO),
                EarlyNoiseCodec::encode,
                EarlyNoiseCodec::decode);
    }

    @Test
    void a_wish_for_a_dns_record() {
        assertSame(
                golden("SetDNSRequest"),
                new SetDnsRequest(145, NODE_KEY, "_acme-challenge.h1.example.ts.net", "TXT", "v"),
                SetDnsRequestCodec::encode,
                SetDnsRequestCodec::decode);
    }

    @Test
    void a_derpers_question_and_its_answer() {
        assertSame(
                golden("DERPAdmitClientRequest"),
                new DerpAdmitClientRequest(NODE_KEY, IpAddress.parse("192.0.2.9")),
                DerpAdmitClientCodec::encode,
                DerpAdmitClientCodec::decodeRequest);
        assertSame(
                "{\"NodePublic\":\"" + NODE_KEY + "\",\"Source\":\"\"}",
                new DerpAdmitClientRequest(NODE_KEY, null),
                DerpAdmitClientCodec::encode,
                DerpAdmitClientCodec::decodeRequest);
        assertSame(
                "{\"Allow\":true}",
                new DerpAdmitClientResponse(true),
                DerpAdmitClientCodec::encode,
                DerpAdmitClientCodec::decodeResponse);
    }

    @Test
    void a_question_about_a_feature_and_its_answer() {
        assertSame(
                "{\"Feature\":\"serve\",\"NodeKey\":\"" + NODE_KEY + "\"}",
                new QueryFeatureRequest("serve", NODE_KEY),
                QueryFeatureCodec::encode,
                QueryFeatureCodec::decodeRequest);
        assertSame(
                "{}",
                new QueryFeatureRequest("", NodeKey.ZERO),
                QueryFeatureCodec::encode,
                QueryFeatureCodec::decodeRequest);
        assertSame(
                "{\"Complete\":true,\"Text\":\"t\",\"URL\":\"u\",\"ShouldWait\":true}",
                new QueryFeatureResponse(true, "t", "u", true),
                QueryFeatureCodec::encode,
                QueryFeatureCodec::decodeResponse);
    }

    @Test
    void an_identity_token() {
        assertSame(
                "{\"CapVersion\":145,\"NodeKey\":\"" + NODE_KEY + "\",\"Audience\":\"me\"}",
                new TokenRequest(145, NODE_KEY, "me"),
                TokenCodec::encode,
                TokenCodec::decodeRequest);
        assertSame(
                "{\"id_token\":\"a.b.c\"}", new TokenResponse("a.b.c"), TokenCodec::encode, TokenCodec::decodeResponse);
        assertThat(new TokenResponse("a.b.c").toString()).doesNotContain("a.b.c");
    }

    @Test
    void the_outcome_of_a_ping() {
        assertSame(
                "{\"Type\":\"disco\",\"IP\":\"100.64.0.1\",\"NodeIP\":\"100.64.0.1\",\"NodeName\":\"h\",\"Err\":\"e\","
                        + "\"LatencySeconds\":0.25,\"Endpoint\":\"192.0.2.1:1\",\"PeerRelay\":\"r\",\"DERPRegionID\":9,"
                        + "\"DERPRegionCode\":\"c\",\"PeerAPIPort\":80,\"IsLocalIP\":true}",
                new PingResponse(
                        "disco", "100.64.0.1", "100.64.0.1", "h", "e", 0.25, "192.0.2.1:1", "r", 9, "c", 80, true),
                PingResponseCodec::encode,
                PingResponseCodec::decode);
    }

    @Test
    void device_attributes_are_scalars_or_taken_away() {
        Map<String, @Nullable RawJson> update = new HashMap<>();
        update.put("custom:a", RawJson.string("x"));
        update.put("custom:b", RawJson.number(-2));
        update.put("custom:c", RawJson.parse("true"));
        update.put("custom:d", null);
        assertSame(
                "{\"Version\":145,\"NodeKey\":\"" + NODE_KEY
                        + "\",\"Update\":{\"custom:a\":\"x\",\"custom:b\":-2,\"custom:c\":true,\"custom:d\":null}}",
                new SetDeviceAttributesRequest(145, NODE_KEY, update),
                SetDeviceAttributesRequestCodec::encode,
                SetDeviceAttributesRequestCodec::decode);

        assertThatThrownBy(() -> SetDeviceAttributesRequestCodec.decode(bytes("{\"Update\":{\"a\":[]}}")))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void an_audit_log_entry() {
        assertSame(
                "{\"Version\":145,\"NodeKey\":\"" + NODE_KEY + "\",\"Action\":\"DISCONNECT_NODE\",\"Details\":\"d\","
                        + "\"Timestamp\":\"2026-08-22T11:48:56Z\"}",
                new AuditLogRequest(145, NODE_KEY, "DISCONNECT_NODE", "d", Instant.parse("2026-08-22T11:48:56Z")),
                AuditLogRequestCodec::encode,
                AuditLogRequestCodec::decode);
    }

    @Test
    void a_web_client_session() {
        assertSame(
                "{\"ID\":\"i\",\"URL\":\"u\",\"Complete\":true}",
                new WebClientAuthResponse("i", "u", true),
                WebClientAuthResponseCodec::encode,
                WebClientAuthResponseCodec::decode);
    }

    @Test
    void a_session_that_was_not_recorded() {
        assertSame(
                "{\"EventType\":2,\"ConnectionID\":\"c\",\"CapVersion\":145,\"NodeKey\":\"" + NODE_KEY
                        + "\",\"SrcNode\":9007199254740993,\"SSHUser\":\"root\",\"LocalUser\":\"r\","
                        + "\"RecordingAttempts\":[{\"Recorder\":\"100.64.0.9:80\",\"FailureMessage\":\"f\"},"
                        + "{\"Recorder\":\"\",\"FailureMessage\":\"g\"}]}",
                new SshEventNotifyRequest(
                        2,
                        "c",
                        145,
                        NODE_KEY,
                        9007199254740993L,
                        "root",
                        "r",
                        List.of(
                                new RecordingAttempt(Endpoint.parse("100.64.0.9:80"), "f"),
                                new RecordingAttempt(null, "g"))),
                SshEventNotifyRequestCodec::encode,
                SshEventNotifyRequestCodec::decode);
    }

    private static <T> void assertSame(String json, T value, Function<T, byte[]> encode, Function<byte[], T> decode) {
        assertThat(new String(encode.apply(value), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(decode.apply(bytes(json))).isEqualTo(value);
    }

    private static String golden(String name) {
        return GOLDEN.text(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
