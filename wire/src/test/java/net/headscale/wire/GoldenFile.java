package net.headscale.wire;

import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JSON file under `golden/`, whose byte strings are hex.
///
/// Names in these files may carry a remark in brackets or words behind them, so members are found by how they start.
public record GoldenFile(JsonNode json) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /// Reads `golden/<path>` of the class path.
    public static GoldenFile read(String path) {
        try (InputStream file = GoldenFile.class.getResourceAsStream("/golden/" + path)) {
            return new GoldenFile(MAPPER.readTree(file));
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(path, unreadable);
        }
    }

    /// The text of the one member whose name is `start`, or starts with it and a remark.
    public String text(String start) {
        return member(start).asString();
    }

    /// The bytes of a member.
    public byte[] bytes(String start) {
        return HexFormat.of().parseHex(text(start));
    }

    /// The number of a member.
    public int number(String start) {
        return member(start).asInt();
    }

    /// Whether there is such a member.
    public boolean has(String start) {
        return !names(start).isEmpty();
    }

    /// The elements of an array.
    public List<GoldenFile> list(String start) {
        return member(start).valueStream().map(GoldenFile::new).toList();
    }

    private JsonNode member(String start) {
        List<String> names = names(start);
        if (names.size() != 1) {
            throw new IllegalArgumentException("expected one member that starts with " + start + ", found " + names);
        }
        return json.get(names.getFirst());
    }

    private List<String> names(String start) {
        return json.propertyStream()
                .map(java.util.Map.Entry::getKey)
                .filter(name -> name.equals(start) || name.startsWith(start + " "))
                .toList();
    }
}
