package net.headscale.cli.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import net.headscale.cli.api.Api;
import net.headscale.cli.output.Failure;
import net.headscale.cli.output.Format;
import net.headscale.cli.output.Json;
import net.headscale.cli.output.Output;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.config.key.Problem;
import org.jspecify.annotations.Nullable;

/// What the invocation of one command reaches of the world; the configuration is read and the API called when first
/// asked for. For one thread.
public final class Session implements AutoCloseable {
    private final Terminal terminal;
    private final Environment environment;
    private final Product product;
    private final InstantSource clock;
    private final GlobalOptions options;
    private Loaded.@Nullable Ready first;
    private @Nullable Api api;

    public Session(
            Terminal terminal, Environment environment, Product product, InstantSource clock, GlobalOptions options) {
        this.terminal = terminal;
        this.environment = environment;
        this.product = product;
        this.clock = clock;
        this.options = options;
    }

    /// What every command understands.
    ///
    /// @param config the file that `-c` named, or empty
    /// @param format what `-o` chose
    /// @param tailnet whom `-n` named, or empty
    /// @param isForced whether questions count as answered with yes
    public record GlobalOptions(String config, Format format, String tailnet, boolean isForced) {}

    /// Where the command reads and writes.
    public Terminal terminal() {
        return terminal;
    }

    /// What the rest of the program does for commands.
    public Product product() {
        return product;
    }

    InstantSource clock() {
        return clock;
    }

    /// What every command understands, as it was given.
    public GlobalOptions options() {
        return options;
    }

    Output output() {
        return new Output(options.format(), terminal.out(), this::hasColours);
    }

    /// Whether tables are coloured: on a screen, unless its person wants none (no-color.org) or it has none.
    private boolean hasColours() {
        return terminal.screen().getAsBoolean()
                && environment.variable("NO_COLOR").isEmpty()
                && !environment.variable("TERM").equals("dumb");
    }

    /// What is read of the configuration now, good or bad.
    public Loaded loaded() {
        return new ConfigReader(environment).read(options.config());
    }

    /// The configuration.
    ///
    /// @throws Failure with all problems, when it has any
    public Config config() {
        return first().config();
    }

    /// What is odd about the configuration, though it can be used.
    ///
    /// @throws Failure with all problems, when it cannot
    public List<Problem> warnings() {
        return first().warnings();
    }

    private Loaded.Ready first() {
        Loaded.Ready known = first;
        if (known == null) {
            known = switch (loaded()) {
                case Loaded.Ready ready -> ready;
                case Loaded.Rejected(var problems) -> throw Failure.of(lines(problems));
            };
            first = known;
        }
        return known;
    }

    /// Sends a request about the chosen tailnet.
    ///
    /// @param body a tree of JSON; an empty one is none
    /// @return the fields of the answer
    /// @throws Failure with the server's words when it refuses
    public Map<String, @Nullable Object> request(String method, String path, Map<String, ?> body) {
        return request(options.tailnet(), method, path, body);
    }

    /// Sends a request about a tailnet, or about the server where `tailnet` is empty.
    public Map<String, @Nullable Object> request(String tailnet, String method, String path, Map<String, ?> body) {
        String json = body.isEmpty() ? "" : Json.write(body);
        try {
            Api.Reply reply = api().call(new Api.Call(tailnet, method, path, json));
            if (reply.isSuccess()) {
                return Json.readObject(reply.body());
            }
            throw Failure.of(reason(reply));
        } catch (Api.ApiUnreachable e) {
            throw Failure.of(String.valueOf(e.getMessage()));
        }
    }

    /// The fields that `GET` gives about the chosen tailnet; see [#request].
    public Map<String, @Nullable Object> get(String path) {
        return request("GET", path, Map.of());
    }

    /// Posts to the chosen tailnet; see [#request].
    public Map<String, @Nullable Object> post(String path, Map<String, ?> body) {
        return request("POST", path, body);
    }

    /// From now on the database is used in this process, even where a server would answer.
    public void bypassServer() {
        api = new Connection(config(), product, clock).openDatabase();
    }

    private Api api() {
        Api known = api;
        if (known == null) {
            known = new Connection(config(), product, clock).open();
            api = known;
        }
        return known;
    }

    /// What problem details say; anything else as it is.
    private static String reason(Api.Reply reply) {
        if (reply.status() == 401) {
            return "the server does not accept the API key";
        }
        if (!reply.body().startsWith("{")) {
            return reply.body().isBlank()
                    ? "the server answered with status " + reply.status()
                    : reply.body().strip();
        }
        Map<String, @Nullable Object> problem = Json.readObject(reply.body());
        String detail = Json.text(problem.get("detail"));
        return detail.isEmpty() ? Json.text(problem.get("title")) : detail;
    }

    private static String lines(Iterable<Problem> problems) {
        var text = new StringBuilder("the configuration cannot be used");
        problems.forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }

    /// Asks a yes-or-no question; without a person to answer it, only `--force` is a yes.
    ///
    /// @throws Failure when nobody can be asked
    public boolean confirms(String question) {
        if (options.isForced()) {
            return true;
        }
        if (!terminal.person().getAsBoolean()) {
            throw Failure.of(question + " Nobody is there to ask: repeat with --force");
        }
        terminal.err().print(question + " [y/N] ");
        terminal.err().flush();
        var answers = new Scanner(terminal.in(), StandardCharsets.UTF_8);
        return answers.hasNextLine()
                && answers.nextLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /// Waits a while.
    ///
    /// @return whether to go on: nobody interrupted it
    public boolean pauses(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
    }
}
