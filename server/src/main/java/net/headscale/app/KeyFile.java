package net.headscale.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.headscale.wire.key.MalformedKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.ControlKey;

/// A file that keeps one of the server's private keys.
///
/// @param <K> the key's type
final class KeyFile<K> {
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
    /// @throws Unusable if it cannot be read or made, holds something else, or everybody may read it
    static ControlKey openControlKey(Path file, RandomGenerator random) {
        return new KeyFile<>(file, ControlKey::parse, () -> ControlKey.generate(random), ControlKey::secretText).open();
    }

    /// The relay's key in `file`; made when there is no file.
    ///
    /// @throws Unusable if it cannot be read or made, holds something else, or everybody may read it
    static X25519Secret openRelayKey(Path file, RandomGenerator random) {
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
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new Unusable("everybody may read the private key " + file + ": run chmod 600 " + file);
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new Unusable(file + " is no private key: it is too long");
        }
        try {
            return parse.apply(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (MalformedKey | IOException malformed) {
            throw new Unusable(
                    file + " is no private key: expected privkey: and 64 hex digits, or what wg genkey prints");
        }
    }

    private K make() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_OWNER_ONLY));
        }
        K key = generate.get();
        try (var channel = Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.write(java.nio.ByteBuffer.wrap((format.apply(key) + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
        return key;
    }
}
