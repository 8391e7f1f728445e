package net.headscale.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.stream.IntStream;

/// Files that only their owner may read, and that are there whole or not at all.
final class PrivateFile {
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFile() {}

    /// @throws BackupRefused if there is such a file and it may not be replaced
    static void checkFree(Path file, boolean replaces) {
        if (Files.exists(file) && !replaces) {
            throw new BackupRefused(file + " exists: name another file, or repeat with --force to replace it");
        }
    }

    /// An empty file beside `file`, to be filled and then moved into its place.
    static Path begin(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, FOLDER_MODE);
        }
        return Files.createTempFile(folder, "." + file.getFileName() + ".", ".part", MODE);
    }

    /// Moves a filled file into its place, once it is on the disk.
    static void finish(Path part, Path file) throws IOException {
        sync(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            sync(folder);
        }
    }

    /// @param owner whose it is to be
    static void write(Path file, byte[] content, UserPrincipal owner) throws IOException {
        Path part = begin(file);
        try {
            if (!Files.getOwner(part).equals(owner)) {
                Files.setOwner(part, owner); // only root may
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content));
            }
            finish(part, file);
        } finally {
            Files.deleteIfExists(part); // there only after a failure
        }
    }

    /// `file`, or where that is taken `file.2`, `file.3` ….
    static Path free(Path file) {
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> n == 1 ? file : file.resolveSibling(file.getFileName() + "." + n))
                .filter(Files::notExists)
                .findFirst()
                .orElseThrow();
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
