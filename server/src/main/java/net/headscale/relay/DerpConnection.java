package net.headscale.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import net.headscale.wire.derp.ClientHello;
import net.headscale.wire.derp.DerpFrame;
import net.headscale.wire.derp.FrameDecoder;
import net.headscale.wire.derp.FromClient;
import net.headscale.wire.derp.FromServer;
import net.headscale.wire.derp.ServerHello;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node's connection to the relay. Lives on its event loop; [#send] may be called from any thread and never
/// blocks.
///
/// Packets for a connection that cannot take more are dropped, as on any congested path: one slow node holds up
/// nobody.
final class DerpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(DerpConnection.class);
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 60; // the client gives up after 120 s without a frame
    private static final int JITTER_SECONDS = 5;
    private static final int DISCO_BYTES = 62;
    private static final byte[] DISCO = {0x54, 0x53, (byte) 0xf0, (byte) 0x9f, (byte) 0x92, (byte) 0xac};
    private static final int FRAME_BYTES = 5 + 32; // what a client counts beside a packet
    private static final int NOT_HERE_BURST = 3;
    private static final int BATCH_BYTES = 16 << 10; // what one TLS record holds
    private static final WriteBufferWaterMark QUEUE = // a burst waits here, before TCP takes it
            new WriteBufferWaterMark(128 << 10, 256 << 10);
    private static final int MOST_HEARD = 4_096; // peers that are told when this node goes

    private final DerpServer server;
    private final Channel channel;
    private final FrameDecoder<FromClient> decoder = FrameDecoder.ofServer();
    private final Set<NodeKey> heardBy = ConcurrentHashMap.newKeySet();
    private @Nullable ByteBuf received;
    private volatile @Nullable NodeKey node;
    private final Map<DerpConnection, ByteBuf> batches = new HashMap<>(2); // packets of this read, not handed over yet
    private final Budget budget;
    private @Nullable Future<?> timer;
    private int notHereLeft = NOT_HERE_BURST;
    private long notHereSince = System.nanoTime();

    DerpConnection(DerpServer server, Channel channel) {
        this.server = server;
        this.channel = channel;
        this.budget = new Budget(server.clientBytesPerSecond(), System.nanoTime());
    }

    void start() {
        channel.config().setWriteBufferWaterMark(QUEUE);
        send(new FromServer.ServerKey(server.key()));
        timer = channel.eventLoop().schedule(this::endUnlessProven, HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    }

    boolean isOf(NodeKey key) {
        return key.equals(node);
    }

    Set<NodeKey> heardBy() {
        return heardBy;
    }

    /// Writes a frame, unless the connection cannot take more.
    void send(DerpFrame frame) {
        if (hasRoomFor(frame)) {
            ByteBuf buffer = room(frame.length());
            append(frame, buffer);
            send(buffer);
        }
    }

    private boolean hasRoomFor(DerpFrame frame) {
        boolean hasRoom = channel.isWritable();
        if (hasRoom) {
            server.watch().sent(frame.length());
        } else {
            server.watch().dropped(RelayWatch.Drop.FULL, frame.length());
        }
        return hasRoom;
    }

    /// Heap buffers: the JDK's ciphers work on them in place.
    private ByteBuf room(int bytes) {
        return channel.alloc().heapBuffer(bytes, bytes);
    }

    private static void append(DerpFrame frame, ByteBuf buffer) {
        ByteBuffer room = buffer.nioBuffer(buffer.writerIndex(), frame.length());
        frame.write(room);
        buffer.writerIndex(buffer.writerIndex() + frame.length());
    }

    private void send(ByteBuf frames) {
        channel.writeAndFlush(frames, channel.voidPromise());
    }

    void close() {
        channel.close();
    }

    void closeUnlessAdmitted() {
        NodeKey proven = node;
        if (proven != null && !server.admits(proven)) {
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        ByteBuf all = bytes;
        if (received != null) {
            all = received.writeBytes(bytes);
            bytes.release();
            received = null;
        }
        try {
            read(all);
            if (all.isReadable() && channel.isActive()) {
                received = context.alloc().buffer(all.readableBytes()).writeBytes(all);
            }
        } catch (MalformedMessage | IllegalArgumentException broken) {
            LOG.atDebug()
                    .addKeyValue("reason", String.valueOf(broken.getMessage()))
                    .log("relay connection refused");
            context.close();
        } finally {
            all.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        handOver();
        context.fireChannelReadComplete();
    }

    private void handOver() {
        batches.forEach(DerpConnection::send);
        batches.clear();
    }

    /// Packets that come together go on together: they share a TLS record, a system call, and the way to the other
    /// connection's loop.
    private void batch(DerpConnection target, DerpFrame frame) {
        if (!target.hasRoomFor(frame)) {
            return;
        }
        ByteBuf batch = batches.get(target);
        if (batch != null && batch.writableBytes() < frame.length()) {
            target.send(batch);
            batch = null;
        }
        if (batch == null) {
            batch = target.room(Math.max(frame.length(), BATCH_BYTES));
            batches.put(target, batch);
        }
        append(frame, batch);
    }

    private void read(ByteBuf all) {
        ByteBuffer buffer = all.nioBuffer();
        int length = buffer.remaining();
        for (Optional<FromClient> frame = decoder.next(buffer);
                frame.isPresent() && channel.isActive();
                frame = decoder.next(buffer)) {
            take(frame.get());
        }
        all.skipBytes(length - buffer.remaining());
    }

    private void take(FromClient frame) {
        NodeKey proven = node;
        if (proven == null) {
            greet(frame);
            return;
        }
        switch (frame) {
            case FromClient.SendPacket(NodeKey destination, ByteBuffer packet) -> forward(proven, destination, packet);
            case DerpFrame.Ping(long token) -> send(new DerpFrame.Pong(token));
            case DerpFrame.Pong _, FromClient.NotePreferred _ -> {}
            case FromClient.ClientInfo _, FromClient.ForwardPacket _, FromClient.WatchConns _, FromClient.ClosePeer _ ->
                close(); // for relays of a mesh, which there is none of
        }
    }

    /// The first frame must prove a node key, and of a node that is admitted.
    private void greet(FromClient frame) {
        if (!(frame instanceof FromClient.ClientInfo info)) {
            close();
            return;
        }
        info.open(server.secret());
        NodeKey proven = info.client();
        if (!server.admits(proven)) {
            LOG.atDebug().log("unknown node refused by the relay");
            close();
            return;
        }
        node = proven;
        server.joined(proven, this);
        send(FromServer.ServerInfo.seal(server.secret(), proven, hello(), server.random()));
    }

    private ServerHello hello() {
        long bytes = server.clientBytesPerSecond();
        return new ServerHello(ClientHello.VERSION, bytes, bytes);
    }

    /// Reads no more from a client that is over its budget, until it is within it again.
    private void spend(int bytes) {
        long pause = budget.take(bytes, System.nanoTime());
        if (pause > 0 && channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
            channel.eventLoop().schedule(() -> channel.config().setAutoRead(true), pause, TimeUnit.NANOSECONDS);
        }
    }

    private void forward(NodeKey source, NodeKey destination, ByteBuffer packet) {
        int bytes = FRAME_BYTES + packet.remaining();
        server.watch().received(bytes);
        spend(bytes);
        DerpConnection target = server.active(destination);
        if (target != null) {
            if (heardBy.size() < MOST_HEARD) {
                heardBy.add(destination);
            }
            batch(target, new FromServer.RecvPacket(source, packet));
            return;
        }
        server.watch().dropped(RelayWatch.Drop.ABSENT, bytes);
        if (isDisco(packet) && mayTellNotHere()) {
            send(new FromServer.PeerGone(destination, FromServer.PeerGone.NOT_HERE));
        }
    }

    private static boolean isDisco(ByteBuffer packet) {
        if (packet.remaining() < DISCO_BYTES) {
            return false;
        }
        for (int i = 0; i < DISCO.length; i++) {
            if (packet.get(packet.position() + i) != DISCO[i]) {
                return false;
            }
        }
        return true;
    }

    /// Three at once, then one a second.
    private boolean mayTellNotHere() {
        long now = System.nanoTime();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(now - notHereSince);
        if (seconds > 0) {
            notHereLeft = (int) Math.min(NOT_HERE_BURST, notHereLeft + seconds);
            notHereSince = now;
        }
        if (notHereLeft == 0) {
            return false;
        }
        notHereLeft--;
        return true;
    }

    private void endUnlessProven() {
        if (node == null) {
            close();
        } else {
            scheduleKeepAlive();
        }
    }

    private void scheduleKeepAlive() {
        int seconds = KEEP_ALIVE_SECONDS + ThreadLocalRandom.current().nextInt(JITTER_SECONDS);
        timer = channel.eventLoop().schedule(this::keepAlive, seconds, TimeUnit.SECONDS);
    }

    private void keepAlive() {
        if (channel.isActive()) {
            send(new FromServer.KeepAlive());
            scheduleKeepAlive();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        handOver();
        if (timer != null) {
            timer.cancel(false); // it would keep all of a closed connection in memory
        }
        if (received != null) {
            received.release();
            received = null;
        }
        NodeKey proven = node;
        if (proven != null) {
            server.left(proven, this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("reason", String.valueOf(cause.getMessage())).log("relay connection failed");
        context.close();
    }
}
