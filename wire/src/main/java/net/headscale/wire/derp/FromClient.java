package net.headscale.wire.derp;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;

/// What a client sends to a relay. The last three kinds are for other relays of a mesh.
public sealed interface FromClient extends DerpFrame
        permits FromClient.ClientInfo,
                FromClient.SendPacket,
                FromClient.NotePreferred,
                FromClient.ForwardPacket,
                FromClient.WatchConns,
                FromClient.ClosePeer,
                DerpFrame.Ping,
                DerpFrame.Pong {
    /// The first frame: who the client is, and the proof of it.
    ///
    /// Shape: node key (32 bytes), box. The box is sealed between the node key and the relay's key and holds a
    /// [ClientHello].
    ///
    /// @param client not proven before [#open]
    record ClientInfo(NodeKey client, ByteBuffer box) implements FromClient {
        static ClientInfo read(ByteBuffer payload) {
            return new ClientInfo(FrameKeys.take(payload), payload.slice());
        }

        /// The frame of the client whose secret is `own`.
        ///
        /// @param random source of the box's nonce: a `SecureRandom`, except where a test needs a known one
        public static ClientInfo seal(X25519Secret own, NodeKey relay, ClientHello hello, RandomGenerator random) {
            byte[] box = NaclBox.seal(own, relay.bytes(), hello.json(), random);
            return new ClientInfo(NodeKey.of(own.publicBytes()), ByteBuffer.wrap(box));
        }

        /// What the box holds; after this, the client is known to own its node key.
        ///
        /// @throws MalformedMessage if it was not sealed between `client` and `relay`, or holds no hello
        public ClientHello open(X25519Secret relay) {
            return ClientHello.read(NaclBox.open(relay, client.bytes(), box)
                    .orElseThrow(() -> new MalformedMessage("expected a box that the client sealed for this relay")));
        }

        @Override
        public FrameKind kind() {
            return FrameKind.CLIENT_INFO;
        }

        @Override
        public int payloadLength() {
            return FrameKeys.BYTES + box.remaining();
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(client.bytes()).put(box.duplicate());
        }
    }

    /// A packet for another client.
    ///
    /// Shape: destination (32 bytes), packet.
    record SendPacket(NodeKey destination, ByteBuffer packet) implements FromClient {
        static SendPacket read(ByteBuffer payload) {
            return new SendPacket(FrameKeys.take(payload), payload.slice());
        }

        @Override
        public FrameKind kind() {
            return FrameKind.SEND_PACKET;
        }

        @Override
        public int payloadLength() {
            return FrameKeys.BYTES + packet.remaining();
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(destination.bytes()).put(packet.duplicate());
        }
    }

    /// Whether this relay is the client's home; for statistics only.
    ///
    /// Shape: `01` or `00` (1 byte).
    record NotePreferred(boolean isHome) implements FromClient {
        static NotePreferred read(ByteBuffer payload) {
            return new NotePreferred(payload.get() != 0);
        }

        @Override
        public FrameKind kind() {
            return FrameKind.NOTE_PREFERRED;
        }

        @Override
        public int payloadLength() {
            return 1;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put((byte) (isHome ? 1 : 0));
        }
    }

    /// A packet that another relay of the mesh has received.
    ///
    /// Shape: source (32 bytes), destination (32 bytes), packet.
    record ForwardPacket(NodeKey source, NodeKey destination, ByteBuffer packet) implements FromClient {
        static ForwardPacket read(ByteBuffer payload) {
            return new ForwardPacket(FrameKeys.take(payload), FrameKeys.take(payload), payload.slice());
        }

        @Override
        public FrameKind kind() {
            return FrameKind.FORWARD_PACKET;
        }

        @Override
        public int payloadLength() {
            return 2 * FrameKeys.BYTES + packet.remaining();
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(source.bytes()).put(destination.bytes()).put(packet.duplicate());
        }
    }

    /// A relay of the mesh wants to be told who comes and goes. Empty.
    record WatchConns() implements FromClient {
        @Override
        public FrameKind kind() {
            return FrameKind.WATCH_CONNS;
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

    /// A relay of the mesh wants a client's connections closed.
    ///
    /// Shape: node key (32 bytes).
    record ClosePeer(NodeKey peer) implements FromClient {
        static ClosePeer read(ByteBuffer payload) {
            return new ClosePeer(FrameKeys.take(payload));
        }

        @Override
        public FrameKind kind() {
            return FrameKind.CLOSE_PEER;
        }

        @Override
        public int payloadLength() {
            return FrameKeys.BYTES;
        }

        @Override
        public void writePayload(ByteBuffer out) {
            out.put(peer.bytes());
        }
    }
}
