package net.headscale.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import net.headscale.http.Loops;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.stun.BindingRequest;
import net.headscale.wire.stun.BindingResponse;

/// Tells Tailscale clients the address that they are seen under. Answers nothing else, so that it reflects
/// little.
public final class StunListener implements AutoCloseable {
    private final Channel channel;

    private StunListener(Channel channel) {
        this.channel = channel;
    }

    /// Listens on a UDP address.
    ///
    /// @throws IOException if the address cannot be had
    public static StunListener open(Loops loops, InetSocketAddress address) throws IOException {
        var bound = new Bootstrap()
                .group(loops.group())
                .channel(loops.datagramChannel())
                .handler(new Answers())
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on UDP " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return new StunListener(bound.channel());
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    private static final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            BindingRequest.read(datagram.content().nioBuffer()).ifPresent(request -> {
                InetSocketAddress sender = datagram.sender();
                var mapped = new Endpoint(IpAddress.from(sender.getAddress()).unmapped(), sender.getPort());
                var response = new BindingResponse(request.transaction(), mapped);
                context.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(response.bytes()), sender));
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // an unreachable sender is its own business; the socket serves on
        }
    }
}
