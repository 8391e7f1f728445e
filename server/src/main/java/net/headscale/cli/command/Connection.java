package net.headscale.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import net.headscale.cli.api.Api;
import net.headscale.cli.api.Api.ApiUnreachable;
import net.headscale.cli.api.HttpApi;
import net.headscale.cli.api.SocketApi;
import net.headscale.cli.output.Failure;
import net.headscale.config.Config;

/// Finds who answers a command: a server of another machine, the one of this machine, or the database itself.
final class Connection {
    // a server takes its lock before its socket; this is how long it may need between
    private static final Duration LONGEST_START = Duration.ofSeconds(10);

    private final Config config;
    private final Product product;
    private final InstantSource clock;

    Connection(Config config, Product product, InstantSource clock) {
        this.config = config;
        this.product = product;
        this.clock = clock;
    }

    /// The API of the server that is configured or runs here; without one, in this process.
    Api open() {
        if (!config.remote().address().isEmpty()) {
            return HttpApi.of(config.remote());
        }
        var socket = new SocketApi(config.operation().socket().path());
        return socket.isServed() ? socket : openDatabase(socket);
    }

    /// The API in this process.
    ///
    /// @throws Failure while a server has the database
    Api openDatabase() {
        return switch (product.open(config)) {
            case Product.Opened.Ready(Api api) -> api;
            case Product.Opened.InUse _ -> throw Failure.of("the database is in use: stop the server first");
            case Product.Opened.Failed(String why) -> throw Failure.of(why);
        };
    }

    private Api openDatabase(SocketApi socket) {
        return switch (product.open(config)) {
            case Product.Opened.Ready(Api api) -> api;
            case Product.Opened.InUse _ -> await(socket);
            case Product.Opened.Failed(String why) -> throw Failure.of(why);
        };
    }

    private Api await(SocketApi socket) {
        var end = clock.instant().plus(LONGEST_START);
        while (!socket.isServed()) {
            if (!clock.instant().isBefore(end)) {
                throw Failure.of("the database is in use, and no server answers on " + socket.path()
                        + ": is another command running, or a server with another unix_socket?");
            }
            pause();
        }
        return socket;
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnreachable("interrupted", new IOException(e));
        }
    }
}
