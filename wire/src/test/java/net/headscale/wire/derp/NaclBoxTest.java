package net.headscale.wire.derp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.ScriptedRandom;
import net.headscale.wire.Seeds;
import net.headscale.wire.key.X25519Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class NaclBoxTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void a_box_is_the_clients() {
        GoldenFile golden = GoldenFile.read("derp/nacl_box.json");

        sealsAndOpens(
                X25519Secret.of(golden.bytes("sender_private")),
                X25519Secret.of(golden.bytes("recipient_private")),
                golden.text("plaintext_ascii").getBytes(US_ASCII),
                golden.bytes("sealed"));
    }

    /// The example that NaCl's own tests and documentation use: longer than two blocks of the cipher.
    @Test
    void a_box_is_nacls() {
        sealsAndOpens(
                secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"),
                secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"),
                HEX.parseHex("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5e"
                        + "cbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8"
                        + "250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb4"
                        + "8f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705"),
                HEX.parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37"
                        + "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce483"
                        + "32ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c2"
                        + "0f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae902243685"
                        + "17acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d"
                        + "14a6599b1f654cb45a74e355a5"));
    }

    private static void sealsAndOpens(X25519Secret sender, X25519Secret recipient, byte[] plaintext, byte[] box) {
        var nonce = ScriptedRandom.of(Arrays.copyOf(box, NaclBox.NONCE_BYTES));

        assertThat(NaclBox.seal(sender, recipient.publicBytes(), plaintext, nonce))
                .isEqualTo(box);
        assertThat(NaclBox.open(recipient, sender.publicBytes(), ByteBuffer.wrap(box)))
                .contains(plaintext);
        assertThat(NaclBox.open(sender, recipient.publicBytes(), ByteBuffer.wrap(box)))
                .contains(plaintext);
    }

    @ParameterizedTest
    @Seeds(50)
    void what_one_side_seals_the_other_opens_at_any_length(long seed) {
        Random random = new Random(seed);
        X25519Secret sender = X25519Secret.generate(random);
        X25519Secret recipient = X25519Secret.generate(random);
        byte[] plaintext = new byte[random.nextInt(300)];
        random.nextBytes(plaintext);

        byte[] box = NaclBox.seal(sender, recipient.publicBytes(), plaintext, random);

        assertThat(box).hasSize(plaintext.length + NaclBox.OVERHEAD_BYTES);
        assertThat(NaclBox.open(recipient, sender.publicBytes(), ByteBuffer.wrap(box)))
                .contains(plaintext);
    }

    @Test
    void no_flipped_bit_and_no_shorter_box_is_opened() {
        X25519Secret sender = X25519Secret.generate(new Random(1));
        X25519Secret recipient = X25519Secret.generate(new Random(2));
        byte[] box = NaclBox.seal(sender, recipient.publicBytes(), new byte[5], new Random(3));
        for (int bit = 0; bit < box.length * Byte.SIZE; bit++) {
            byte[] damaged = box.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(NaclBox.open(recipient, sender.publicBytes(), ByteBuffer.wrap(damaged)))
                    .isEmpty();
        }
        for (int length = 0; length < box.length; length++) {
            assertThat(NaclBox.open(recipient, sender.publicBytes(), ByteBuffer.wrap(box, 0, length)))
                    .isEmpty();
        }
    }

    @Test
    void a_third_side_opens_nothing() {
        X25519Secret sender = X25519Secret.generate(new Random(1));
        X25519Secret recipient = X25519Secret.generate(new Random(2));
        X25519Secret third = X25519Secret.generate(new Random(3));
        ByteBuffer box = ByteBuffer.wrap(NaclBox.seal(sender, recipient.publicBytes(), new byte[5], new Random(4)));

        assertThat(NaclBox.open(third, sender.publicBytes(), box)).isEmpty();
        assertThat(NaclBox.open(recipient, third.publicBytes(), box)).isEmpty();
    }

    @Test
    void a_point_of_low_order_seals_and_opens_nothing() {
        X25519Secret own = X25519Secret.generate(new Random(1));

        assertThat(NaclBox.open(own, new byte[32], ByteBuffer.allocate(100))).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NaclBox.seal(own, new byte[32], new byte[1], new Random(2)));
    }

    private static X25519Secret secret(String hex) {
        return X25519Secret.of(HEX.parseHex(hex));
    }
}
