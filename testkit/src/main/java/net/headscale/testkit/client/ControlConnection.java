package net.headscale.testkit.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.noise.EarlyPayload;
import net.headscale.wire.noise.Initiator;
import net.headscale.wire.noise.NoiseChannel;

/// One Noise connection with HTTP/2 on it. A machine may hold several at once, as real clients do. Thread-safe.
public final class ControlConnection implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int STREAM_WINDOW_BYTES = 4 << 20; // these three: vectors/h2_client_first_bytes.json
    private static final int MORE_CONNECTION_WINDOW_BYTES = 1 << 30;
    private static final int MOST_HEADER_LIST_BYTES = 10 << 20;

    private final ClientProfile profile;
    private final Channel channel;
    private final Pending<Optional<EarlyPayload>> earlyPayload;

    private ControlConnection(ClientProfile profile, Channel channel, Pending<Optional<EarlyPayload>> earlyPayload) {
        this.profile = profile;
        this.channel = channel;
        this.earlyPayload = earlyPayload;
    }

    /// Dials, upgrades, shakes hands and starts HTTP/2.
    ///
    /// @param server the key that the server must prove
    /// @throws ClientFailure if one of these fails, or all of them take too long
    /// @throws net.headscale.wire.noise.HandshakeFailed if the server proves another key, or none
    static ControlConnection open(ClientProfile profile, ClientIdentity identity, MachineKey server) {
        Initiator initiator = Initiator.start(identity.machine(), server, profile.version(), RANDOM);
        CompletableFuture<Void> upgraded = new CompletableFuture<>();
        CompletableFuture<Optional<EarlyPayload>> early = new CompletableFuture<>();
        ChannelFuture dialled = new Bootstrap()
                .group(EventLoops.shared())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        profile.patience().toMillis())
                .handler(pipeline(profile, initiator, upgraded, early))
                .connect(profile.socketAddress(), new InetSocketAddress(profile.source(), 0));
        dialled.addListener(_ -> {
            if (!dialled.isSuccess()) {
                upgraded.completeExceptionally(
                        new ClientFailure.ConnectionEnded("could not connect: " + dialled.cause()));
            }
        });
        Runnable close = () -> {
            var _ = dialled.channel().close();
        };
        awaitUpgrade(new Pending<>("the upgrade", profile.patience(), upgraded, close));
        return new ControlConnection(
                profile, dialled.channel(), new Pending<>("the server's HTTP/2", profile.patience(), early, close));
    }

    private static void awaitUpgrade(Pending<Void> upgraded) {
        try {
            upgraded.await();
        } catch (RuntimeException failed) {
            upgraded.cancel();
            throw failed;
        }
    }

    private static ChannelInitializer<Channel> pipeline(
            ClientProfile profile,
            Initiator initiator,
            CompletableFuture<Void> upgraded,
            CompletableFuture<Optional<EarlyPayload>> early) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                pipeline.addLast(new Upgrade(
                        profile.authority(), initiator, noise -> speakHttp2(pipeline, noise, early), upgraded));
            }
        };
    }

    private static void speakHttp2(
            ChannelPipeline pipeline, NoiseChannel noise, CompletableFuture<Optional<EarlyPayload>> early) {
        pipeline.addLast(new NoiseRecords(noise));
        pipeline.addLast(new EarlyPayloadReader(early));
        pipeline.addLast(Http2FrameCodecBuilder.forClient()
                .initialSettings(new Http2Settings()
                        .pushEnabled(false)
                        .initialWindowSize(STREAM_WINDOW_BYTES)
                        .maxFrameSize(16_384)
                        .maxHeaderListSize(MOST_HEADER_LIST_BYTES))
                .decoupleCloseAndGoAway(true) // a real client closes without a word
                .build());
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
        var _ = pipeline.channel().writeAndFlush(new DefaultHttp2WindowUpdateFrame(MORE_CONNECTION_WINDOW_BYTES));
    }

    /// What the server said before HTTP/2; empty if it began with that at once.
    public Optional<EarlyPayload> earlyPayload() {
        return earlyPayload.await();
    }

    /// Sends a request; the answer may be held. Cancelling it resets the stream.
    public Pending<HttpAnswer> send(ControlRequest request) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        ControlStream stream = listen(request, new AnswerCollector(answer));
        return new Pending<>(
                "the answer to " + request.method() + " " + request.path(), profile.patience(), answer, stream::cancel);
    }

    /// Sends a request whose answer is a stream of map messages.
    MapStream stream(ControlRequest request) {
        MapStream messages = new MapStream(profile.patience(), InstantSource.system());
        messages.attach(listen(request, messages.listener()));
        return messages;
    }

    /// Sends a request whose answer is a stream of map messages that nobody looks at.
    HeldStream hold(ControlRequest request) {
        HeldStream held = new HeldStream();
        listen(request, held);
        return held;
    }

    private ControlStream listen(ControlRequest request, StreamListener listener) {
        return ControlStream.open(channel, profile.authority(), request, listener);
    }

    /// Whether neither side has closed it, as far as this side knows.
    public boolean isOpen() {
        return channel.isActive();
    }

    /// Waits until it is closed.
    ///
    /// @return whether it was, within the profile's patience
    public boolean awaitClosed() {
        return awaitClosed(profile.patience());
    }

    /// Waits until it is closed.
    ///
    /// @return whether it was, within `limit`
    public boolean awaitClosed(Duration limit) {
        return channel.closeFuture().awaitUninterruptibly(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Closes the connection in good order (FIN), without a word in HTTP/2: so ends a stopped client.
    @Override
    public void close() {
        channel.close().awaitUninterruptibly(profile.patience().toMillis());
    }

    /// Breaks the connection (RST): so ends a killed client.
    public void drop() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        close();
    }
}
