package net.headscale.journal.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import net.headscale.journal.DatabaseInUse;
import org.jspecify.annotations.Nullable;

/// Keeps a second process from writing to a database: the file `<database>.lock`, locked as long as this object is
/// open.
///
/// Not a lock on the database file itself: closing any other handle of that file would drop it (POSIX), and SQLite has
/// its own locks there. The file stays when it is unlocked; removing it would race with the next holder. It holds the
/// process id of its last holder, for the error message.
final class LockFile implements AutoCloseable {
    private static final int MOST_DIGITS = 20;

    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws DatabaseInUse if another process, or another journal of this one, holds it
    static LockFile hold(Path database) throws IOException {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PrivateFiles.FILE);
        try {
            if (tryLock(channel) == null) {
                throw new DatabaseInUse(database, holder(channel));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(
                            Long.toString(ProcessHandle.current().pid())),
                    0);
            return new LockFile(channel);
        } catch (DatabaseInUse | IOException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException lost) {
            throw new UncheckedIOException("could not let go of the lock file", lost);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ownProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer digits = ByteBuffer.allocate(MOST_DIGITS);
        channel.read(digits, 0);
        return StandardCharsets.US_ASCII.decode(digits.flip()).toString().strip();
    }
}
