package net.headscale.control;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a connection's pipeline: what nobody wants is let go of, what breaks closes the connection.
final class ConnectionEnd extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEnd.class);
    private static final int GREETING_SECONDS = 30; // clients send theirs with their first bytes

    private static final int MOST_PINGS = 4; // that wait for an answer; who lets more pile up is as good as gone

    private final Map<Long, Runnable> pings = new LinkedHashMap<>(); // used by the event loop alone
    private @Nullable ChannelHandlerContext connection;
    private long lastPing;
    private @Nullable Future<?> deadline;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection = context;
        deadline = context.executor().schedule(() -> context.close(), GREETING_SECONDS, TimeUnit.SECONDS);
    }

    /// The timer would keep all of a closed connection in memory.
    private void forgetDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forgetDeadline();
        context.fireChannelInactive();
    }

    /// Sends a PING of HTTP/2. May be called from any thread.
    ///
    /// @param answered run by the event loop when the answer comes
    void ping(Runnable answered) {
        ChannelHandlerContext context = connection;
        if (context != null) {
            context.executor().execute(() -> ping(context, answered));
        }
    }

    private void ping(ChannelHandlerContext context, Runnable answered) {
        if (pings.size() >= MOST_PINGS) {
            pings.remove(pings.keySet().iterator().next());
        }
        lastPing++;
        pings.put(lastPing, answered);
        context.writeAndFlush(new DefaultHttp2PingFrame(lastPing));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2PingFrame ping && ping.ack()) {
            Runnable answered = pings.remove(ping.content());
            if (answered != null) {
                answered.run();
            }
        }
        if (message instanceof Http2SettingsFrame) {
            forgetDeadline();
        }
        ReferenceCountUtil.release(message); // settings, pings and the like
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("reason", String.valueOf(cause.getMessage())).log("connection failed");
        context.close();
    }
}
