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
    // the newest release of headscale whose API and configuration are served wholly; see decision 0162
    private static final String SPOKEN = "0.29.0";

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

    /// The version that programs compare with headscale's releases: which of them is spoken, and, as build metadata,
    /// which release of ours speaks it.
    public String compatible() {
        return SPOKEN + "+jvm." + number;
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
        fields.put("version", compatible());
        fields.put("release", number);
        fields.put("commit", commit);
        fields.put("dirty", isDirty());
        fields.put("java", java);
        return fields;
    }

    @Override
    public String toString() {
        return "headscale for the JVM " + number + ", speaks headscale " + SPOKEN + " (commit " + commit + ", Java "
                + Runtime.version() + ")";
    }
}
