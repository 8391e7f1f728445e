package net.headscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Group;
import net.headscale.cli.command.Option;
import net.headscale.cli.command.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every name and option of the peer's commands is known here, and means one thing. What they do is tested elsewhere.
class PeerCommandsTest {
    /// A line of `dropin/peer-cli.txt`.
    ///
    /// @param command names of the group and, if it has any, of the command in it
    /// @param options all names of each
    record Line(List<List<String>> command, List<List<String>> options) {
        static Line parse(String text) {
            String[] halves = text.split("\\|", -1);
            return new Line(names(halves[0]), names(halves[1]));
        }

        private static List<List<String>> names(String text) {
            return Arrays.stream(text.strip().split(" +"))
                    .filter(word -> !word.isEmpty())
                    .map(word -> List.of(word.split(",")))
                    .toList();
        }

        boolean isGlobal() {
            return command.getFirst().equals(List.of("global"));
        }
    }

    static Stream<Line> lines() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/dropin/peer-cli.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Line::parse);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_command_of_the_peer_has_all_its_names_and_options(Line line) {
        List<Option> known = line.isGlobal() ? Parser.GLOBAL : command(line).options();

        for (List<String> names : line.options()) {
            assertThat(known)
                    .as("%s", names)
                    .anySatisfy(option -> assertThat(option.names()).containsAll(names));
        }
    }

    private static Command command(Line line) {
        List<Group> groups = line.command().getFirst().stream()
                .map(name -> only(Vocabulary.groups(), group -> group.names().contains(name), name))
                .distinct()
                .toList();
        assertThat(groups).as("%s", line.command().getFirst()).hasSize(1);
        List<Command> commands = groups.getFirst().commands().get();
        if (line.command().size() == 1) {
            return commands.getFirst();
        }
        List<Command> meant = line.command().getLast().stream()
                .map(name -> only(commands, command -> command.names().contains(name), name))
                .distinct()
                .toList();
        assertThat(meant).as("%s", line.command()).hasSize(1);
        return meant.getFirst();
    }

    private static <T> T only(List<T> all, Predicate<T> isNamed, String name) {
        List<T> found = all.stream().filter(isNamed).toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }
}
