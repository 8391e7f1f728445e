package net.headscale.app.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// What some files looked like from outside, to tell whether they changed.
record FileStamps(Map<Path, Stamp> byFile) {
    FileStamps {
        byFile = Map.copyOf(byFile);
    }

    /// One file's looks.
    sealed interface Stamp {
        /// It is not there, or cannot be looked at.
        record Absent() implements Stamp {}

        /// @param identity tells a file from another that took its name
        record Present(FileTime modified, long bytes, String identity) implements Stamp {}
    }

    static FileStamps of(Collection<Path> files) {
        Map<Path, Stamp> stamps = new HashMap<>();
        files.forEach(file -> stamps.put(file, stamp(file)));
        return new FileStamps(stamps);
    }

    /// The same files, each that `earlier` knows as it was then.
    FileStamps asEarlier(FileStamps earlier) {
        Map<Path, Stamp> stamps = new HashMap<>(byFile);
        stamps.replaceAll((file, now) -> earlier.byFile.getOrDefault(file, now));
        return new FileStamps(stamps);
    }

    private static Stamp stamp(Path file) {
        try {
            var looks = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp.Present(looks.lastModifiedTime(), looks.size(), String.valueOf(looks.fileKey()));
        } catch (IOException absent) {
            return new Stamp.Absent();
        }
    }
}
