package net.headscale.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A WebSocket as a stream of bytes, for clients in browsers that cannot do other upgrades.
///
/// The borders of messages mean nothing, in both directions; what goes out is cut into messages that Go's clients take
/// (32 KiB). Nothing is compressed, and any origin is let in: what is spoken within proves its keys itself.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455</a>
public final class WebSocket {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3
    private static final int MOST_MESSAGE_BYTES = 32 << 10; // nhooyr.io/websocket reads no larger one
    private static final int MOST_FRAME_BYTES = 1 << 20;

    private WebSocket() {}

    /// Whether a request asks for a WebSocket that speaks `protocol`.
    public static boolean isAskedFor(Request request, String protocol) {
        return request.header("upgrade").filter("websocket"::equalsIgnoreCase).isPresent()
                && request.header("sec-websocket-key").isPresent()
                && request.header("sec-websocket-version").filter("13"::equals).isPresent()
                && request.headers().getOrDefault("sec-websocket-protocol", List.of()).stream()
                        .flatMap(each -> Arrays.stream(each.split(",", -1)))
                        .anyMatch(each -> each.strip().equals(protocol));
    }

    /// Answers such a request, on a channel that was taken over: from here on it carries the bytes of `protocol`.
    public static void accept(Channel channel, Request request, String protocol) {
        String head = String.join(
                "\r\n",
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: "
                        + answerTo(request.header("sec-websocket-key").orElse("")),
                "Sec-WebSocket-Protocol: " + protocol,
                "",
                "");
        channel.write(Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII));
        var limits = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MOST_FRAME_BYTES)
                .allowExtensions(false)
                .build();
        channel.pipeline()
                .addLast(new WebSocket13FrameDecoder(limits))
                .addLast(new WebSocket13FrameEncoder(false))
                .addLast(new Bytes());
    }

    private static String answerTo(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /// Takes messages off what comes in, and puts what goes out into messages.
    private static final class Bytes extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                case BinaryWebSocketFrame data -> context.fireChannelRead(data.content());
                case ContinuationWebSocketFrame data -> context.fireChannelRead(data.content());
                case PingWebSocketFrame ping -> context.writeAndFlush(new PongWebSocketFrame(ping.content()));
                case CloseWebSocketFrame close -> context.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
                case WebSocketFrame other -> other.release(); // pongs, and text that nobody asked for
                default -> context.fireChannelRead(message);
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (!(message instanceof ByteBuf bytes)) {
                context.write(message, promise);
                return;
            }
            while (bytes.readableBytes() > MOST_MESSAGE_BYTES) {
                context.write(new BinaryWebSocketFrame(bytes.readRetainedSlice(MOST_MESSAGE_BYTES)));
            }
            context.write(new BinaryWebSocketFrame(bytes), promise);
        }
    }
}
