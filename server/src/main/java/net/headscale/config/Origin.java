package net.headscale.config;

import java.nio.file.Path;

/// Where a configuration was found.
public sealed interface Origin {
    /// In a file.
    record File(Path path) implements Origin {}

    /// Nowhere: embedded defaults, with files in this folder.
    record Defaults(Path stateFolder) implements Origin {}
}
