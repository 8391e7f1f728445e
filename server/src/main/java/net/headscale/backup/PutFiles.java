package net.headscale.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Private keys that were put in their places; closed before [#keep], it takes them back.
final class PutFiles implements AutoCloseable {
    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean areKept;

    /// @param former where the file is now that was there before
    private record Step(Path file, @Nullable Path former) {}

    private PutFiles() {}

    /// Puts files in their places, 0600; what differs there is kept beside it as `NAME.replaced`.
    ///
    /// @param places where each belongs, by name
    static PutFiles put(KeptFiles kept, Map<String, Path> places) {
        KeptFiles there = KeptFiles.read(places);
        PutFiles put = new PutFiles();
        try {
            for (var entry : kept.texts().entrySet()) {
                Path file = places.get(entry.getKey());
                if (file != null && !entry.getValue().equals(there.texts().get(entry.getKey()))) {
                    put.put(file, entry.getValue());
                }
            }
            return put;
        } catch (RuntimeException failed) {
            put.close();
            throw failed;
        }
    }

    private void put(Path file, String text) {
        try {
            Path former = null;
            if (Files.exists(file)) {
                former = PrivateFile.free(file.resolveSibling(file.getFileName() + ".replaced"));
                Files.move(file, former);
            }
            steps.push(new Step(file, former));
            PrivateFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the private key " + file, failure);
        }
    }

    /// They stay.
    void keep() {
        areKept = true;
    }

    @Override
    public void close() {
        while (!areKept && !steps.isEmpty()) {
            Step step = steps.pop();
            try {
                Files.deleteIfExists(step.file);
                if (step.former != null) {
                    Files.move(step.former, step.file);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot take back the private key " + step.file, failure);
            }
        }
    }
}
