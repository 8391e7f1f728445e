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
import java.util.random.RandomGenerator;
import net.headscale.wire.key.MalformedKey;
import net.headscale.wire.noise.ControlKey;

/// The file that keeps the server's private key.
final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER_OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
    private static final int MOST_BYTES = 4_096;

    private KeyFile() {}

    /// The key in `file`, in the server's form or as `wg genkey` prints it; made when there is no file.
    ///
    /// @throws Unusable if it cannot be read or made, holds something else, or everybody may read it
    static ControlKey open(Path file, RandomGenerator random) {
        try {
            return Files.exists(file) ? read(file) : make(file, random);
        } catch (IOException failed) {
            throw new Unusable("cannot open the private key " + file + ": " + failed.getMessage());
        }
    }

    private static ControlKey read(Path file) throws IOException {
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new Unusable("everybody may read the private key " + file + ": run chmod 600 " + file);
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new Unusable(file + " is no private key: it is too long");
        }
        try {
            return ControlKey.parse(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (MalformedKey | IOException malformed) {
            throw new Unusable(
                    file + " is no private key: expected privkey: and 64 hex digits, or what wg genkey prints");
        }
    }

    private static ControlKey make(Path file, RandomGenerator random) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_OWNER_ONLY));
        }
        ControlKey key = ControlKey.generate(random);
        try (var channel = Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.write(java.nio.ByteBuffer.wrap((key.secretText() + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
        return key;
    }
}
