package net.headscale.wire.stun;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/// A client's question for the address that it is seen at.
///
/// Shape: header, SOFTWARE `tailnode`, FINGERPRINT; 40 bytes.
public record BindingRequest(TransactionId transaction) {
    private static final int SOFTWARE = 0x8022;
    private static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_MASK = 0x5354554e; // RFC 8489, 14.7
    private static final int BYTES = 40;
    private static final int FINGERPRINT_BYTES = StunMessage.ATTRIBUTE_HEADER_BYTES + Integer.BYTES;
    private static final byte[] TAILNODE = "tailnode".getBytes(US_ASCII);

    /// Reads a datagram.
    ///
    /// @param datagram left as it is
    /// @return empty unless this is a binding request that names `tailnode` as its software and ends in its
    /// fingerprint: nothing else is answered, so that the server is of little use to reflect traffic
    public static Optional<BindingRequest> read(ByteBuffer datagram) {
        return StunMessage.read(datagram)
                .filter(message -> message.type() == StunMessage.BINDING_REQUEST)
                .filter(BindingRequest::isOfTailnode)
                .filter(message -> endsInItsFingerprint(message, datagram))
                .map(message -> new BindingRequest(message.transaction()));
    }

    private static boolean isOfTailnode(StunMessage message) {
        ByteBuffer tailnode = ByteBuffer.wrap(TAILNODE);
        return message.attributes().stream()
                .anyMatch(attribute ->
                        attribute.type() == SOFTWARE && attribute.value().equals(tailnode));
    }

    private static boolean endsInItsFingerprint(StunMessage message, ByteBuffer datagram) {
        StunMessage.Attribute last = message.attributes().getLast();
        if (last.type() != FINGERPRINT || last.value().remaining() != Integer.BYTES) {
            return false;
        }
        ByteBuffer before = datagram.slice(datagram.position(), datagram.remaining() - FINGERPRINT_BYTES);
        return last.value().getInt(0) == fingerprint(before);
    }

    private static int fingerprint(ByteBuffer before) {
        CRC32 crc = new CRC32();
        crc.update(before);
        return (int) crc.getValue() ^ FINGERPRINT_MASK;
    }

    /// The datagram's 40 bytes.
    public byte[] bytes() {
        byte[] datagram = new byte[BYTES];
        ByteBuffer message = StunMessage.begin(datagram, StunMessage.BINDING_REQUEST, transaction);
        StunMessage.putAttributeHeader(message, SOFTWARE, TAILNODE.length).put(TAILNODE);
        int fingerprint = fingerprint(ByteBuffer.wrap(datagram, 0, BYTES - FINGERPRINT_BYTES));
        StunMessage.putAttributeHeader(message, FINGERPRINT, Integer.BYTES).putInt(fingerprint);
        return datagram;
    }
}
