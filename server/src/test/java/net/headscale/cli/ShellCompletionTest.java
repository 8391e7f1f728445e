package net.headscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts of `headscale completion`, in the shells that they are for; a machine without these fails the tests.
class ShellCompletionTest {
    /// What is typed before the key, and what the shell makes of it.
    private static final String LINES = """
            nod                                 | nodes
            nodes list-r                        | nodes list-routes
            node ren                            | node rename
            nodes list --onl                    | nodes list --online
            -o json users cre                   | -o json users create
            -n nodes users cre                  | -n nodes users create
            users list -n nodes --em            | users list -n nodes --email
            health --outp                       | health --output
            policy get --vers                   | policy get --version
            nodes list -o y                     | nodes list -o yaml
            nodes list --output y               | nodes list --output yaml
            --output=yaml nod                   | --output=yaml nodes
            policy set -f poli                  | policy set -f policy.hujson
            -c poli                             | -c policy.hujson
            backup poli                         | backup policy.hujson
            nodes list --user poli              | nodes list --user poli
            nodes delete poli                   | nodes delete poli
            nodes list lis                      | nodes list lis
            users l nod                         | users l nod
            completion f                        | completion fish
            """;

    @TempDir
    Path folder;

    private static List<String> column(int index) {
        return LINES.lines().map(line -> line.split(" *\\| *")[index]).toList();
    }

    @BeforeEach
    void writeScripts() throws IOException {
        var command = new CommandRun(folder);
        for (String shell : List.of("bash", "zsh", "fish")) {
            assertThat(command.run("completion", shell)).isZero();
            Files.writeString(folder.resolve("completion." + shell), command.out());
        }
        Files.createFile(folder.resolve("policy.hujson"));
        Files.writeString(folder.resolve("start"), "headscale() { printf 'RAN[%s]\\n' \"$*\"; }\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void a_key_completes_the_word_that_was_begun(String shell) throws Exception {
        assertThat(ran(shell, column(0))).containsExactlyElementsOf(column(1));
    }

    @Test
    void fish_knows_the_word_that_was_begun() throws Exception {
        var ask = new StringBuilder("cd " + folder + "; source completion.fish\n");
        column(0).forEach(typed -> ask.append("echo \"@$(complete -C 'headscale " + typed + "' | string collect)\"\n"));
        List<String> answers = List.of(
                ProgramRun.output(folder, ask.toString(), "fish", "--no-config").split("@"));

        assertThat(answers.getFirst()).isEmpty();
        for (int i = 0; i < column(0).size(); i++) {
            assertThat(completed(
                            column(0).get(i), answers.get(i + 1).strip().lines().toList()))
                    .isEqualTo(column(1).get(i));
        }
    }

    /// @param found what fish offers for the last word, each with what it does
    private static String completed(String typed, List<String> found) {
        int last = typed.lastIndexOf(' ') + 1;
        return found.size() == 1 ? typed.substring(0, last) + found.getFirst().split("\t")[0] : typed;
    }

    @Test
    void zsh_finds_the_script_as_a_function_of_its_path_too() throws Exception {
        Path functions = Files.createDirectory(folder.resolve("functions"));
        Files.move(folder.resolve("completion.zsh"), functions.resolve("_headscale"));
        Files.writeString(
                folder.resolve("completion.zsh"),
                "fpath=(" + functions + " $fpath); autoload -Uz compinit; compinit -D -u\n");

        assertThat(ran("zsh", List.of("nodes list --onl"))).containsExactly("nodes list --online");
    }

    @Test
    void zsh_tells_what_each_command_does() throws Exception {
        assertThat(screen("zsh", "headscale auth \t\t\n")).contains("approve", "Approve a waiting check");
    }

    /// The arguments that `headscale` is run with when these are typed after it at a terminal, each with the key after
    /// it.
    private List<String> ran(String shell, List<String> typed) throws IOException, InterruptedException {
        var lines = new StringBuilder();
        typed.forEach(each -> lines.append("headscale ").append(each).append("\t\n"));
        return Pattern.compile("RAN\\[(.*?) ?]")
                .matcher(screen(shell, lines.toString()))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /// What stands on the screen of an interactive shell after somebody typed.
    private String screen(String shell, String typed) throws IOException, InterruptedException {
        String start = shell.equals("bash") ? "bash --noprofile --norc -i" : "zsh -f -i";
        String first = "cd " + folder + "; . ./start; . ./completion." + shell + "\n";
        return ProgramRun.output(folder, first + typed + "exit\n", "script", "-qec", start, "/dev/null");
    }
}
