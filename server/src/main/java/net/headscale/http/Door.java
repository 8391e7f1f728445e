package net.headscale.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/// Takes new connections in small groups with a pause after each, so that a crowd at the door keeps nobody waiting who
/// is inside.
///
/// An event loop works off all that is ready before it looks again, and a new connection costs it more than a message.
/// The crowd waits in the kernel's queue meanwhile. One listener's; used by its event loop only. Figures: decision
/// 0281.
final class Door extends ChannelInboundHandlerAdapter {
    /// How many a group has: as many as Netty takes before it looks after other connections.
    static final int GROUP = 16;

    private static final long PAUSE_MILLIS = 4; // 4,000 a second: more than handshakes can follow

    private int taken;

    @Override
    public void channelRead(ChannelHandlerContext context, Object connection) {
        taken++;
        context.fireChannelRead(connection);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (taken >= GROUP) {
            context.channel().config().setAutoRead(false);
            var _ = context.executor()
                    .schedule(() -> context.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        taken = 0;
        context.fireChannelReadComplete();
    }
}
