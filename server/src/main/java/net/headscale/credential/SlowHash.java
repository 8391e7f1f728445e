package net.headscale.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The hashes that other servers keep of keys: bcrypt (headscale 0.28 and 0.29, and API keys before) and Argon2id.
///
/// Each costs tens of milliseconds, and who guesses a key's public part can ask for as many as it likes; so only
/// two run at a time, and the others wait. Thread-safe.
final class SlowHash {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");
    private static final Pattern ARGON2ID = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,5}),t=(\\d{1,2}),p=(\\d{1,2})\\$([^$]{8,88})\\$([^$]{22,88})");
    private static final int MOST_KIBIBYTES = 65_536; // what headscale ever used, and a bound for a spoilt row
    private static final int MOST_AT_A_TIME = 2;
    private static final Semaphore TURNS = new Semaphore(MOST_AT_A_TIME);

    private SlowHash() {}

    /// Whether `hash` is of one of these schemes.
    static boolean isKnown(String hash) {
        return BCRYPT.matcher(hash).matches() || ARGON2ID.matcher(hash).matches();
    }

    /// @param hash of any scheme; one that is not known fits nothing
    static boolean fits(String secret, String hash) {
        TURNS.acquireUninterruptibly();
        try {
            Matcher argon2 = ARGON2ID.matcher(hash);
            if (argon2.matches()) {
                return fitsArgon2id(secret, argon2);
            }
            return BCRYPT.matcher(hash).matches() && OpenBSDBCrypt.checkPassword(hash, secret.toCharArray());
        } finally {
            TURNS.release();
        }
    }

    private static boolean fitsArgon2id(String secret, Matcher hash) {
        int memory = Integer.parseInt(hash.group(1));
        int passes = Integer.parseInt(hash.group(2));
        int lanes = Integer.parseInt(hash.group(3));
        if (memory > MOST_KIBIBYTES || passes < 1 || lanes < 1) {
            return false;
        }
        byte[] expected = Base64.getDecoder().decode(hash.group(5));
        var argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(Base64.getDecoder().decode(hash.group(4)))
                .build());
        byte[] found = new byte[expected.length];
        argon2.generateBytes(secret.getBytes(StandardCharsets.US_ASCII), found);
        return MessageDigest.isEqual(expected, found);
    }
}
