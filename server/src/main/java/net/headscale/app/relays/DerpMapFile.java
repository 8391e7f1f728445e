package net.headscale.app.relays;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.headscale.app.reload.Unusable;
import net.headscale.config.DerpDocument;
import net.headscale.config.key.Problem;

/// Files of relay regions.
final class DerpMapFile {
    private static final long MOST_BYTES = 1 << 20;

    private DerpMapFile() {}

    /// What all `files` hold, in their order.
    ///
    /// @throws Unusable if a file cannot be read or does not hold regions
    static List<DerpDocument> readAll(List<Path> files) {
        List<DerpDocument> documents = new ArrayList<>();
        for (Path file : files) {
            switch (DerpDocument.parse(text(file), file.toString())) {
                case DerpDocument.Read.Ready(DerpDocument document) -> documents.add(document);
                case DerpDocument.Read.Unusable(List<Problem> problems) ->
                    throw new Unusable(String.join(
                            "\n", problems.stream().map(Problem::toString).toList()));
            }
        }
        return documents;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new Unusable("cannot use the relay map " + file + ": it is larger than 1 MiB");
            }
            return Files.readString(file);
        } catch (IOException failed) {
            throw new Unusable("cannot read the relay map " + file + ": " + failed.getMessage());
        }
    }
}
