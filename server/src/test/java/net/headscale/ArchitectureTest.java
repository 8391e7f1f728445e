package net.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rules that hold the sources together. A plain scan of the text: what is not in it cannot be imported
/// either.
class ArchitectureTest {
    private static final int MOST_LINES = 600;

    private static final Pattern IMPURE = Pattern.compile("""
            (?x) \\b (?:
              Clock | InstantSource | Instant\\.now | LocalDate\\w*\\.now | ZonedDateTime\\.now
            | System\\.(?:currentTimeMillis | nanoTime | getenv | getProperty | out | err)
            | Thread | ThreadLocal | ScopedValue | ExecutorService | Executors | CompletableFuture | ForkJoinPool
            | \\w*Random | RandomGenerator | Math\\.random | randomUUID
            | java\\.io | java\\.nio\\.(?:file | channels) | java\\.net | java\\.sql | javax\\.sql | org\\.slf4j | io\\.netty
            ) \\b""");
    private static final Pattern ASKS_THE_TIME = Pattern.compile("""
            (?x) \\b (?:
              System\\.currentTimeMillis | Clock\\.(?:system | tick) \\w* | InstantSource\\.system
            | (?:Instant | LocalDate | LocalTime | LocalDateTime | OffsetDateTime | ZonedDateTime | Year) \\.now
            ) \\b""");

    private static final Set<String> EMPTY_WORDS =
            Set.of("Impl", "Manager", "Util", "Helper", "Base", "Abstract", "Data", "Info", "Common");
    private static final Pattern WORD = Pattern.compile("[A-Z][a-z0-9]*");

    /// What the protocol itself calls these.
    private static final Pattern PROTOCOL_WORDS = Pattern.compile("(?:Client|Server|Net|Tka)Info");

    private static final Path PROJECT = project();
    private static final List<SourceFile> PRODUCT = Stream.of("server", "wire")
            .flatMap(module -> SourceFile.below(PROJECT.resolve(module + "/src/main/java")).stream())
            .toList();
    private static final List<SourceFile> ALL = Stream.of("wire", "server", "testkit", "bench", "interop")
            .flatMap(module -> SourceFile.below(PROJECT.resolve(module + "/src")).stream())
            .toList();
    private static final ImportTable TABLE = ImportTable.parse(table());
    private static final SortedMap<String, SortedSet<String>> IMPORTS = ImportTable.importsOf(PRODUCT);

    @Test
    void packages_import_only_what_the_table_allows() {
        assertThat(TABLE.forbidden(IMPORTS)).isEmpty();
    }

    @Test
    void the_table_allows_nothing_that_is_not_used() {
        assertThat(TABLE.unused(IMPORTS)).isEmpty();
    }

    @Test
    void the_table_points_downwards_only() {
        assertThat(TABLE.upwards()).isEmpty();
    }

