package net.headscale.testkit.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.nio.ByteBuffer;
import java.util.List;
import net.headscale.wire.noise.NoiseChannel;
import net.headscale.wire.noise.RecordCipher;
import net.headscale.wire.noise.Records;

/// Seals and opens the records of one connection, of either side: plaintext above it, records below.
///
/// Closes the connection at a record that is none, as the real client does.
final class NoiseRecords extends ByteToMessageCodec<ByteBuf> {
    private final NoiseChannel noise;
    private final RecordCipher cipher = RecordCipher.create();

    NoiseRecords(NoiseChannel noise) {
        this.noise = noise;
    }

    @Override
    protected void encode(ChannelHandlerContext context, ByteBuf plaintext, ByteBuf records) {
        byte[] bytes = new byte[plaintext.readableBytes()];
        plaintext.readBytes(bytes);
        if (bytes.length == 0) {
            return;
        }
        ByteBuffer sealed = ByteBuffer.allocate(Records.sealedLength(bytes.length));
        noise.sealer().seal(cipher, ByteBuffer.wrap(bytes), sealed);
        records.writeBytes(sealed.flip());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf received, List<Object> out) {
        ByteBuffer plaintext = ByteBuffer.allocate(Records.MOST_PLAINTEXT_BYTES);
        ByteBuffer next = received.nioBuffer();
        if (!noise.opener().open(cipher, next, plaintext)) {
            return;
        }
        received.skipBytes(next.position());
        if (plaintext.flip().hasRemaining()) {
            out.add(context.alloc().buffer(plaintext.remaining()).writeBytes(plaintext));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        var _ = context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) throws Exception {
        try (noise;
                cipher) {
            super.handlerRemoved(context);
        }
    }
}
