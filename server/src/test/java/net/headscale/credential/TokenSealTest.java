package net.headscale.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSealTest {
    private static final TokenSeal.Token TOKEN = new TokenSeal.Token(
            "abcdefghijkl", Instant.ofEpochSecond(1_800_000_000), List.of("devices"), List.of("tag:ci"));

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 72, 200})
    void a_seal_is_the_hmac_of_what_is_said(int length) throws Exception {
        String secret = "s".repeat(length);
        String text = TokenSeal.of(secret).write(TOKEN);
        String said = text.substring("hskey-oauthtok-abcdefghijkl-".length(), text.indexOf('.'));
        byte[] key = hmac(secret.getBytes(US_ASCII), "headscale access tokens 1".getBytes(US_ASCII));
        byte[] sealed = (TOKEN.client() + new String(Base64.getUrlDecoder().decode(said), US_ASCII)).getBytes(US_ASCII);
        assertThat(text).endsWith("." + Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(key, sealed)));
    }

    @Test
    void only_what_was_sealed_here_is_read() {
        TokenSeal seal = TokenSeal.of("secret");
        assertThat(seal.read(seal.write(TOKEN))).contains(TOKEN);
        assertThat(TokenSeal.of("another").read(seal.write(TOKEN))).isEmpty();
    }

    private static byte[] hmac(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }
}
