package net.headscale.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Private keys that were put in their places; closed before [#keep], it takes them back.
final class PutFiles implements AutoCloseable {
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Path like;
    private boolean areKept;

    /// @param former where the file is now that was there before
    private record Step(Path file, @Nullable Path former) {
        void takeBack() throws IOException {
            if (former == null) {
                Files.deleteIfExists(file);
            } else {
                Files.move(former, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }

        @Override
        public String toString() {
            return former == null ? file + " (there was none)" : file + " (the former one is " + former + ")";
        }
    }

    private PutFiles(Path like) {
        this.like = like;
    }

    /// Puts files in their places, 0600; what differs there is kept beside it as `NAME.replaced`.
    ///
    /// They are their predecessor's owner's: root may do this for the user that the server runs as.
    ///
    /// @param places where each belongs, by name
    /// @param like whose owner's they are where there was none
    static PutFiles put(KeptFiles kept, Map<String, Path> places, Path like) {
        KeptFiles there = KeptFiles.read(places);
        PutFiles put = new PutFiles(like);
        try {
            for (var entry : kept.texts().entrySet()) {
                Path file = places.get(entry.getKey());
                if (file != null && !entry.getValue().equals(there.texts().get(entry.getKey()))) {
                    put.put(file, entry.getValue());
                }
            }
            return put;
        } catch (RuntimeException failed) {
            try (put) {
                throw failed; // with what cannot be taken back as suppressed
            }
        }
    }

    private void put(Path file, String text) {
        try {
            Path former = null;
            UserPrincipal owner = Files.getOwner(Files.exists(file) ? file : like);
            if (Files.exists(file)) {
                former = PrivateFile.free(file.resolveSibling(file.getFileName() + ".replaced"));
                Files.move(file, former);
            }
            steps.push(new Step(file, former));
            PrivateFile.write(file, text.getBytes(StandardCharsets.US_ASCII), owner);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "cannot write the private key " + file + ": " + failure.getMessage(), failure);
        }
    }

    /// They stay.
    void keep() {
        areKept = true;
    }

    /// A step that cannot be taken back keeps none of the others.
    @Override
    public void close() {
        List<String> left = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        while (!areKept && !steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.takeBack();
            } catch (IOException failure) {
                left.add(step.toString());
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            var failed = new UncheckedIOException(
                    "cannot take back these private keys, do it by hand: " + String.join(", ", left),
                    failures.getFirst());
            failures.stream().skip(1).forEach(failed::addSuppressed);
            throw failed;
        }
    }
}
