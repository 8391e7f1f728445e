package net.headscale.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The API of the peer: which operations it has, and which fields its shapes always have. From
/// `dropin/peer-api.txt`, or from a document of the peer that `-Dpeer.openapi` names.
///
/// @param operations such as `GET /api/v1/node/{}`
/// @param shapes by name, in the document's order of fields
public record PeerApi(Set<String> operations, Map<String, List<String>> shapes) {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    private static final Set<String> SHAPES = Set.of("User", "Node", "PreAuthKey", "ApiKey");

    public static PeerApi read() {
        String document = System.getProperty("peer.openapi", "");
        try {
            return document.isEmpty()
                    ? listed(Files.readAllLines(Path.of("src/test/resources/dropin/peer-api.txt")))
                    : described(Files.readString(Path.of(document)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The fields of a shape.
    public List<String> shape(String name) {
        return shapes.getOrDefault(name, List.of());
    }

    /// A path with nothing in its braces.
    static String template(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{\\w+}", "{}");
    }

    private static PeerApi listed(List<String> lines) {
        var api = new PeerApi(new TreeSet<>(), new TreeMap<>());
        for (String line : lines) {
            List<String> words = List.of(line.split(" "));
            switch (words.getFirst()) {
                case "operation" -> api.operations.add(template(words.get(1), words.get(2)));
                case "shape" -> api.shapes.put(words.get(1), words.subList(2, words.size()));
                default -> {}
            }
        }
        return api;
    }

    private static PeerApi described(String yaml) {
        var api = new PeerApi(new TreeSet<>(), new TreeMap<>());
        var document = mapping(new Load(LoadSettings.builder().build()).loadFromString(yaml));
        mapping(document.get("paths"))
                .forEach((path, methods) -> mapping(methods).keySet().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> api.operations.add(template(method, path))));
        var schemas = mapping(mapping(document.get("components")).get("schemas"));
        for (String name : SHAPES) {
            List<?> required = (List<?>) mapping(schemas.get(name)).get("required");
            api.shapes.put(name, required.stream().map(String::valueOf).toList());
        }
        return api;
    }

    @SuppressWarnings("unchecked") // as YAML's mappings are
    private static Map<String, Object> mapping(Object value) {
        return (Map<String, Object>) value;
    }
}
