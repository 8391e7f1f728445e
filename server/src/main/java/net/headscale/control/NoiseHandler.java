package net.headscale.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import net.headscale.wire.noise.MalformedRecord;
import net.headscale.wire.noise.NoiseChannel;
import net.headscale.wire.noise.RecordCipher;
import net.headscale.wire.noise.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals what goes out and opens what comes in, as a TLS handler does; one for each connection.
///
/// Writes of one flush are joined before they are sealed, so that small HTTP/2 frames share records.
final class NoiseHandler extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NoiseHandler.class);

    /// One cipher an event loop: it keeps no key between two records.
    private static final FastThreadLocal<RecordCipher> CIPHER = new FastThreadLocal<>() {
        @Override
        protected RecordCipher initialValue() {
            return RecordCipher.create();
        }
    };

    private final NoiseChannel noise;
    private @org.jspecify.annotations.Nullable ByteBuf received;
    private @org.jspecify.annotations.Nullable CompositeByteBuf waiting;
    private @org.jspecify.annotations.Nullable ChannelPromise waitingPromise;

    NoiseHandler(NoiseChannel noise) {
        this.noise = noise;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf all = bytes;
        if (received != null) {
            all = received.writeBytes(bytes);
            bytes.release();
            received = null;
        }
        try {
            open(context, all);
            if (all.isReadable()) {
                received = context.alloc().buffer(Records.MOST_RECORD_BYTES).writeBytes(all);
            }
        } catch (MalformedRecord | IllegalStateException broken) {
            LOG.atDebug().addKeyValue("reason", broken.getMessage()).log("record refused");
            context.close();
        } finally {
            all.release();
        }
    }

    private void open(ChannelHandlerContext context, ByteBuf all) {
        ByteBuffer records = all.nioBuffer();
        int length = records.remaining();
        ByteBuf plain = context.alloc().buffer(length);
        try {
            ByteBuffer room = plain.nioBuffer(0, length);
            while (records.hasRemaining() && noise.opener().open(CIPHER.get(), records, room)) {
                // one record after the other
            }
            plain.writerIndex(room.position());
            all.skipBytes(length - records.remaining());
        } catch (RuntimeException broken) {
            plain.release();
            throw broken;
        }
        if (plain.isReadable()) {
            context.fireChannelRead(plain);
        } else {
            plain.release();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes)) {
            context.write(message, promise);
            return;
        }
        if (waiting == null) {
            waiting = context.alloc().compositeBuffer(1_024);
            waitingPromise = context.newPromise();
        }
        waiting.addComponent(true, bytes);
        if (!promise.isVoid() && waitingPromise != null) {
            waitingPromise.addListener(done -> {
                if (done.isSuccess()) {
                    promise.trySuccess();
                } else {
                    promise.tryFailure(done.cause());
                }
            });
        }
        if (waiting.readableBytes() >= Records.MOST_PLAINTEXT_BYTES * 8) {
            seal(context);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        seal(context);
        context.flush();
    }

    private void seal(ChannelHandlerContext context) {
        CompositeByteBuf plain = waiting;
        ChannelPromise promise = waitingPromise;
        if (plain == null || promise == null) {
            return;
        }
        waiting = null;
        waitingPromise = null;
        int length = plain.readableBytes();
        ByteBuf sealed = context.alloc().buffer(Records.sealedLength(length));
        try {
            ByteBuffer room = sealed.nioBuffer(0, sealed.capacity());
            noise.sealer().seal(CIPHER.get(), plain.nioBuffer(), room);
            sealed.writerIndex(room.position());
        } catch (RuntimeException broken) {
            sealed.release();
            promise.tryFailure(broken);
            context.close();
            return;
        } finally {
            plain.release();
        }
        context.write(sealed, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (received != null) {
            received.release();
            received = null;
        }
        if (waiting != null && waitingPromise != null) {
            waiting.release();
            waitingPromise.tryFailure(new java.nio.channels.ClosedChannelException());
            waiting = null;
            waitingPromise = null;
        }
        noise.close();
    }
}
