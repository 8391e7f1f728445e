package net.headscale.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;

/// The event loops that all connections live on: native epoll where there is one, the JDK's selectors elsewhere.
///
/// Thread-safe.
public final class Loops implements AutoCloseable {
    private final boolean isNative = Epoll.isAvailable();
    private final MultiThreadIoEventLoopGroup group;

    private Loops(int threads) {
        IoHandlerFactory handlers = isNative ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(threads, handlers);
    }

    /// Starts loops.
    ///
    /// @param threads one a core is enough: loops never block
    public static Loops open(int threads) {
        return new Loops(threads);
    }

    /// Has the JVM load what listeners need, on a thread that has a core to spare. Opens nothing.
    public static void prepare() {
        if (Epoll.isAvailable()) {
            EpollIoHandler.newFactory();
        }
        ByteBufAllocator.DEFAULT.buffer(1).release();
        HttpListener.prepare();
    }

    /// The loops, for bootstraps of other kinds.
    public MultiThreadIoEventLoopGroup group() {
        return group;
    }

    Class<? extends ServerChannel> serverChannel() {
        return isNative ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends ServerChannel> unixServerChannel() {
        return isNative ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
    }

    /// The class of UDP channels.
    public Class<? extends DatagramChannel> datagramChannel() {
        return isNative ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    SocketAddress unixAddress(UnixDomainSocketAddress address) {
        return isNative ? new DomainSocketAddress(address.getPath().toFile()) : address;
    }

    /// Ends the loops; waits for them at most five seconds.
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
