package net.headscale.control;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import net.headscale.wire.noise.MalformedRecord;
import net.headscale.wire.noise.NoiseChannel;
import net.headscale.wire.noise.RecordCipher;
import net.headscale.wire.noise.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals what goes out and opens what comes in, as a TLS handler does; one for each connection.
///
/// Writes of one flush are joined before they are sealed, so that small HTTP/2 frames share records. Both sides of the
/// cipher are heap buffers, which the JDK works on in place.
final class NoiseHandler extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NoiseHandler.class);

    private static final int LEAST_WAITING_BYTES = 512; // most messages fit

    /// One cipher an event loop: it keeps no key between two records.
    private static final FastThreadLocal<RecordCipher> CIPHER = new FastThreadLocal<>() {
        @Override
        protected RecordCipher initialValue() {
            return RecordCipher.create();
        }
    };

    private final NoiseChannel noise;
    private @org.jspecify.annotations.Nullable ByteBuf received;
    private @org.jspecify.annotations.Nullable ByteBuf waiting;
    private List<ChannelPromise> promises = new ArrayList<>(2);

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
            waiting = context.alloc().heapBuffer(Math.max(bytes.readableBytes(), LEAST_WAITING_BYTES));
        }
        waiting.writeBytes(bytes);
        bytes.release();
        if (!promise.isVoid()) {
            promises.add(promise);
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
        ByteBuf plain = waiting;
        if (plain == null) {
            return;
        }
        ChannelPromise sent = sent(context);
        waiting = null;
        int length = plain.readableBytes();
        ByteBuf sealed = context.alloc().heapBuffer(Records.sealedLength(length));
        try {
            ByteBuffer room = sealed.nioBuffer(0, sealed.capacity());
            noise.sealer().seal(CIPHER.get(), plain.nioBuffer(), room);
            sealed.writerIndex(room.position());
        } catch (RuntimeException broken) {
            sealed.release();
            sent.tryFailure(broken);
            context.close();
            return;
        } finally {
            plain.release();
        }
        context.write(sealed, sent);
    }

    /// Tells all who wrote what is sealed now how it went.
    private ChannelPromise sent(ChannelHandlerContext context) {
        List<ChannelPromise> writers = promises;
        if (writers.isEmpty()) {
            return context.newPromise();
        }
        promises = new ArrayList<>(2);
        return context.newPromise().addListener(done -> {
            for (ChannelPromise writer : writers) {
                if (done.isSuccess()) {
                    writer.trySuccess();
                } else {
                    writer.tryFailure(done.cause());
                }
            }
        });
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (received != null) {
            received.release();
            received = null;
        }
        if (waiting != null) {
            waiting.release();
            waiting = null;
        }
        promises.forEach(promise -> promise.tryFailure(new ClosedChannelException()));
        promises.clear();
        noise.close();
    }
}
