package net.headscale.wire.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.MalformedKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlKeyTest {
    private static final String SECRET = "2022232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40";
    private static final MachineKey PUBLIC =
            MachineKey.parse("mkey:5869aff450549732cbaaed5e5df9b30a6da31cb0e5742bad5ad4a1a768f1a67b");

    @Test
    void the_text_form_is_read_and_printed() {
        ControlKey key = ControlKey.parse("privkey:" + SECRET);

        assertThat(key.publicKey()).isEqualTo(PUBLIC);
        assertThat(key.secretText()).isEqualTo("privkey:" + SECRET);
    }

    @Test
    void what_wg_genkey_prints_is_read_with_its_newline() {
        String printed = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(SECRET)) + "\n";

        assertThat(ControlKey.parse(printed).publicKey()).isEqualTo(PUBLIC);
    }

    @Test
    void a_generated_key_comes_back_from_its_text() {
        ControlKey key = ControlKey.generate(new SecureRandom());

        assertThat(ControlKey.parse(key.secretText() + "\n").publicKey()).isEqualTo(key.publicKey());
        assertThat(key.publicKey())
                .isNotEqualTo(ControlKey.generate(new SecureRandom()).publicKey());
    }

    @Test
    void a_key_that_is_not_clamped_is_the_clamped_key() {
        String loose = "27" + SECRET.substring(2, 62) + "c0";

        assertThat(ControlKey.parse("privkey:" + loose).secretText()).isEqualTo("privkey:" + SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "privkey:",
                "privkey:20222324",
                "privkey:zz22232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40",
                "privkey:0000000000000000000000000000000000000000000000000000000000000000",
                "mkey:2022232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "c2hvcnQ=",
                "not base64 at all"
            })
    void another_text_is_refused_and_not_repeated(String text) {
        assertThatThrownBy(() -> ControlKey.parse(text))
                .isInstanceOf(MalformedKey.class)
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .doesNotContain("20222324")
                        .doesNotContain("c2hvcnQ")
                        .doesNotContain("base64"));
    }

    @Test
    void a_key_never_prints_itself() {
        assertThat(ControlKey.parse("privkey:" + SECRET)).hasToString("ControlKey(redacted)");
    }

    @Test
    void a_closed_key_answers_nobody() {
        Handshakes sides = Handshakes.of(1);
        byte[] initiation = sides.initiator().initiation();
        sides.control().close();

        assertThatIllegalStateException().isThrownBy(() -> sides.responder().answer(initiation));
        assertThatIllegalStateException().isThrownBy(sides.control()::secretText);
    }
}
