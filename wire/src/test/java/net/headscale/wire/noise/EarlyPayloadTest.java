package net.headscale.wire.noise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.ChallengeKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyPayloadTest {
    private static final String CHALLENGE = "chalpub:23b7bb8c91ae008711fb12846780bcdf1e065f821bdfec49f57e7c7dcd4c4823";

    private final GoldenFile golden = GoldenFile.read("noise/early_payload.json");

    @Test
    void it_is_written_as_the_reference_server_writes_it() {
        assertThat(new EarlyPayload(ChallengeKey.parse(CHALLENGE)).bytes()).isEqualTo(golden.bytes("bytes"));
    }

    @Test
    void it_is_read_as_the_client_reads_it() {
        byte[] bytes = golden.bytes("bytes");

        assertThat(EarlyPayload.jsonLength(Arrays.copyOf(bytes, EarlyPayload.HEADER_BYTES)))
                .hasValue(golden.number("length"));
        assertThat(EarlyPayload.read(Arrays.copyOfRange(bytes, EarlyPayload.HEADER_BYTES, bytes.length)))
                .isEqualTo(new EarlyPayload(ChallengeKey.parse(CHALLENGE)));
    }

    @Test
    void the_first_frame_header_of_http2_is_none() {
        assertThat(EarlyPayload.jsonLength(new byte[] {0, 0, 18, 4, 0, 0, 0, 0, 0}))
                .isEmpty();
    }

    @Test
    void ten_mebibytes_are_the_most() {
        assertThat(EarlyPayload.jsonLength(header("00a00000"))).hasValue(10 << 20);
        assertThatThrownBy(() -> EarlyPayload.jsonLength(header("00a00001")))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("10485761");
        assertThatThrownBy(() -> EarlyPayload.jsonLength(header("ffffffff")))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("4294967295");
    }

    @Test
    void members_of_later_versions_are_skipped() {
        String json = "{\"later\":{\"nodeKeyChallenge\":[1,{}]},\"nodeKeyChallenge\":\"%s\",\"more\":[null]}";

        assertThat(EarlyPayload.read(json.formatted(CHALLENGE).getBytes(UTF_8)).nodeKeyChallenge())
                .isEqualTo(ChallengeKey.parse(CHALLENGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{",
                "{\"nodeKeyChallenge\":7}",
                "{\"nodeKeyChallenge\":\"chalpub:12\"}",
                "{\"nodeKeyChallenge\":\"",
                "\"nodeKeyChallenge\""
            })
    void anything_else_is_malformed(String json) {
        assertThatThrownBy(() -> EarlyPayload.read(json.getBytes(UTF_8))).isInstanceOf(MalformedMessage.class);
    }

    private static byte[] header(String length) {
        return HexFormat.of().parseHex("ffffff5453" + length);
    }
}
