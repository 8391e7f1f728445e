package net.headscale.wire.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Provider;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.conscrypt.Conscrypt;
import org.conscrypt.XdhKeySpec;

/// Computes X25519 agreements, four of which are most of what a handshake costs: by BoringSSL where Conscrypt brings it
/// for this machine, which takes less than half the time, and by BouncyCastle elsewhere (decision 0130).
///
/// Thread-safe.
@FunctionalInterface
interface Agreement {
    /// What `scalar` and the public key `peer` have in common.
    ///
    /// @param scalar 32 bytes, clamped
    /// @param peer 32 bytes
    /// @return empty if it is all zero
    Optional<byte[]> of(byte[] scalar, byte[] peer);

    /// The best there is on this machine.
    static Agreement fastest() {
        return Best.FOUND;
    }

    /// In Java, on every machine.
    static Optional<byte[]> bouncyCastle(byte[] scalar, byte[] peer) {
        byte[] shared = new byte[X25519.POINT_SIZE];
        return X25519.calculateAgreement(scalar, 0, peer, 0, shared, 0) ? Optional.of(shared) : Optional.empty();
    }

    /// Looked for once, when a first agreement is asked for: commands never do.
    final class Best {
        static final Agreement FOUND = find();

        private Best() {}

        private static Agreement find() {
            try {
                Provider provider = Conscrypt.isAvailable() ? Conscrypt.newProvider() : null;
                return provider == null ? Agreement::bouncyCastle : BoringSsl.open(provider);
            } catch (GeneralSecurityException | RuntimeException | LinkageError unusable) {
                return Agreement::bouncyCastle; // as on musl, or where the folder for temporary files is noexec
            }
        }
    }

    /// In native code.
    ///
    /// @param keys makes keys of raw bytes
    record BoringSsl(Provider provider, KeyFactory keys) implements Agreement {
        private static final String NAME = "XDH";

        static BoringSsl open(Provider provider) throws GeneralSecurityException {
            BoringSsl found = new BoringSsl(provider, KeyFactory.getInstance(NAME, provider));
            byte[] scalar = new byte[X25519.SCALAR_SIZE];
            scalar[31] = 64;
            byte[] base = new byte[X25519.POINT_SIZE];
            base[0] = 9;
            if (!Arrays.equals(
                    found.of(scalar, base).orElseThrow(),
                    Agreement.bouncyCastle(scalar, base).orElseThrow())) {
                throw new GeneralSecurityException("expected both libraries to agree");
            }
            return found;
        }

        @Override
        public Optional<byte[]> of(byte[] scalar, byte[] peer) {
            try {
                KeyAgreement agreement = KeyAgreement.getInstance(NAME, provider);
                agreement.init(keys.generatePrivate(new XdhKeySpec(scalar)));
                agreement.doPhase(keys.generatePublic(new XdhKeySpec(peer)), true);
                byte[] shared = agreement.generateSecret();
                return Arrays.equals(shared, new byte[X25519.POINT_SIZE]) ? Optional.empty() : Optional.of(shared);
            } catch (InvalidKeyException lowOrder) {
                return Optional.empty();
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException("expected an X25519 agreement", broken);
            }
        }
    }
}
