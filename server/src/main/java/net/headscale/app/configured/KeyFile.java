package net.headscale.app.configured;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.headscale.app.reload.Unusable;
import net.headscale.wire.key.MalformedKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.ControlKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that keeps one of the server's private keys.
///
/// @param <K> the key's type
public final class KeyFile<K> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER_OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
    private static final int MOST_BYTES = 4_096;

    private final Path file;
    private final Function<String, K> parse;
    private final Supplier<K> generate;
    private final Function<K, String> format;

    private KeyFile(Path file, Function<String, K> parse, Supplier<K> generate, Function<K, String> format) {
        this.file = file;
        this.parse = parse;
        this.generate = generate;
        this.format = format;
    }

    /// The Noise key in `file`, in the server's form or as `wg genkey` prints it; made when there is no file.
    ///
    /// @throws Unusable if it cannot be read or made, holds something else, or has been in use and is open to
    ///     everybody
    public static ControlKey openControlKey(Path file, RandomGenerator random) {
        return new KeyFile<>(file, ControlKey::parse, () -> ControlKey.generate(random), ControlKey::secretText).open();
    }

    /// The relay's key in `file`; made when there is no file.
    ///
    /// @throws Unusable if it cannot be read or made, holds something else, or has been in use and is open to
    ///     everybody
    public static X25519Secret openRelayKey(Path file, RandomGenerator random) {
        return new KeyFile<>(file, X25519Secret::parse, () -> X25519Secret.generate(random), X25519Secret::secretText)
                .open();
    }

    private K open() {
        try {
            return Files.exists(file) ? read() : make();
        } catch (IOException failed) {
            throw new Unusable("cannot open the private key " + file + ": " + failed.getMessage());
        }
    }

    private K read() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new Unusable(file + " is no private key: it is too long");
        }
        boolean isOpenToAll = Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            K key = parse.apply(text);
            if (isOpenToAll) {
                close(text, key);
            }
            return key;
        } catch (MalformedKey | CharacterCodingException malformed) {
            throw new Unusable(
                    file + " is no private key: expected privkey: and 64 hex digits, or what wg genkey prints");
        }
    }

    /// Takes over a key that `wg genkey > FILE` has just made, which the usual umask leaves open to all: from now on it
    /// is in the server's form, and its owner's alone. A key in that form has been in use: it is refused.
    ///
    /// See decision 0061.
    private void close(String text, K key) throws IOException {
        if (text.startsWith(X25519Secret.PREFIX)) {
            throw new Unusable("everybody may read the private key " + file + ": run chmod 600 " + file
                    + ", and make a new key if others use this machine");
        }
        Path real = file.toRealPath();
        Path closed = Files.createTempFile(
                real.getParent(), ".key", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            write(closed, format.apply(key), StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(closed, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(closed);
        }
        LOG.atWarn()
                .addKeyValue("file", file)
                .log("key that everybody could read was closed; run umask 077 before wg genkey");
    }

    private K make() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_OWNER_ONLY));
        }
        K key = generate.get();
        write(file, format.apply(key), StandardOpenOption.CREATE_NEW);
        return key;
    }

    private static void write(Path file, String text, StandardOpenOption how) throws IOException {
        try (var channel = Files.newByteChannel(
                file,
                EnumSet.of(how, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
