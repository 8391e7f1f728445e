package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a network leaves on this machine while it lives: one folder, named for its owner, whose name is also its mark.
///
/// A test JVM that is killed cannot tidy up. So each network looks first for folders of ours whose owner is gone,
/// and removes them together with the processes that carry their mark. Namespaces, links and mounts have no names:
/// they go with their last process.
final class Leftovers {
    private static final Pattern NAME = Pattern.compile("headscale-interop-(\\d+)-[0-9a-f]{8}");

    /// The clocks of processes tick at 10 ms, those of file systems finer.
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

    private final Path parent;

    /// @param parent where the folders are
    Leftovers(Path parent) {
        this.parent = parent;
    }

    /// Makes a folder that belongs to this process.
    Path claim() {
        var tag = new byte[4];
        new SecureRandom().nextBytes(tag);
        String owner = Long.toString(ProcessHandle.current().pid());
        try {
            return Files.createDirectory(parent.resolve(
                    "headscale-interop-" + owner + "-" + HexFormat.of().formatHex(tag)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes what belongs to owners that are gone.
    void sweep() {
        try (Stream<Path> folders = Files.list(parent)) {
            folders.filter(Leftovers::isAbandoned).forEach(Leftovers::takeDown);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The processes that belong to a folder.
    static MarkedProcesses processes(Path folder) {
        return new MarkedProcesses(folder.getFileName().toString());
    }

    /// Ends the processes that belong to a folder, then removes it.
    static void takeDown(Path folder) {
        processes(folder).kill();
        remove(folder);
    }

    /// Another run may be removing the same.
    private static void remove(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    remove(entry);
                } else {
                    Files.deleteIfExists(entry);
                }
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An owner is older than its folder: a younger process merely got the same number.
    private static boolean isAbandoned(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        Optional<Instant> ownerStarted = ProcessHandle.of(Long.parseLong(name.group(1)))
                .flatMap(owner -> owner.info().startInstant());
        return ownerStarted
                .map(started -> started.isAfter(lastModified(folder).plus(CLOCK_TOLERANCE)))
                .orElse(true);
    }

    private static Instant lastModified(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX.minus(CLOCK_TOLERANCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
