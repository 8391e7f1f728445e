package net.headscale.wire.tailcfg.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import net.headscale.wire.fuzz.Fuzz;
import net.headscale.wire.fuzz.JsonMutator;
import net.headscale.wire.json.MalformedMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes, a codec reads a value or says [MalformedMessage].
class EndpointFuzzTest {
    private static final String KEY = "nodekey:07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c";

    static List<Arguments> decoders() {
        return List.of(
                decoder(
                        "set-dns",
                        "{'Version':1,'NodeKey':'" + KEY + "','Name':'n','Type':'TXT','Value':'v'}",
                        SetDnsRequestCodec::decode),
                decoder("feature query", "{'Feature':'f','NodeKey':'" + KEY + "'}", QueryFeatureCodec::decodeRequest),
                decoder(
                        "derp admission",
                        "{'NodePublic':'" + KEY + "','Source':'192.0.2.1'}",
                        DerpAdmitClientCodec::decodeRequest),
                decoder(
                        "id token",
                        "{'CapVersion':1,'NodeKey':'" + KEY + "','Audience':'a'}",
                        TokenCodec::decodeRequest),
                decoder(
                        "ping response",
                        "{'Type':'disco','IP':'i','LatencySeconds':0.5,'DERPRegionID':1,'PeerAPIPort':1,'IsLocalIP':true}",
                        PingResponseCodec::decode),
                decoder(
                        "device attributes",
                        "{'Version':1,'NodeKey':'" + KEY + "','Update':{'a':'b','c':null,'d':1,'e':true}}",
                        SetDeviceAttributesRequestCodec::decode),
                decoder(
                        "audit log",
                        "{'Version':1,'NodeKey':'" + KEY + "','Action':'a','Timestamp':'2026-01-01T00:00:00Z'}",
                        AuditLogRequestCodec::decode),
                decoder(
                        "ssh event",
                        "{'EventType':1,'NodeKey':'" + KEY
                                + "','SrcNode':1,'RecordingAttempts':[{'Recorder':'192.0.2.1:1'}]}",
                        SshEventNotifyRequestCodec::decode),
                decoder("web client", "{'ID':'i','URL':'u','Complete':true}", WebClientAuthResponseCodec::decode),
                decoder(
                        "server keys",
                        "{'publicKey':'" + KEY.replace("nodekey", "mkey") + "'}",
                        OverTlsPublicKeyResponseCodec::decode),
                decoder(
                        "early payload",
                        "{'nodeKeyChallenge':'" + KEY.replace("nodekey", "chalpub") + "'}",
                        EarlyNoiseCodec::decode));
    }

    private static Arguments decoder(String name, String honest, Function<byte[], ?> decode) {
        String json = honest.replace('\'', '"');
        decode.apply(json.getBytes(StandardCharsets.UTF_8));
        return Arguments.argumentSet(name, json, decode);
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void broken_bytes_and_odd_values(String honest, Function<byte[], ?> decode) {
        JsonMutator odd = JsonMutator.of(honest);
        Fuzz.of(List.of(honest.getBytes(StandardCharsets.UTF_8)))
                .allowing(MalformedMessage.class)
                .allocatingAtMost(1 << 20)
                .fewerBy(20)
                .feed((input, random) -> decode.apply(random.nextBoolean() ? input : odd.next(random)));
    }
}
