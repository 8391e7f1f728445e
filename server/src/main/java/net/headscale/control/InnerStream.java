package net.headscale.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.headscale.session.MapSession;
import net.headscale.session.Outlet;
import org.jspecify.annotations.Nullable;

/// The answering side of one inner request: one whole answer, or a map stream.
///
/// Thread-safe: writes go to the stream's event loop in the order of calls.
final class InnerStream implements Outlet {
    private static final int SECONDS_TO_END = 10; // then its client reads nothing

    private final ControlWatch watch;
    private @Nullable Http2StreamChannel channel;
    private volatile @Nullable Thread worker;
    private volatile @Nullable MapSession session;
    private volatile boolean isReset;
    private volatile boolean isClosed;

    /// @param watch told what is answered
    InnerStream(ControlWatch watch) {
        this.watch = watch;
    }

    void bind(Http2StreamChannel stream) {
        channel = stream;
    }

    /// Answers on a virtual thread, which is interrupted when the client goes.
    void run(Runnable task) {
        worker = Thread.ofVirtual().name("machine").start(() -> {
            task.run();
            worker = null;
        });
    }

    /// One whole answer.
    void reply(int status, String contentType, byte[] body) {
        watch.answered(status);
        Http2StreamChannel stream = stream();
        Http2Headers headers = new DefaultHttp2Headers()
                .status(Integer.toString(status))
                .set("content-type", contentType)
                .set("content-length", Integer.toString(body.length));
        if (body.length == 0) {
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
            return;
        }
        stream.write(new DefaultHttp2HeadersFrame(headers, false));
        stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
    }

    /// The head of a map stream; messages follow.
    void startMap() {
        watch.answered(200);
        Http2Headers headers = new DefaultHttp2Headers().status("200").set("content-type", "application/octet-stream");
        stream().writeAndFlush(new DefaultHttp2HeadersFrame(headers, false));
    }

    /// Ties the stream to its session; the session hears at once when the stream is gone already.
    void attach(MapSession opened) {
        session = opened;
        if (isClosed) {
            closed();
        }
    }

    @Override
    public void write(List<byte[]> parts, Runnable gone) {
        ByteBuf message = Unpooled.wrappedBuffer(parts.toArray(byte[][]::new));
        stream().writeAndFlush(new DefaultHttp2DataFrame(message, false)).addListener(_ -> gone.run());
    }

    @Override
    public boolean isReady() {
        return stream().isWritable();
    }

    @Override
    public void probe(Runnable answered) {
        ConnectionEnd connection = stream().parent().pipeline().get(ConnectionEnd.class);
        if (connection != null) {
            connection.ping(answered);
        }
    }

    @Override
    public void end() {
        Http2StreamChannel stream = stream();
        stream.writeAndFlush(new DefaultHttp2DataFrame(true)).addListener(ChannelFutureListener.CLOSE);
        Future<?> late = stream.eventLoop().schedule(() -> stream.close(), SECONDS_TO_END, TimeUnit.SECONDS);
        stream.closeFuture().addListener(_ -> late.cancel(false));
    }

    void writable() {
        MapSession opened = session;
        if (opened != null) {
            opened.wake();
        }
    }

    /// The client gave the stream up; its connection lives.
    void reset() {
        isReset = true;
    }

    /// The stream is gone.
    void closed() {
        isClosed = true;
        Thread working = worker;
        if (working != null) {
            working.interrupt();
        }
        MapSession opened = session;
        if (opened != null) {
            session = null;
            boolean isConnectionAlive = stream().parent().isActive();
            opened.close(isReset || isConnectionAlive ? MapSession.Ending.RESET : MapSession.Ending.LOST);
        }
    }

    private Http2StreamChannel stream() {
        Http2StreamChannel stream = channel;
        if (stream == null) {
            throw new IllegalStateException("no stream bound");
        }
        return stream;
    }
}
