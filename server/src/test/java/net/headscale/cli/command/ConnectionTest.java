package net.headscale.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import net.headscale.cli.api.AnsweringSocket;
import net.headscale.cli.api.Api;
import net.headscale.cli.api.SocketApi;
import net.headscale.cli.output.Failure;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\n\r\n{}";

    @TempDir
    Path folder;

    private Config config() {
        var variables = Map.of("HEADSCALE_UNIX_SOCKET", socket().toString());
        var loaded = new ConfigReader(new Environment(variables, folder, folder, folder)).read("");
        return ((Loaded.Ready) loaded).config();
    }

    private Path socket() {
        return folder.resolve("s");
    }

    /// A product whose database somebody else uses; `whenAsked` happens when it is to be opened.
    private static Product inUse(Runnable whenAsked) {
        return new Product() {
            @Override
            public Keeping keeping() {
                throw new AssertionError("expected no use of the database itself");
            }

            @Override
            public int serve(Config config, Supplier<Loaded> source, Terminal terminal) {
                throw new AssertionError("nobody asked for a server");
            }

            @Override
            public Opened open(Config config) {
                whenAsked.run();
                return new Opened.InUse();
            }
        };
    }

    @Test
    void a_server_that_runs_is_asked_and_its_database_left_alone() throws IOException {
        var product = inUse(() -> {
            throw new AssertionError("the server has the database");
        });
        try (var _ = AnsweringSocket.open(socket(), ANSWER)) {
            Api api = new Connection(config(), product, InstantSource.system()).open();

            assertThat(api).isInstanceOf(SocketApi.class);
        }
    }

    @Test
    void a_server_that_has_the_database_but_no_socket_yet_is_waited_for() throws IOException {
        AnsweringSocket[] started = new AnsweringSocket[1];
        var product = inUse(() -> {
            try {
                started[0] = AnsweringSocket.open(socket(), ANSWER);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        Api api = new Connection(config(), product, InstantSource.system()).open();

        assertThat(api.call(new Api.Call("", "GET", "/", "")).isSuccess()).isTrue();
        started[0].close();
    }

    @Test
    void whoever_has_the_database_and_serves_nobody_is_told_after_ten_seconds() {
        var seconds = new AtomicInteger();
        InstantSource clock = () -> Instant.ofEpochSecond(seconds.getAndIncrement());

        var connection = new Connection(config(), inUse(() -> {}), clock);

        assertThatThrownBy(connection::open).isInstanceOf(Failure.class).hasMessageContaining("the database is in use");
        assertThat(seconds.get()).isGreaterThan(10);
    }
}
