package net.headscale.certificate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A small text file that only its owner may read, such as a private key in PEM.
///
/// @param path its place
record SecretFile(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER_OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
    private static final int MOST_BYTES = 64 << 10; // a key and a chain of a few certificates

    /// What it holds; empty when there is no file.
    ///
    /// @throws UnusableCertificate if it cannot be read, is too long, or everybody may read it
    Optional<String> read() {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                throw new UnusableCertificate(
                        "everybody may read " + path + ", which holds a private key: run chmod 600 " + path);
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new UnusableCertificate("cannot use " + path + ": it is larger than 64 KiB");
            }
            return Optional.of(Files.readString(path, StandardCharsets.US_ASCII));
        } catch (IOException failed) {
            throw new UnusableCertificate("cannot read " + path + ": " + failed.getMessage());
        }
    }

    /// Puts `text` in the place of what was there; readers see the one or the other.
    ///
    /// @throws UnusableCertificate if it cannot be written
    void write(String text) {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null && !Files.exists(folder)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_OWNER_ONLY));
            }
            Files.deleteIfExists(beside);
            try (var channel = Files.newByteChannel(
                    beside,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            }
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UnusableCertificate("cannot write " + path + ": " + failed.getMessage());
        }
    }
}
