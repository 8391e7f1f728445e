package net.headscale.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import net.headscale.wire.key.MachineKey;

/// One request that the stub has read, and the means to answer it.
public final class StubExchange extends SimpleChannelInboundHandler<Http2StreamFrame> {
    public final MachineKey machine;
    public final int version;
    public final CompletableFuture<Http2Error> reset = new CompletableFuture<>();
    public Http2Headers headers = new DefaultHttp2Headers();

    private final Consumer<StubExchange> route;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private ChannelHandlerContext context;

    StubExchange(MachineKey machine, int version, Consumer<StubExchange> route) {
        this.machine = machine;
        this.version = version;
        this.route = route;
    }

    public String path() {
        return headers.path().toString();
    }

    public byte[] body() {
        return body.toByteArray();
    }

    public void answer(int status, byte[] bytes) {
        begin(status);
        send(bytes);
        end();
    }

    public void answer(int status, String text) {
        answer(status, text.getBytes(UTF_8));
    }

    public void begin(int status) {
        context.writeAndFlush(
                new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status(String.valueOf(status)), false));
    }

    public void send(byte[] bytes) {
        context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), false));
    }

    public void end() {
        context.writeAndFlush(new DefaultHttp2DataFrame(true));
    }

    public void reset() {
        context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
        switch (frame) {
            case Http2HeadersFrame head -> {
                headers = head.headers();
                routeIf(head.isEndStream());
            }
            case Http2DataFrame data -> {
                byte[] bytes = new byte[data.content().readableBytes()];
                data.content().readBytes(bytes);
                body.writeBytes(bytes);
                routeIf(data.isEndStream());
            }
            default -> {}
        }
    }

    private void routeIf(boolean whole) {
        if (whole) {
            route.accept(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame frame) {
            reset.complete(Http2Error.valueOf(frame.errorCode()));
        }
    }
}
