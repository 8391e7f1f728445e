package net.headscale.wire.derp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;

/// What a relay sends to a client.
public sealed interface FromServer extends DerpFrame
        permits FromServer.ServerKey,
                FromServer.ServerInfo,
                FromServer.RecvPacket,
                FromServer.KeepAlive,
                FromServer.PeerGone,
                FromServer.PeerPresent,
                FromServer.Health,
                FromServer.Restarting,
                DerpFrame.Ping,
                DerpFrame.Pong {
    /// The first frame, sent unasked: the relay's public key.
    ///
    /// Shape: `DERP🔑` in UTF-8 (8 bytes), key (32 bytes); what follows is for later versions and ignored.
    record ServerKey(NodeKey key) implements FromServer {
        static final int BYTES = Long.BYTES + FrameKeys.BYTES;

        private static final long MAGIC = 0x44455250_f09f9491L;

        static ServerKey read(ByteBuffer payload) {
            if (payload.getLong() != MAGIC) {
                throw new MalformedMessage("expected a relay's key, found no magic before it");
            }
            return new ServerKey(FrameKeys.take(payload));
        }

        @Override
        public FrameKind kind() {
            return FrameKind.SERVER_KEY;
        }

        @Override
        public int payloadLength() {
            return BYTES;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.putLong(MAGIC).put(key.bytes());
        }
    }

    /// The answer to a client that was admitted. The client counts itself connected only when this has come.
    ///
    /// Shape: box, sealed between the relay's key and the node key; holds a [ServerHello].
    record ServerInfo(ByteBuffer box) implements FromServer {
        static ServerInfo read(ByteBuffer payload) {
            return new ServerInfo(payload.slice());
        }

        /// The frame of the relay whose secret is `own`.
        ///
        /// @param random source of the box's nonce: a `SecureRandom`, except where a test needs a known one
        public static ServerInfo seal(X25519Secret own, NodeKey client, ServerHello hello, RandomGenerator random) {
            return new ServerInfo(ByteBuffer.wrap(NaclBox.seal(own, client.bytes(), hello.json(), random)));
        }

        /// What the box holds.
        ///
        /// @throws MalformedMessage if it was not sealed between `relay` and `client`, or holds no hello
        public ServerHello open(X25519Secret client, NodeKey relay) {
            return ServerHello.read(NaclBox.open(client, relay.bytes(), box)
                    .orElseThrow(() -> new MalformedMessage("expected a box that the relay sealed for this client")));
        }

        @Override
        public FrameKind kind() {
            return FrameKind.SERVER_INFO;
        }

        @Override
        public int payloadLength() {
            return box.remaining();
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(box.duplicate());
        }
    }

    /// A packet of another client.
    ///
    /// Shape: source (32 bytes), packet.
    record RecvPacket(NodeKey source, ByteBuffer packet) implements FromServer {
        static RecvPacket read(ByteBuffer payload) {
            return new RecvPacket(FrameKeys.take(payload), payload.slice());
        }

        @Override
        public FrameKind kind() {
            return FrameKind.RECV_PACKET;
        }

        @Override
        public int payloadLength() {
            return FrameKeys.BYTES + packet.remaining();
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(source.bytes()).put(packet.duplicate());
        }
    }

    /// Says that the relay is there; a client that hears nothing for 120 s gives up. Empty.
    record KeepAlive() implements FromServer {
        @Override
        public FrameKind kind() {
            return FrameKind.KEEP_ALIVE;
        }

        @Override
        public int payloadLength() {
            return 0;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            // has none
        }
    }

    /// A client cannot be reached over this relay.
    ///
    /// Shape: node key (32 bytes), reason (1 byte; [#DISCONNECTED] if missing).
    ///
    /// @param reason 0…255; clients take unknown ones like the first
    record PeerGone(NodeKey peer, int reason) implements FromServer {
        /// It was here and has left.
        public static final int DISCONNECTED = 0;

        /// It was not here when a packet for it came.
        public static final int NOT_HERE = 1;

        public PeerGone {
            requireByte(reason);
        }

        static PeerGone read(ByteBuffer payload) {
            NodeKey peer = FrameKeys.take(payload);
            return new PeerGone(peer, payload.hasRemaining() ? Byte.toUnsignedInt(payload.get()) : DISCONNECTED);
        }

        @Override
        public FrameKind kind() {
            return FrameKind.PEER_GONE;
        }

        @Override
        public int payloadLength() {
            return FrameKeys.BYTES + 1;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(peer.bytes()).put((byte) reason);
        }
    }

    /// A client is here; for relays of the mesh that watch.
    ///
    /// Shape: node key (32 bytes), address (16 bytes; IPv4 as IPv4-mapped IPv6), port (2 bytes), flags (1 byte).
    ///
    /// @param flags 1 regular, 2 relay of the mesh, 4 prober, 8 not on its ideal relay
    record PeerPresent(NodeKey peer, Endpoint endpoint, int flags) implements FromServer {
        static final int BYTES = FrameKeys.BYTES + 16 + Short.BYTES + 1;

        private static final int MAPPED_PREFIX = 0x0000ffff;

        public PeerPresent {
            requireByte(flags);
        }

        static PeerPresent read(ByteBuffer payload) {
            NodeKey peer = FrameKeys.take(payload);
            IpAddress address = new IpAddress(payload.getLong(), payload.getLong(), true);
            int port = Short.toUnsignedInt(payload.getShort());
            return new PeerPresent(peer, new Endpoint(address.unmapped(), port), Byte.toUnsignedInt(payload.get()));
        }

        @Override
        public FrameKind kind() {
            return FrameKind.PEER_PRESENT;
        }

        @Override
        public int payloadLength() {
            return BYTES;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(peer.bytes());
            if (!endpoint.address().isIpv6()) {
                out.putLong(0).putInt(MAPPED_PREFIX);
            }
            out.put(endpoint.address().bytes())
                    .putShort((short) endpoint.port())
                    .put((byte) flags);
        }
    }

    /// A problem to show to the client's user; empty when there is none any more.
    ///
    /// Shape: UTF-8 text.
    record Health(String problem) implements FromServer {
        static Health read(ByteBuffer payload) {
            return new Health(UTF_8.decode(payload).toString());
        }

        @Override
        public FrameKind kind() {
            return FrameKind.HEALTH;
        }

        @Override
        public int payloadLength() {
            return problem.getBytes(UTF_8).length;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(problem.getBytes(UTF_8));
        }
    }

    /// The relay is about to restart. Today's clients read and ignore it.
    ///
    /// Shape: two numbers of milliseconds (4 bytes each, unsigned).
    ///
    /// @param reconnectIn how long to wait before the first attempt; less than 50 days
    /// @param tryFor how long to go on trying; less than 50 days
    record Restarting(Duration reconnectIn, Duration tryFor) implements FromServer {
        public Restarting {
            requireUint32(reconnectIn.toMillis());
            requireUint32(tryFor.toMillis());
        }

        static Restarting read(ByteBuffer payload) {
            return new Restarting(milliseconds(payload), milliseconds(payload));
        }

        private static Duration milliseconds(ByteBuffer payload) {
            return Duration.ofMillis(Integer.toUnsignedLong(payload.getInt()));
        }

        @Override
        public FrameKind kind() {
            return FrameKind.RESTARTING;
        }

        @Override
        public int payloadLength() {
            return 2 * Integer.BYTES;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.putInt((int) reconnectIn.toMillis()).putInt((int) tryFor.toMillis());
        }
    }

    private static void requireByte(int value) {
        if (value >>> Byte.SIZE != 0) {
            throw new IllegalArgumentException("expected 0 to 255, found " + value);
        }
    }

    private static void requireUint32(long milliseconds) {
        if (milliseconds >>> Integer.SIZE != 0) {
            throw new IllegalArgumentException("expected 32 bits of milliseconds, found " + milliseconds);
        }
    }
}
