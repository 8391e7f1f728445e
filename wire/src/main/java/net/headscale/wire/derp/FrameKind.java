package net.headscale.wire.derp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The kinds of frames: their numbers, who sends them, and how long their payloads may be.
///
/// The limits are the reference server's and client's. They are checked before a payload is waited for, so that nobody
/// makes the other side hold more than the kind needs.
public enum FrameKind {
    SERVER_KEY(0x01, FromServer.class, FromServer.ServerKey.BYTES, Limits.ROOM_TO_GROW),
    CLIENT_INFO(0x02, FromClient.class, Limits.KEY + NaclBox.OVERHEAD_BYTES, 256 << 10),
    SERVER_INFO(0x03, FromServer.class, NaclBox.OVERHEAD_BYTES, DerpFrame.MOST_PAYLOAD_BYTES),
    SEND_PACKET(0x04, FromClient.class, Limits.KEY, Limits.KEY + DerpFrame.MOST_PACKET_BYTES),
    RECV_PACKET(0x05, FromServer.class, Limits.KEY, Limits.KEY + DerpFrame.MOST_PACKET_BYTES),
    KEEP_ALIVE(0x06, FromServer.class, 0, Limits.ROOM_TO_GROW),
    NOTE_PREFERRED(0x07, FromClient.class, 1, 1),
    PEER_GONE(0x08, FromServer.class, Limits.KEY, Limits.ROOM_TO_GROW),
    PEER_PRESENT(0x09, FromServer.class, FromServer.PeerPresent.BYTES, Limits.ROOM_TO_GROW),
    FORWARD_PACKET(0x0a, FromClient.class, 2 * Limits.KEY, 2 * Limits.KEY + DerpFrame.MOST_PACKET_BYTES),
    WATCH_CONNS(0x10, FromClient.class, 0, 0),
    CLOSE_PEER(0x11, FromClient.class, Limits.KEY, Limits.KEY),
    PING(0x12, DerpFrame.class, Long.BYTES, 1000),
    PONG(0x13, DerpFrame.class, Long.BYTES, 1000),
    HEALTH(0x14, FromServer.class, 0, DerpFrame.MOST_PAYLOAD_BYTES),
    RESTARTING(0x15, FromServer.class, 2 * Integer.BYTES, Limits.ROOM_TO_GROW);

    private static final @Nullable FrameKind[] BY_CODE = new @Nullable FrameKind[0x16];

    static {
        for (FrameKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final byte code;
    private final Class<? extends DerpFrame> sender;
    private final int fewestBytes;
    private final int mostBytes;

    FrameKind(int code, Class<? extends DerpFrame> sender, int fewestBytes, int mostBytes) {
        this.code = (byte) code;
        this.sender = sender;
        this.fewestBytes = fewestBytes;
        this.mostBytes = mostBytes;
    }

    /// The kind of this number, or `null` if it is of a later version.
    static @Nullable FrameKind of(int code) {
        return code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /// Its number on the wire.
    public byte code() {
        return code;
    }

    boolean isSentBy(Class<? extends DerpFrame> side) {
        return sender.isAssignableFrom(side);
    }

    boolean allows(int payloadBytes) {
        return payloadBytes >= fewestBytes && payloadBytes <= mostBytes;
    }

    /// @param payload big-endian, as long as this kind allows
    DerpFrame read(ByteBuffer payload) {
        return switch (this) {
            case SERVER_KEY -> FromServer.ServerKey.read(payload);
            case CLIENT_INFO -> FromClient.ClientInfo.read(payload);
            case SERVER_INFO -> FromServer.ServerInfo.read(payload);
            case SEND_PACKET -> FromClient.SendPacket.read(payload);
            case RECV_PACKET -> FromServer.RecvPacket.read(payload);
            case KEEP_ALIVE -> new FromServer.KeepAlive();
            case NOTE_PREFERRED -> FromClient.NotePreferred.read(payload);
            case PEER_GONE -> FromServer.PeerGone.read(payload);
            case PEER_PRESENT -> FromServer.PeerPresent.read(payload);
            case FORWARD_PACKET -> FromClient.ForwardPacket.read(payload);
            case WATCH_CONNS -> new FromClient.WatchConns();
            case CLOSE_PEER -> FromClient.ClosePeer.read(payload);
            case PING -> DerpFrame.Ping.read(payload);
            case PONG -> DerpFrame.Pong.read(payload);
            case HEALTH -> FromServer.Health.read(payload);
            case RESTARTING -> FromServer.Restarting.read(payload);
        };
    }

    /// Lengths that several kinds share.
    private static final class Limits {
        private static final int KEY = FrameKeys.BYTES;

        /// For kinds that a later version may add to.
        private static final int ROOM_TO_GROW = 1024; // the client's limit for the first frame

        private Limits() {}
    }
}
