package net.headscale.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One inner request: collects its body within bounds, then has it answered on a virtual thread.
final class StreamHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final int MOST_SECONDS_TO_SEND = 30;

    private final MachineRequests.Peer peer;
    private final MachineRequests requests;
    private final InnerStream stream;
    private @Nullable Http2Headers headers;
    private @Nullable CompositeByteBuf body;
    private boolean isComplete;
    private @Nullable Future<?> deadline;

    StreamHandler(MachineRequests.Peer peer, MachineRequests requests) {
        this.peer = peer;
        this.requests = requests;
        this.stream = new InnerStream(requests.watch());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        stream.bind((Http2StreamChannel) context.channel());
        deadline = context.executor().schedule(() -> tooSlow(context), MOST_SECONDS_TO_SEND, TimeUnit.SECONDS);
    }

    /// All is sent: nobody need look at the clock any more.
    private void complete() {
        isComplete = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void tooSlow(ChannelHandlerContext context) {
        if (!isComplete) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            switch (message) {
                case Http2HeadersFrame frame -> {
                    headers = headers == null ? frame.headers() : headers; // later ones are trailers
                    completeIf(frame.isEndStream());
                }
                case Http2DataFrame frame -> data(context, frame);
                case Http2ResetFrame _ -> stream.reset();
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void data(ChannelHandlerContext context, Http2DataFrame frame) {
        if (isComplete) {
            return;
        }
        if (body == null) {
            body = context.alloc().compositeBuffer(64);
        }
        ByteBuf content = frame.content();
        if (body.readableBytes() + content.readableBytes() > MOST_BODY_BYTES) {
            isComplete = true;
            stream.reply(
                    413,
                    "text/plain; charset=utf-8",
                    "request too large\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return;
        }
        body.addComponent(true, content.retain());
        completeIf(frame.isEndStream());
    }

    private void completeIf(boolean isEnd) {
        Http2Headers asked = headers;
        if (!isEnd || isComplete || asked == null) {
            return;
        }
        complete();
        byte[] bytes = body == null ? new byte[0] : ByteBufUtil.getBytes(body);
        String method = String.valueOf(asked.method());
        String path = String.valueOf(asked.path());
        stream.run(() -> requests.answer(peer, method, path, bytes, stream));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            stream.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            stream.reset();
            ReferenceCountUtil.release(event);
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        complete();
        if (body != null) {
            body.release();
            body = null;
        }
        stream.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("reason", String.valueOf(cause.getMessage())).log("stream failed");
        context.close();
    }
}
