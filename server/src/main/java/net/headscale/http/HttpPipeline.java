package net.headscale.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The handlers of a connection while it speaks HTTP, and their limits.
final class HttpPipeline {
    /// Most bytes in a body; a policy of 100,000 lines fits.
    static final int MOST_BODY_BYTES = 4 << 20;

    private static final int MOST_LINE_BYTES = 8 << 10;
    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final int SILENCE_SECONDS = 60; // a half-open connection costs this long, and 2 KB

    private static final String TLS = "tls";
    private static final String TIMEOUT = "http-timeout";
    private static final String CODEC = "http-codec";
    private static final String AGGREGATOR = "http-aggregator";
    private static final String EXCHANGES = "http-exchanges";

    private static final String LEFTOVERS = "http-leftovers";

    private HttpPipeline() {}

    static void install(Channel connection, Optional<SslContext> tls, Serving serving) {
        ChannelPipeline pipeline = connection.pipeline();
        if (tls.isPresent()) { // a lambda of its type would load Netty's TLS at every start (decision 0201)
            pipeline.addLast(TLS, tls.get().newHandler(connection.alloc()));
        }
        var limits =
                new HttpDecoderConfig().setMaxInitialLineLength(MOST_LINE_BYTES).setMaxHeaderSize(MOST_HEADER_BYTES);
        pipeline.addLast(TIMEOUT, new ReadTimeoutHandler(SILENCE_SECONDS));
        pipeline.addLast(CODEC, new HttpServerCodec(limits));
        pipeline.addLast(AGGREGATOR, new HttpObjectAggregator(MOST_BODY_BYTES));
        pipeline.addLast(EXCHANGES, new ExchangeHandler(serving, tls.isPresent()));
    }

    /// Takes HTTP out of a connection, then lets `next` add what comes in its place.
    ///
    /// HTTP must be gone before anything of HTTP/2 is added: that writes at once, through whatever codec is still
    /// there. Bytes that were read too far go to what was added.
    static void replace(Channel connection, Consumer<Channel> next) {
        ChannelPipeline pipeline = connection.pipeline();
        if (pipeline.get(CODEC) == null) { // closed meanwhile, and its handlers are gone
            next.accept(connection);
            return;
        }
        Leftovers leftovers = new Leftovers();
        pipeline.addAfter(CODEC, LEFTOVERS, leftovers);
        for (String name : List.of(TIMEOUT, AGGREGATOR, EXCHANGES, CODEC)) {
            pipeline.remove(name);
        }
        next.accept(connection);
        pipeline.remove(LEFTOVERS); // hands its bytes to what follows
    }

    /// Keeps the bytes that the codec gives up, until it is removed itself.
    private static final class Leftovers extends ChannelInboundHandlerAdapter {
        private final List<Object> kept = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            kept.add(bytes);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            kept.forEach(context::fireChannelRead);
            kept.clear();
        }
    }
}
