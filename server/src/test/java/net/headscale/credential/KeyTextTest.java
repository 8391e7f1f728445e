package net.headscale.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.headscale.credential.KeyText.Kind;
import org.junit.jupiter.api.Test;

class KeyTextTest {
    private static final String SECRET = "Ab-_".repeat(16);

    @Test
    void a_key_that_was_made_here_is_read_again() {
        KeyText made = KeyText.generate(Kind.API, new Random(1));

        KeyText shown = KeyText.parse(Kind.API, made.reveal()).orElseThrow();

        assertThat(shown.prefix()).isEqualTo(made.prefix());
        assertThat(shown.fits(made.hash())).isTrue();
        assertThat(KeyText.generate(Kind.API, new Random(2)).fits(made.hash())).isFalse();
        assertThat(KeyText.parse(Kind.AUTH, made.reveal())).isEmpty();
    }

    @Test
    void a_key_of_headscale_may_hold_hyphens() {
        KeyText shown =
                KeyText.parse(Kind.AUTH, "hskey-auth-a-b_c-d-e-f--" + SECRET).orElseThrow();

        assertThat(shown.prefix()).isEqualTo("a-b_c-d-e-f-");
    }

    @Test
    void keys_from_before_headscale_0_28_are_read() {
        String hex = "0123456789abcdef".repeat(3);

        assertThat(KeyText.parse(Kind.AUTH, hex).orElseThrow().prefix()).isEqualTo("0123456789ab");
        assertThat(KeyText.parse(Kind.API, "Ab-_xyz." + SECRET.substring(32))
                        .orElseThrow()
                        .prefix())
                .isEqualTo("Ab-_xyz");
        assertThat(KeyText.parse(Kind.API, hex)).isEmpty();
    }

    @Test
    void a_bcrypt_hash_fits_its_key_alone() {
        String hash = ImportedHash.bcrypt(SECRET);

        assertThat(shown(SECRET).fits(hash)).isTrue();
        assertThat(shown(SECRET.toLowerCase(java.util.Locale.ROOT)).fits(hash)).isFalse();
        assertThat(shown(SECRET).fits(hash.substring(1))).isFalse();
    }

    @Test
    void an_argon2id_hash_fits_its_key_alone() {
        String hash = ImportedHash.argon2id(SECRET, 64);

        assertThat(shown(SECRET).fits(hash)).isTrue();
        assertThat(shown(SECRET.toLowerCase(java.util.Locale.ROOT)).fits(hash)).isFalse();
        assertThat(shown(SECRET).fits(hash.replace("m=64", "m=99999"))).isFalse();
    }

    @Test
    void hashes_that_the_authors_of_the_schemes_publish_fit() {
        String argon2id = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        String bcrypt = "$2a$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";

        assertThat(SlowHash.fits("password", argon2id)).isTrue(); // test.c of the reference implementation
        assertThat(SlowHash.fits("abc123xyz", bcrypt)).isTrue();
    }

    @Test
    void what_is_no_hash_fits_nothing() {
        for (String none :
                new String[] {"", "sha256:", "$2a$", "$argon2id$v=19$m=0,t=0,p=0$aaaaaaaaaaa$bbbbbbbbbbbbbbbbbbbbbb"}) {
            assertThat(shown(SECRET).fits(none)).as(none).isFalse();
        }
    }

    private static KeyText shown(String secret) {
        return KeyText.parse(Kind.AUTH, "hskey-auth-0123456789ab-" + secret).orElseThrow();
    }
}
