package net.headscale.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What other servers keep of a key's secret; as cheap as a test may have it.
public final class ImportedHash {
    private static final byte[] SALT = "sixteen bytes...".getBytes(StandardCharsets.US_ASCII);

    private ImportedHash() {}

    public static String bcrypt(String secret) {
        return OpenBSDBCrypt.generate("2a", secret.toCharArray(), SALT, 4);
    }

    /// In the text form of the reference implementation, as headscale writes it.
    public static String argon2id(String secret, int kibibytes) {
        var argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(kibibytes)
                .withIterations(1)
                .withParallelism(2)
                .withSalt(SALT)
                .build());
        byte[] hash = new byte[32];
        argon2.generateBytes(secret.getBytes(StandardCharsets.US_ASCII), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + kibibytes + ",t=1,p=2$" + base64.encodeToString(SALT) + "$"
                + base64.encodeToString(hash);
    }
}
