package net.headscale.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import net.headscale.wire.net.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whole HTTP messages into exchanges, one at a time for each connection.
final class ExchangeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

    private final Serving serving;
    private final boolean isTls;

    ExchangeHandler(Serving serving, boolean isTls) {
        this.serving = serving;
        this.isTls = isTls;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        context.channel().config().setAutoRead(false); // the next request waits until this one is answered
        boolean keepAlive = HttpUtil.isKeepAlive(message);
        boolean isHead = message.method().equals(HttpMethod.HEAD);
        if (message.decoderResult().isFailure()) {
            pending(context.channel(), request(context, message, ""), "", false, isHead)
                    .reply(Response.text(400, "malformed request\n"));
            return;
        }
        String rawPath = new QueryStringDecoder(message.uri()).rawPath();
        Optional<Routes.Match> match = serving.routes().match(message.method().name(), rawPath);
        Request request = request(context, message, rawPath)
                .withParameters(match.map(Routes.Match::parameters).orElse(Map.of()));
        String pattern = match.map(Routes.Match::pattern).orElse("");
        Exchange exchange = pending(context.channel(), request, pattern, keepAlive, isHead);
        match.ifPresentOrElse(found -> found.handler().handle(exchange), () -> exchange.reply(nothing(rawPath)));
    }

    private Response nothing(String rawPath) {
        Set<String> methods = serving.routes().methods(rawPath);
        return methods.isEmpty()
                ? Response.text(404, "404 page not found\n")
                : Response.text(405, "method not allowed\n").withHeader("allow", String.join(", ", methods));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean isOrdinary = cause instanceof IOException
                || cause instanceof io.netty.handler.codec.DecoderException
                || cause instanceof io.netty.handler.timeout.ReadTimeoutException;
        (isOrdinary ? LOG.atDebug() : LOG.atError().setCause(cause)).log("connection failed");
        context.close();
    }

    private Request request(ChannelHandlerContext context, FullHttpRequest message, String rawPath) {
        QueryStringDecoder uri = new QueryStringDecoder(message.uri());
        Map<String, List<String>> headers = new HashMap<>();
        message.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(header.getValue()));
        return new Request(
                message.method().name(),
                rawPath,
                query(uri),
                headers,
                ByteBufUtil.getBytes(message.content()),
                source(context.channel(), headers),
                Map.of());
    }

    private static Map<String, List<String>> query(QueryStringDecoder uri) {
        try {
            return uri.parameters();
        } catch (IllegalArgumentException notEncoded) {
            return Map.of();
        }
    }

    private Request.Source source(Channel channel, Map<String, List<String>> headers) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            return new Request.Source.LocalSocket();
        }
        IpAddress address = IpAddress.from(peer.getAddress()).unmapped();
        return new Request.Source.Network(serving.proxies().source(address, headers), isTls);
    }

    private Pending pending(Channel channel, Request request, String pattern, boolean keepAlive, boolean isHead) {
        return new Pending(
                channel, request, pattern, keepAlive, isHead, serving.watch(), System.nanoTime(), new AtomicBoolean());
    }

    /// An exchange that waits for its answer.
    private record Pending(
            Channel channel,
            Request request,
            String pattern,
            boolean keepAlive,
            boolean isHead,
            Watch watch,
            long readAtNanos,
            AtomicBoolean isDone)
            implements Exchange {
        @Override
        public void reply(Response response) {
            finishOnce();
            Duration took = Duration.ofNanos(System.nanoTime() - readAtNanos);
            watch.answered(new Watch.Answered(request, pattern, response.status(), took));
            var message = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(response.status()),
                    isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body()));
            response.headers().forEach((name, value) -> message.headers().set(name, value));
            message.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
            if (!keepAlive) {
                message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            var written = channel.writeAndFlush(message);
            written.addListener(
                    keepAlive
                            ? (ChannelFutureListener)
                                    future -> future.channel().config().setAutoRead(true)
                            : ChannelFutureListener.CLOSE);
        }

        @Override
        public void takeOver(Consumer<Channel> next) {
            finishOnce();
            channel.eventLoop().execute(() -> {
                HttpPipeline.replace(channel, next);
                channel.config().setAutoRead(true);
            });
        }

        private void finishOnce() {
            if (!isDone.compareAndSet(false, true)) {
                throw new IllegalStateException("exchange answered twice");
            }
        }
    }
}
