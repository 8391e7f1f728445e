package net.headscale.testkit.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import net.headscale.wire.noise.EarlyPayload;

/// Takes the early payload, if there is one, from before the server's HTTP/2 bytes; then leaves the pipeline.
final class EarlyPayloadReader extends ByteToMessageDecoder {
    private final CompletableFuture<Optional<EarlyPayload>> found;

    EarlyPayloadReader(CompletableFuture<Optional<EarlyPayload>> found) {
        this.found = found;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < EarlyPayload.HEADER_BYTES) {
            return;
        }
        byte[] header = new byte[EarlyPayload.HEADER_BYTES];
        in.getBytes(in.readerIndex(), header);
        OptionalInt length = EarlyPayload.jsonLength(header);
        if (length.isEmpty()) {
            leave(context, Optional.empty());
        } else if (in.readableBytes() >= header.length + length.getAsInt()) {
            byte[] json = new byte[length.getAsInt()];
            in.skipBytes(header.length).readBytes(json);
            leave(context, Optional.of(EarlyPayload.read(json)));
        }
    }

    private void leave(ChannelHandlerContext context, Optional<EarlyPayload> payload) {
        found.complete(payload);
        context.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        found.completeExceptionally(broken);
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        found.completeExceptionally(new ClientFailure.ConnectionEnded("the server closed before it spoke HTTP/2"));
    }
}
