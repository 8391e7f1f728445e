package net.headscale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.headscale.admin.Administration.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Walks every path of the peer's API, in the order of `dropin/rest.txt`, on one server.
class PeerPathsTest {
    private static final PeerApi PEER = PeerApi.read();
    private static final List<String> ROUTE = words("id node prefix advertised enabled isPrimary"); // until 0.25

    @AutoClose
    private final Administration admin = new Administration();

    private final Map<String, String> known = new LinkedHashMap<>();

    private record Row(String method, String path, String body, String answer) {
        static Row parse(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip());
        }
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }

    private static List<Row> rows() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/dropin/rest.txt"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        }
    }

    @Test
    void every_path_of_the_peer_answers_in_its_shape() throws IOException {
        known.put("user", idOf(admin.ask("POST", "/api/v1/user", "{\"name\":\"ana\",\"email\":\"a@x.org\"}"), "user"));
        known.put("node", admin.join("default", "one").toString());
        known.put("box", admin.join("default", "two").toString());
        List<String> wrong = new ArrayList<>();

        for (Row row : rows()) {
            Answer answer = admin.ask(row.method(), filled(row.path()), filled(row.body()));
            learn(row, answer);
            if (answer.status() != 200
                    || !differences(row.answer(), answer.json()).isEmpty()) {
                wrong.add(row.method() + " " + row.path() + ": " + answer.status() + " " + answer.text() + " "
                        + differences(row.answer(), answer.json()));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void every_path_asks_for_a_key_before_it_says_anything() throws IOException {
        for (Row row : rows()) {
            String bare = row.path().replaceAll("\\{\\w+}", "1").replaceFirst("\\?.*", "");
            Answer answer = admin.askWith("hskey-api-000000000000-bad", row.method(), bare, Map.of());

            assertThat(answer.status()).as(row.method() + " " + bare).isEqualTo(401);
            assertThat(answer.text())
                    .isEqualTo("{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"Unauthorized\"}");
        }
    }

    @Test
    void what_is_answered_is_what_our_own_document_says() throws IOException {
        JsonNode document = admin.ask("GET", "/api/v1/openapi.json").json();
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " "
                                + path.getKey().replaceAll("\\{\\w+}", "{}"))));

        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.at("/info/version").asString()).isEqualTo("1.2.3");
        assertThat(rows().stream().map(PeerPathsTest::template)).isSubsetOf(described);
        PEER.shapes().forEach((name, fields) -> {
            JsonNode schema = document.path("components").path("schemas").path(name);
            assertThat(schema.path("required").values().stream().map(JsonNode::asString))
                    .as(name)
                    .containsExactlyElementsOf(fields);
        });
    }

    @Test
    void no_path_of_the_peer_is_missing_here() throws IOException {
        assertThat(PEER.operations()).hasSizeGreaterThanOrEqualTo(29);
        assertThat(rows().stream().map(PeerPathsTest::template)).containsAll(PEER.operations());
    }

    private static List<String> shape(String name) {
        return name.equals("Route") ? ROUTE : PEER.shape(name);
    }

    private static String template(Row row) {
        String path = row.path()
                .replaceFirst("\\?.*", "")
                .replaceFirst("rename/\\w+", "rename/{}")
                .replaceFirst("user/ann[ae]/", "user/{}/")
                .replaceFirst("user/anna$", "user/{}");
        return PeerApi.template(row.method(), path);
    }

    /// Fields that an answer lacks or has too many, by what the table says.
    private static Set<String> differences(String expected, JsonNode answer) {
        Set<String> names = new TreeSet<>();
        String[] holder = expected.split(":", -1);
        for (String field : holder[0].split(",", -1)) {
            if (!field.isBlank()) {
                names.add(field.strip());
            }
        }
        Set<String> differing = difference(names, new TreeSet<>(answer.propertyNames()));
        if (holder.length > 1) {
            JsonNode value = answer.path(holder[0].strip());
            JsonNode one = value.isArray() ? value.path(0) : value;
            Set<String> found = new TreeSet<>(one.propertyNames());
            found.removeAll(List.of("forcedTags", "validTags", "invalidTags"));
            differing.addAll(difference(new TreeSet<>(shape(holder[1].strip())), found));
        }
        return differing;
    }

    private static Set<String> difference(Set<String> one, Set<String> other) {
        Set<String> differing = new TreeSet<>(one);
        differing.addAll(other);
        differing.removeIf(name -> one.contains(name) && other.contains(name));
        return differing;
    }

    private String filled(String text) {
        String result = text;
        for (Map.Entry<String, String> each : known.entrySet()) {
            result = result.replace("{" + each.getKey() + "}", each.getValue());
        }
        return result;
    }

    /// Later rows speak of what earlier ones made.
    private void learn(Row row, Answer answer) {
        switch (row.method() + " " + row.path()) {
            case "POST /api/v1/preauthkey" -> known.put("key", idOf(answer, "preAuthKey"));
            case "POST /api/v1/user" -> known.put("bea", idOf(answer, "user"));
            case "GET /api/v1/routes" ->
                known.put("route", answer.json().at("/routes/0/id").asString());
            case "GET /api/v1/apikey" -> {
                known.put("apikey", answer.json().at("/apiKeys/0/id").asString());
                known.put("prefix", answer.json().at("/apiKeys/0/prefix").asString());
            }
            default -> {}
        }
    }

    private static String idOf(Answer answer, String holder) {
        return answer.json().path(holder).path("id").asString();
    }
}
