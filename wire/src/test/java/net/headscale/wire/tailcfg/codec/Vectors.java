package net.headscale.wire.tailcfg.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import net.headscale.wire.json.JsonReader;

/// Test vectors: objects of texts, recorded with the Go packages of the real client.
public final class Vectors {
    private Vectors() {}

    /// The members of `golden/tailcfg/<name>`.
    public static Map<String, String> read(String name) {
        try (InputStream file = Vectors.class.getResourceAsStream("/golden/tailcfg/" + name)) {
            return JsonReader.read(Objects.requireNonNull(file, name).readAllBytes(), in -> in.map(JsonReader::string));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
