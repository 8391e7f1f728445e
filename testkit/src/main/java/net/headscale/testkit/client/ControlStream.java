package net.headscale.testkit.client;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.concurrent.Future;

/// One request on its way, and the stream on which it is answered.
final class ControlStream {
    private final Channel connection;
    private final Future<Http2StreamChannel> opened;
    private final StreamHandler handler;

    private ControlStream(Channel connection, Future<Http2StreamChannel> opened, StreamHandler handler) {
        this.connection = connection;
        this.opened = opened;
        this.handler = handler;
    }

    /// Sends `request` on a stream of its own. That it cannot be sent is told to `listener` as a lost connection.
    static ControlStream open(Channel connection, String authority, ControlRequest request, StreamListener listener) {
        StreamHandler handler = new StreamHandler(listener);
        Future<Http2StreamChannel> opened =
                new Http2StreamChannelBootstrap(connection).handler(handler).open();
        opened.addListener(_ -> {
            if (opened.isSuccess()) {
                send(opened.getNow(), authority, request);
            } else {
                listener.ended(Ending.CONNECTION_LOST);
            }
        });
        return new ControlStream(connection, opened, handler);
    }

    private static void send(Http2StreamChannel stream, String authority, ControlRequest request) {
        boolean isBare = request.body().isEmpty();
        var _ = stream.write(new DefaultHttp2HeadersFrame(headers(authority, request), isBare));
        if (!isBare) {
            var _ = stream.write(new DefaultHttp2DataFrame(
                    Unpooled.wrappedBuffer(request.body().toArray()), true));
        }
        stream.flush();
    }

    private static Http2Headers headers(String authority, ControlRequest request) {
        Http2Headers headers = new DefaultHttp2Headers()
                .method(request.method())
                .scheme("https") // for http login URLs too (control/ts2021/client.go)
                .authority(authority)
                .path(request.path())
                .set("user-agent", "Go-http-client/2.0")
                .set("accept-encoding", "gzip");
        if (!request.body().isEmpty()) {
            headers.set("content-length", String.valueOf(request.body().size()));
        }
        request.headers().forEach(headers::set);
        return headers;
    }

    /// Resets the stream: the server sees CANCEL.
    void cancel() {
        connection.eventLoop().execute(() -> {
            handler.cancelled();
            if (opened.isSuccess()) {
                var _ = opened.getNow().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
            }
        });
    }

    /// Stops or goes on reading; when stopped, the server's window fills up.
    void read(boolean on) {
        connection.eventLoop().execute(() -> {
            if (opened.isSuccess()) {
                opened.getNow().config().setAutoRead(on);
            }
        });
    }
}
