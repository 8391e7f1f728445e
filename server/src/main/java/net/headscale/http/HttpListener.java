package net.headscale.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// One address that requests are taken on, until closed.
///
/// Thread-safe. Limits for each connection: [HttpPipeline].
public final class HttpListener implements AutoCloseable {
    private static final int BACKLOG = 4096; // a reconnect storm arrives within a second

    private final Channel channel;

    private HttpListener(Channel channel) {
        this.channel = channel;
    }

    /// Listens on a TCP address.
    ///
    /// @param tls the context to use for each new connection; empty: none
    /// @throws IOException if the address cannot be had
    public static HttpListener open(
            Loops loops, InetSocketAddress address, Supplier<Optional<SslContext>> tls, Routes routes)
            throws IOException {
        return open(loops, address, tls, Serving.of(routes));
    }

    /// Listens on a TCP address, perhaps behind proxies.
    ///
    /// @param tls the context to use for each new connection; empty: none
    /// @throws IOException if the address cannot be had
    public static HttpListener open(
            Loops loops, InetSocketAddress address, Supplier<Optional<SslContext>> tls, Serving serving)
            throws IOException {
        ServerBootstrap bootstrap = bootstrap(loops, tls, serving)
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
        return bind(bootstrap, address);
    }

    /// Listens on a unix socket, whose file it makes anew.
    ///
    /// @throws IOException if the socket cannot be made
    public static HttpListener open(Loops loops, Path socket, Routes routes) throws IOException {
        Files.deleteIfExists(socket);
        ServerBootstrap bootstrap =
                bootstrap(loops, Optional::empty, Serving.of(routes)).channel(loops.unixServerChannel());
        return bind(bootstrap, loops.unixAddress(UnixDomainSocketAddress.of(socket)));
    }

    /// Where it listens; the port is the real one also when any was asked for.
    public SocketAddress address() {
        return channel.localAddress();
    }

    /// Takes no more connections; those that are there live on.
    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    /// Netty reads the annotations of what it is given, through proxies that the JVM makes for the first.
    static void prepare() {
        new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel connection) {}
        }.isSharable();
    }

    private static ServerBootstrap bootstrap(Loops loops, Supplier<Optional<SslContext>> tls, Serving serving) {
        return new ServerBootstrap()
                .group(loops.group())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .handler(new Door())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 << 10, 256 << 10))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        serving.watch().opened();
                        connection
                                .closeFuture()
                                .addListener(_ -> serving.watch().closed());
                        HttpPipeline.install(connection, tls.get(), serving);
                    }
                });
    }

    private static HttpListener bind(ServerBootstrap bootstrap, SocketAddress address) throws IOException {
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return new HttpListener(bound.channel());
    }
}
