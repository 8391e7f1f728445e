package net.headscale.interop.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The folder that holds the whole project.
public final class Repository {
    private Repository() {}

    /// Its root, found upwards from the working folder, so that a test may run from the root, the module or an editor.
    public static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isExecutable(folder.resolve("interop/clients/build")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no interop/clients/build above " + Path.of("").toAbsolutePath()));
    }
}
