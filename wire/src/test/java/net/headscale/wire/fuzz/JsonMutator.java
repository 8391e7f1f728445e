package net.headscale.wire.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes hostile JSON of honest JSON: still well-formed but for a few odd values, so that it gets past the parser
/// and at the codecs. The same random source makes the same text.
public final class JsonMutator {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "0",
            "-1",
            "5.0",
            "1e400",
            "65536",
            "2147483648",
            "9223372036854775808",
            "\"\"",
            "\"x\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"nodekey:\"",
            "\"0001-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59-23:59\"",
            "\"::/0\"",
            "\"[::%x]:1\"",
            "\"=\"",
            "[]",
            "{}",
            "[null]",
            "{\"\":null}",
            "[[[[]]]]",
            "{\"*\":null,\"1\":[]}");

    private final JsonNode honest;

    private JsonMutator(JsonNode honest) {
        this.honest = honest;
    }

    /// Mutations of `honest`.
    public static JsonMutator of(String honest) {
        return new JsonMutator(MAPPER.readTree(honest));
    }

    /// The honest text with one to four values replaced by odd ones or taken away.
    public byte[] next(RandomGenerator random) {
        JsonNode document = honest.deepCopy();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<JsonNode> places = new ArrayList<>();
            collect(document, places);
            if (!places.isEmpty()) {
                mutate(places.get(random.nextInt(places.size())), random);
            }
        }
        return MAPPER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainer() && !node.isEmpty()) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }

    private static void mutate(JsonNode place, RandomGenerator random) {
        JsonNode odd = MAPPER.readTree(ODD.get(random.nextInt(ODD.size())));
        int index = random.nextInt(place.size());
        switch (place) {
            case ObjectNode object -> {
                String name = List.copyOf(object.propertyNames()).get(index);
                if (random.nextInt(5) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, odd);
                }
            }
            case ArrayNode array -> array.set(index, odd);
            default -> throw new AssertionError("only containers are collected");
        }
    }
}
