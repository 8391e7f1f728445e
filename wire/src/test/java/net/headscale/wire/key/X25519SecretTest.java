package net.headscale.wire.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import net.headscale.wire.Seeds;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class X25519SecretTest {
    private static final HexFormat HEX = HexFormat.of();

    /// The example of RFC 7748, 6.1.
    @Test
    void two_sides_share_what_the_rfc_says() {
        X25519Secret alice = secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        X25519Secret bob = secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] shared = HEX.parseHex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");

        assertThat(alice.publicBytes())
                .isEqualTo(HEX.parseHex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        assertThat(bob.publicBytes())
                .isEqualTo(HEX.parseHex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
        assertThat(alice.agree(bob.publicBytes())).contains(shared);
        assertThat(bob.agree(alice.publicBytes())).contains(shared);
    }

    @ParameterizedTest
    @Seeds(20)
    void any_two_sides_agree(long seed) {
        Random random = new Random(seed);
        X25519Secret one = X25519Secret.generate(random);
        X25519Secret other = X25519Secret.generate(random);

        assertThat(one.agree(other.publicBytes()).orElseThrow())
                .isEqualTo(other.agree(one.publicBytes()).orElseThrow());
    }

    @Test
    void a_point_of_low_order_shares_nothing() {
        assertThat(X25519Secret.generate(new Random(1)).agree(new byte[32])).isEmpty();
    }

    @ParameterizedTest
    @Seeds(50)
    void both_libraries_agree_whatever_the_peer_sends(long seed) {
        Random random = new Random(seed);
        byte[] scalar = new byte[32];
        random.nextBytes(scalar);
        X25519.clampPrivateKey(scalar);
        byte[] peer = new byte[32];
        random.nextBytes(peer);

        assertThat(Agreement.fastest().of(scalar, peer).orElseThrow())
                .isEqualTo(Agreement.bouncyCastle(scalar, peer).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void points_of_low_order_share_nothing_in_either_library(String point) {
        byte[] peer = HEX.parseHex(point);
        byte[] scalar = new byte[32];
        new Random(1).nextBytes(scalar);
        X25519.clampPrivateKey(scalar);

        assertThat(Agreement.fastest().of(scalar, peer)).isEmpty();
        assertThat(Agreement.bouncyCastle(scalar, peer)).isEmpty();
    }

    @Test
    void a_public_key_of_another_length_is_malformed() {
        assertThatThrownBy(() -> X25519Secret.generate(new Random(1)).agree(new byte[31]))
                .isInstanceOf(MalformedKey.class);
    }

    @Test
    void the_bytes_given_stay_the_callers() {
        byte[] bytes = HEX.parseHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        X25519Secret secret = X25519Secret.of(bytes);
        secret.close();

        assertThat(bytes[0]).isEqualTo((byte) 0x77);
        assertThatIllegalStateException().isThrownBy(() -> secret.agree(new byte[32]));
        assertThat(secret).hasToString("X25519Secret(redacted)");
    }

    private static X25519Secret secret(String hex) {
        return X25519Secret.parse("privkey:" + hex);
    }
}
