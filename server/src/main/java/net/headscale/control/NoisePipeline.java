package net.headscale.control;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import net.headscale.http.Request;
import net.headscale.http.WebSocket;
import net.headscale.wire.key.ChallengeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.noise.EarlyPayload;
import net.headscale.wire.noise.HandshakeAnswer;

/// The handlers of a connection once its handshake is done, and what goes out first.
final class NoisePipeline {
    static final String PROTOCOL = "tailscale-control-protocol";

    private static final byte[] SWITCHING = String.join(
                    "\r\n", "HTTP/1.1 101 Switching Protocols", "Upgrade: " + PROTOCOL, "Connection: upgrade", "", "")
            .getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_STREAMS = 256; // Go assumes 100 until told; SSH checks are held for long
    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final int REQUEST_WINDOW = 256 << 10;

    /// What is sealed before the kernel takes it, for each of thousands of connections; what is not sealed is shared.
    private static final WriteBufferWaterMark SEALED = new WriteBufferWaterMark(16 << 10, 32 << 10);

    private NoisePipeline() {}

    /// Answers the handshake and serves HTTP/2 within it.
    ///
    /// @param request asked for the upgrade
    static void install(
            Channel channel,
            HandshakeAnswer.Accepted accepted,
            Request request,
            MachineRequests requests,
            RandomGenerator random) {
        if (!channel.isActive()) {
            accepted.channel().close();
            return;
        }
        channel.config().setWriteBufferWaterMark(SEALED);
        answer(channel, request);
        channel.write(Unpooled.wrappedBuffer(accepted.response()));
        channel.pipeline().addLast(new NoiseHandler(accepted.channel()));
        channel.write(Unpooled.wrappedBuffer(early(random)));
        var peer = new MachineRequests.Peer(accepted.machine(), accepted.version(), address(request.source()));
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(MOST_STREAMS)
                .maxHeaderListSize(MOST_HEADER_BYTES)
                .initialWindowSize(REQUEST_WINDOW);
        channel.pipeline()
                .addLast(Http2FrameCodecBuilder.forServer()
                        .initialSettings(settings)
                        .validateHeaders(true)
                        .build())
                .addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new StreamHandler(peer, requests));
                    }
                }))
                .addLast(new ConnectionEnd());
        channel.flush();
    }

    /// Tells what is no client why, in clear, and closes.
    static void refuse(Channel channel, Request request, byte[] errorFrame) {
        answer(channel, request);
        channel.writeAndFlush(Unpooled.wrappedBuffer(errorFrame)).addListener(ChannelFutureListener.CLOSE);
    }

    /// Leaves HTTP, in the way that was asked for.
    private static void answer(Channel channel, Request request) {
        if (WebSocket.isAskedFor(request, PROTOCOL)) {
            WebSocket.accept(channel, request, PROTOCOL);
        } else {
            channel.write(Unpooled.wrappedBuffer(SWITCHING));
        }
    }

    private static IpAddress address(Request.Source source) {
        return switch (source) {
            case Request.Source.Network(IpAddress address, var _) -> address;
            case Request.Source.LocalSocket _ -> IpAddress.parse("127.0.0.1");
        };
    }

    /// No client uses the challenge; every one of them understands that it comes.
    private static byte[] early(RandomGenerator random) {
        byte[] challenge = new byte[32];
        random.nextBytes(challenge);
        return new EarlyPayload(ChallengeKey.of(challenge)).bytes();
    }
}
