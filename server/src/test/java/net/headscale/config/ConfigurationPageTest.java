package net.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.headscale.config.key.Key;
import net.headscale.config.key.Keys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` beside the keys that the reader knows.
class ConfigurationPageTest {
    private static final Pattern WORD = Pattern.compile("`([a-z0-9_.]+)`");

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("../docs/configuration.md"));
    }

    @Test
    void the_page_has_every_key_that_there_is() {
        var missing = new TreeSet<String>();
        for (Key key : Keys.all()) {
            if (!page.contains("`" + key.name() + "`")) {
                missing.add(key.name());
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void the_page_has_no_key_that_there_is_not() {
        assertThat(page.lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(2).split(" \\|", 2)[0])
                        .flatMap(cell -> WORD.matcher(cell).results().map(found -> found.group(1))))
                .hasSizeGreaterThan(60)
                .allSatisfy(key -> assertThat(Keys.named(key)).as(key).isPresent());
    }

    @Test
    void the_page_tells_what_standing_each_key_has() {
        String served = page.substring(0, page.indexOf("## Keys of headscale that set nothing here"));
        for (Key key : Keys.all()) {
            boolean isServed =
                    key.standing() instanceof Key.Standing.Served || key.standing() instanceof Key.Standing.OtherNameOf;
            assertThat(served.contains("`" + key.name() + "`")).as(key.name()).isEqualTo(isServed);
        }
    }
}
