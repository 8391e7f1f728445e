package net.headscale.wire.tailcfg.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import net.headscale.wire.fuzz.Fuzz;
import net.headscale.wire.fuzz.JsonMutator;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.tailcfg.Hostinfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes, a codec reads a value or says [MalformedMessage]; and what it has read it can write and read again.
class CodecFuzzTest {
    private static final long MOST_BYTES = 2 << 20;

    record Codec<T>(Function<byte[], T> decode, Function<T, byte[]> encode) {
        void goAround(byte[] input) {
            T value = decode.apply(input);
            assertThat(decode.apply(encode.apply(value))).isEqualTo(value);
        }
    }

    static List<Arguments> codecs() {
        return List.of(
                codec(
                        "register request",
                        EveryMemberTest.REGISTER_REQUEST,
                        RegisterRequestCodec::decode,
                        RegisterRequestCodec::encode),
                codec(
                        "register response",
                        EveryMemberTest.REGISTER_RESPONSE,
                        RegisterResponseCodec::decode,
                        RegisterResponseCodec::encode),
                codec("map request", EveryMemberTest.MAP_REQUEST, MapRequestCodec::decode, MapRequestCodec::encode),
                codec("map response", EveryMemberTest.MAP_RESPONSE, MapResponseCodec::decode, MapResponseCodec::encode),
                codec("node", EveryMemberTest.NODE, NodeCodec::decode, NodeCodec::encode),
                codec("hostinfo", HostinfoTest.EVERY_MEMBER, HostinfoCodec::decode, HostinfoCodec::encode),
                codec("derp map", EveryMemberTest.DERP_MAP, DerpMapCodec::decode, DerpMapCodec::encode),
                codec("ssh action", EveryMemberTest.SSH_ACTION, SshActionCodec::decode, SshActionCodec::encode));
    }

    private static <T> Arguments codec(
            String name, String honest, Function<byte[], T> decode, Function<T, byte[]> encode) {
        return Arguments.argumentSet(name, honest, new Codec<>(decode, encode));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void broken_bytes(String honest, Codec<?> codec) {
        Fuzz.of(List.of(honest.getBytes(StandardCharsets.UTF_8)))
                .allowing(MalformedMessage.class)
                .allocatingAtMost(MOST_BYTES)
                .fewerBy(20)
                .feed((input, random) -> codec.goAround(input));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void odd_values(String honest, Codec<?> codec) {
        JsonMutator odd = JsonMutator.of(honest);
        Fuzz.of(List.of(honest.getBytes(StandardCharsets.UTF_8)))
                .allowing(MalformedMessage.class)
                .allocatingAtMost(MOST_BYTES)
                .fewerBy(20)
                .feed((input, random) -> codec.goAround(odd.next(random)));
    }

    /// Whatever a client says of itself, the node that shows it to others stays readable for them.
    @Test
    void what_peers_are_shown_has_checked_members_only() {
        JsonMutator odd = JsonMutator.of(HostinfoTest.EVERY_MEMBER);
        Fuzz.of(List.of(HostinfoTest.EVERY_MEMBER.getBytes(StandardCharsets.UTF_8)))
                .allowing(MalformedMessage.class)
                .allocatingAtMost(MOST_BYTES)
                .fewerBy(20)
                .feed((input, random) -> {
                    Hostinfo shown = HostinfoCodec.decode(odd.next(random)).shownToPeers();
                    assertThat(shown.others()).isEmpty();
                    assertThat(HostinfoCodec.decode(HostinfoCodec.encode(shown)))
                            .isEqualTo(shown);
                });
    }
}