    @Test
    void the_wire_knows_no_server() {
        assertThat(TABLE.lines().keySet().stream().filter(name -> name.startsWith("wire.")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(IMPORTS.get(name)).allMatch(used -> used.startsWith("wire.")));
    }

    @Test
    void pure_packages_have_no_clock_thread_file_log_or_chance() {
        List<SourceFile> pure =
                PRODUCT.stream().filter(file -> TABLE.isIn("pure", file)).toList();

        assertThat(pure).hasSizeGreaterThan(50);
        assertThat(pure.stream().flatMap(file -> file.finds(IMPURE).stream())).isEmpty();
    }

    @Test
    void only_the_assembly_asks_what_time_it_is() {
        assertThat(PRODUCT.stream()
                        .filter(file -> !TABLE.isIn("assembly", file))
                        .flatMap(file -> file.finds(ASKS_THE_TIME).stream()))
                .isEmpty();
    }

    @Test
    void names_say_something() {
        assertThat(ALL.stream().flatMap(file -> file.types().stream()).filter(ArchitectureTest::saysNothing))
                .isEmpty();
    }

    @Test
    void no_file_has_more_than_600_lines() {
        assertThat(ALL.stream().filter(file -> file.lines() > MOST_LINES).map(SourceFile::name))
                .isEmpty();
    }

    @Test
    void every_package_says_what_it_decides_and_is_null_marked() {
        List<SourceFile> shipped =
                ALL.stream().filter(file -> file.name().contains("/src/main/")).toList();
        SortedSet<String> described = shipped.stream()
                .filter(file -> file.isPackageDescription() && file.code().contains("@NullMarked"))
                .map(SourceFile::packageName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shipped.stream().map(SourceFile::packageName).distinct()).allMatch(described::contains);
    }

    @Test
    void an_import_that_the_table_does_not_have_is_found_however_it_is_written() {
        var table = ImportTable.parse("[live]\nsession -> netmap\nnetmap ->");
        var files = List.of(
                source("session", "import net.headscale.netmap.View;"),
                source("netmap", "static import net.headscale.session.Tail.of;"),
                source("netmap", "class A { net.headscale.journal.sql.Cells a; }"),
                source("netmap", "/// [net.headscale.control.Report]\n/* net.headscale.http */ // net.headscale.cli"),
                source("netmap", "class B { String a = \"net.headscale.app\\\"\"; char b = '\"'; }"));

        assertThat(table.forbidden(ImportTable.importsOf(files)))
                .containsExactly("netmap imports journal.sql", "netmap imports session");
    }

    @Test
    void a_table_with_spare_or_upward_lines_is_refused() {
        var table = ImportTable.parse("netmap -> session\nsession -> netmap\nrelay ->");
        var imports = ImportTable.importsOf(List.of(
                source("session", "import net.headscale.netmap.View;"),
                source("netmap", "class A {}"),
                source("dns", "")));

        assertThat(table.forbidden(imports)).containsExactly("dns stands in no line");
        assertThat(table.unused(imports))
                .containsExactly("netmap does not import session", "there is no package relay");
        assertThat(table.upwards()).containsExactly("netmap does not stand below session");
    }

    @Test
    void impure_code_is_found() {
        assertThat(impurities("long a = System.nanoTime();")).hasSize(1);
        assertThat(impurities("import java.util.SplittableRandom;")).hasSize(1);
        assertThat(impurities("import java.nio.file.Path; import java.io.IOException;"))
                .hasSize(2);
        assertThat(impurities("Thread.ofVirtual().start(this::run);")).hasSize(1);
        assertThat(impurities("boolean a(Instant now) { return end.isBefore(now); } // no Clock"))
                .isEmpty();
        assertThat(source("relay", "var a = Instant.now();").finds(ASKS_THE_TIME))
                .hasSize(1);
        assertThat(source("relay", "var a = Clock.systemUTC();").finds(ASKS_THE_TIME))
                .hasSize(1);
    }

    @Test
    void empty_words_are_found_and_those_of_the_protocol_are_not() {
        var file =
                source("netmap", "class NodeManager {} record UserInfo() {} interface Utils {} enum DatabaseKind {}");

        assertThat(file.types().stream().filter(ArchitectureTest::saysNothing))
                .containsExactly("NodeManager", "UserInfo", "Utils");
        assertThat(Stream.of("NetInfoCodec", "Hostinfo", "Database").filter(ArchitectureTest::saysNothing))
                .isEmpty();
    }

    private static List<String> impurities(String code) {
        return source("policy", code).finds(IMPURE);
    }

    private static SourceFile source(String inPackage, String code) {
        return SourceFile.of("A.java", "package net.headscale." + inPackage + ";\n" + code);
    }

    private static boolean saysNothing(String type) {
        return WORD.matcher(PROTOCOL_WORDS.matcher(type).replaceAll(""))
                .results()
                .map(word -> word.group().replaceFirst("s$", ""))
                .anyMatch(EMPTY_WORDS::contains);
    }

    private static Path project() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("wire/src/main/java"))) {
            here = here.getParent();
        }
        return here;
    }

    private static String table() {
        try (var file = ArchitectureTest.class.getResourceAsStream("/architecture.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
