package net.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/attacks.md` names defences and tests that there are.
class AttackTableTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST =
            Pattern.compile("@(?:Test|ParameterizedTest\\b[^;{]*?|RepeatedTest\\b[^;{]*?)\\s+void (\\w+)\\(");

    /// A row of the table.
    ///
    /// @param attack what is tried
    /// @param defences names of classes
    /// @param tests `Class#method`
    private record Row(String attack, List<String> defences, List<String> tests) {
        static Row of(String line) {
            String[] cells = line.split("\\|");
            return new Row(cells[1].strip(), quoted(cells[2]), quoted(cells[3]));
        }

        private static List<String> quoted(String cell) {
            return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/attacks.md")).stream()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(Row::of)
                .toList();
    }

    /// The Java files of the product or of its tests, by the names of their classes.
    private static Map<String, Path> classes(String part) throws IOException {
        try (Stream<Path> files = Stream.of("wire", "server", "testkit", "interop")
                .map(module -> ROOT.resolve(module).resolve("src").resolve(part))
                .filter(Files::exists)
                .flatMap(AttackTableTest::below)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file, (one, _) -> one));
        }
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Test
    void every_attack_has_a_defence_and_a_test() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(30).allSatisfy(row -> {
            assertThat(row.defences()).as(row.attack()).isNotEmpty();
            assertThat(row.tests()).as(row.attack()).isNotEmpty();
        });
    }

    @Test
    void every_defence_is_a_class_of_the_product() throws IOException {
        var product = classes("main");

        assertThat(rows().stream().flatMap(row -> row.defences().stream()))
                .allSatisfy(name -> assertThat(product).containsKey(name));
    }

    @Test
    void every_test_is_there_and_is_run() throws IOException {
        var tests = classes("test");

        for (Row row : rows()) {
            for (String test : row.tests()) {
                String[] names = test.split("#");
                assertThat(tests).as(test).containsKey(names[0]);
                assertThat(methodsOf(tests.get(names[0]))).as(row.attack()).contains(names[1]);
            }
        }
    }

    private static List<String> methodsOf(Path file) throws IOException {
        return TEST.matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void the_page_says_how_many_rows_it_has() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/attacks.md"));

        assertThat(Arrays.asList(page.split("\\s+"))).contains(Integer.toString(rows().size()));
    }
}
