package net.headscale.testkit.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.util.HashMap;
import java.util.Map;

/// Turns the frames of one HTTP/2 stream into the calls of a [StreamListener].
final class StreamHandler extends SimpleChannelInboundHandler<Http2StreamFrame> {
    private final StreamListener listener;
    private boolean headSeen;
    private boolean ended;

    StreamHandler(StreamListener listener) {
        this.listener = listener;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
        switch (frame) {
            case Http2HeadersFrame headers -> {
                head(headers.headers());
                endIf(headers.isEndStream());
            }
            case Http2DataFrame data -> {
                byte[] bytes = new byte[data.content().readableBytes()];
                data.content().readBytes(bytes);
                listener.bytes(bytes);
                endIf(data.isEndStream());
            }
            default -> {} // windows and priorities say nothing to a request
        }
    }

    private void head(Http2Headers headers) {
        if (headSeen) {
            return; // trailers
        }
        headSeen = true;
        Map<String, String> byName = new HashMap<>();
        headers.forEach(entry ->
                byName.putIfAbsent(entry.getKey().toString(), entry.getValue().toString()));
        listener.head(Integer.parseInt(headers.status().toString()), byName);
    }

    private void endIf(boolean isEnd) {
        if (isEnd) {
            end(Ending.COMPLETE);
        }
    }

    private void end(Ending ending) {
        if (!ended) {
            ended = true;
            listener.ended(ending);
        }
    }

    /// This side resets the stream; nothing is heard of it afterwards.
    void cancelled() {
        end(Ending.CANCELLED);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            end(Ending.RESET);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(Ending.CONNECTION_LOST);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        end(Ending.CONNECTION_LOST);
        var _ = context.close();
    }
}
