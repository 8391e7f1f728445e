package net.headscale.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.headscale.wire.noise.Initiator;
import net.headscale.wire.noise.NoiseChannel;

/// Takes a new connection from HTTP/1.1 to Noise: sends the upgrade with the initiation in it, checks the 101 as
/// strictly as the real client (tailscale `control/controlhttp/client.go`) and finishes the handshake.
///
/// What follows in the same segment goes on to the handlers that `established` has added.
final class Upgrade extends ByteToMessageDecoder {
    private static final int LONGEST_HEAD_BYTES = 16 << 10;
    private static final int REPLY_HEADER_BYTES = 3;
    private static final String PROTOCOL = "tailscale-control-protocol";

    private final String authority;
    private final Initiator initiator;
    private final Consumer<NoiseChannel> established;
    private final CompletableFuture<Void> done;
    private boolean switched;

    Upgrade(String authority, Initiator initiator, Consumer<NoiseChannel> established, CompletableFuture<Void> done) {
        this.authority = authority;
        this.initiator = initiator;
        this.established = established;
        this.done = done;
    }

    /// The head of the request, as the real client of 1.102 writes it.
    static String request(String authority, byte[] initiation) {
        return "POST /ts2021 HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: Go-http-client/1.1\r\n"
                + "Content-Length: 0\r\nConnection: upgrade\r\nUpgrade: " + PROTOCOL
                + "\r\nX-Tailscale-Handshake: " + Base64.getEncoder().encodeToString(initiation) + "\r\n\r\n";
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var _ = context.writeAndFlush(Unpooled.copiedBuffer(request(authority, initiator.initiation()), UTF_8));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!switched && !readHead(in)) {
            return;
        }
        switched = true;
        if (in.readableBytes() < REPLY_HEADER_BYTES) {
            return;
        }
        byte[] header = new byte[REPLY_HEADER_BYTES];
        in.getBytes(in.readerIndex(), header);
        int length = REPLY_HEADER_BYTES + Initiator.replyLength(header);
        if (in.readableBytes() >= length) {
            byte[] reply = new byte[length];
            in.readBytes(reply);
            established.accept(initiator.finish(reply));
            context.pipeline().remove(this);
            done.complete(null);
        }
    }

    /// @return whether all of a 101's head has been read
    private static boolean readHead(ByteBuf in) {
        String seen = in.toString(UTF_8);
        int end = seen.indexOf("\r\n\r\n");
        if (end < 0) {
            if (in.readableBytes() > LONGEST_HEAD_BYTES) {
                throw new ClientFailure.UpgradeRefused(0, "a head of more than 16 KiB");
            }
            return false;
        }
        String head = seen.substring(0, end);
        int status = status(head);
        if (status != 101) {
            return waitForBody(status, head, seen.substring(end + 4));
        }
        requireHeader(head, "upgrade", PROTOCOL::equals);
        requireHeader(
                head, "connection", value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
        in.skipBytes(head.getBytes(UTF_8).length + 4);
        return true;
    }

    private static boolean waitForBody(int status, String head, String body) {
        String length = header(head, "content-length");
        if (body.length() < (length.isEmpty() ? 0 : Integer.parseInt(length))) {
            return false;
        }
        throw new ClientFailure.UpgradeRefused(status, body.strip());
    }

    private static int status(String head) {
        return head.matches("(?s)HTTP/1\\.1 \\d{3} .*") ? Integer.parseInt(head.substring(9, 12)) : 0;
    }

    private static void requireHeader(String head, String name, Predicate<String> rule) {
        String value = header(head, name);
        if (!rule.test(value)) {
            throw new ClientFailure.UpgradeRefused(101, "with the header " + name + ": " + value);
        }
    }

    private static String header(String head, String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        done.completeExceptionally(broken.getCause() instanceof RuntimeException cause ? cause : broken);
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        done.completeExceptionally(
                new ClientFailure.ConnectionEnded("the server closed before the handshake was done"));
    }
}
