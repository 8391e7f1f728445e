package net.headscale.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Which headscale this is.
///
/// @param number of the release
/// @param commit of its sources; `unknown` when it was built outside its repository
public record Version(String number, String commit) {
    /// The version of these classes.
    public static Version ofBuild() {
        var properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(in, "version.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Version(properties.getProperty("version", ""), properties.getProperty("commit", ""));
    }

    /// Whether it was built from sources that differ from the commit.
    public boolean isDirty() {
        return commit.endsWith("-dirty");
    }

    /// The fields that programs read.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> java = new LinkedHashMap<>();
        java.put("version", Runtime.version().toString());
        java.put("os", System.getProperty("os.name"));
        java.put("arch", System.getProperty("os.arch"));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", number);
        fields.put("commit", commit);
        fields.put("dirty", isDirty());
        fields.put("java", java);
        return fields;
    }

    @Override
    public String toString() {
        return "headscale " + number + " (commit " + commit + ", Java " + Runtime.version() + ")";
    }
}
