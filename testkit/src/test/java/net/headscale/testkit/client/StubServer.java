package net.headscale.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.headscale.wire.key.ChallengeKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.ControlKey;
import net.headscale.wire.noise.EarlyPayload;
import net.headscale.wire.noise.HandshakeAnswer;
import net.headscale.wire.noise.NoiseChannel;
import net.headscale.wire.noise.Responder;
import net.headscale.wire.tailcfg.endpoint.OverTlsPublicKeyResponse;
import net.headscale.wire.tailcfg.endpoint.OverTlsPublicKeyResponseCodec;

/// The server's side of the transport and nothing behind it: a test says what each request is answered.
public final class StubServer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    public final ControlKey key = ControlKey.generate(RANDOM);
    public final List<Channel> connections = Collections.synchronizedList(new ArrayList<>());
    public final List<String> sources = Collections.synchronizedList(new ArrayList<>());
    public Optional<EarlyPayload> early = Optional.of(
            new EarlyPayload(ChallengeKey.of(X25519Secret.generate(RANDOM).publicBytes())));

    private final Responder responder = new Responder(key, RANDOM);
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Consumer<StubExchange> route;
    private final Channel listener;

    public StubServer(Consumer<StubExchange> route) {
        this.route = route;
        this.listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        sources.add(((InetSocketAddress) channel.remoteAddress())
                                .getAddress()
                                .getHostAddress());
                        channel.pipeline().addLast(new Front());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    @Override
    public void close() {
        if (!loops.isShuttingDown()) {
            listener.close().syncUninterruptibly();
            List.copyOf(connections).forEach(connection -> connection.close().syncUninterruptibly());
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Front extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            String head = in.toString(UTF_8);
            int end = head.indexOf("\r\n\r\n");
            if (end < 0) {
                return;
            }
            in.skipBytes(end + 4);
            if (head.startsWith("GET /key?v=")) {
                var keys = OverTlsPublicKeyResponse.of(key.publicKey());
                answer(context, "200 OK", OverTlsPublicKeyResponseCodec.encode(keys));
            } else if (head.startsWith("POST /ts2021 ")) {
                upgrade(context, header(head, "X-Tailscale-Handshake"));
            } else {
                answer(context, "404 Not Found", "no such page".getBytes(UTF_8));
            }
        }

        private void upgrade(ChannelHandlerContext context, String initiation) {
            HandshakeAnswer answer = responder.answer(Base64.getDecoder().decode(initiation));
            if (answer instanceof HandshakeAnswer.Accepted accepted) {
                context.writeAndFlush(bytes("HTTP/1.1 101 Switching Protocols\r\n"
                        + "Upgrade: tailscale-control-protocol\r\nConnection: Upgrade\r\n\r\n"));
                context.writeAndFlush(Unpooled.wrappedBuffer(accepted.response()));
                speakHttp2(context.pipeline(), accepted.channel(), accepted);
                context.pipeline().remove(this);
            } else if (answer instanceof HandshakeAnswer.Refused) {
                answer(context, "400 Bad Request", "no handshake".getBytes(UTF_8));
            } else {
                context.close();
            }
        }

        private void speakHttp2(ChannelPipeline pipeline, NoiseChannel noise, HandshakeAnswer.Accepted accepted) {
            pipeline.addLast(new NoiseRecords(noise));
            early.ifPresent(payload -> pipeline.channel().writeAndFlush(Unpooled.wrappedBuffer(payload.bytes())));
            pipeline.addLast(Http2FrameCodecBuilder.forServer().build());
            pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel stream) {
                    stream.pipeline().addLast(new StubExchange(accepted.machine(), accepted.version(), route));
                }
            }));
        }

        private static void answer(ChannelHandlerContext context, String status, byte[] body) {
            context.write(bytes(
                    "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n"));
            context.writeAndFlush(Unpooled.wrappedBuffer(body)).addListener(ChannelFutureListener.CLOSE);
        }

        private static ByteBuf bytes(String text) {
            return Unpooled.copiedBuffer(text, UTF_8);
        }

        private static String header(String head, String name) {
            return head.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }
}
