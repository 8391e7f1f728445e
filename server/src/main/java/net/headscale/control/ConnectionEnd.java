package net.headscale.control;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a connection's pipeline: what nobody wants is let go of, what breaks closes the connection.
final class ConnectionEnd extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEnd.class);
    private static final int GREETING_SECONDS = 30; // clients send theirs with their first bytes

    private boolean isGreeted;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.executor().schedule(() -> endUnlessGreeted(context), GREETING_SECONDS, TimeUnit.SECONDS);
    }

    private void endUnlessGreeted(ChannelHandlerContext context) {
        if (!isGreeted) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        isGreeted = isGreeted || message instanceof Http2SettingsFrame;
        ReferenceCountUtil.release(message); // settings, pings and the like
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("reason", String.valueOf(cause.getMessage())).log("connection failed");
        context.close();
    }
}
