package net.headscale.wire.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What all STUN messages share. All integers are big-endian.
///
/// Shape: type (2 bytes), length of the attributes (2), cookie `2112a442` (4), transaction id (12), attributes. An
/// attribute: type (2), length of the value (2), value, padding to a multiple of 4.
///
/// @param attributes in their order; values are views of the message
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8489#section-5">RFC 8489, 5</a>
record StunMessage(int type, TransactionId transaction, List<Attribute> attributes) {
    static final int BINDING_REQUEST = 0x0001;
    static final int BINDING_RESPONSE = 0x0101;
    static final int COOKIE = 0x2112a442;
    static final int HEADER_BYTES = 20;
    static final int ATTRIBUTE_HEADER_BYTES = 4;

    private static final int MOST_BYTES = 1_500; // one Ethernet frame; an honest message has 44 bytes at most

    /// @param value a view of the message
    record Attribute(int type, ByteBuffer value) {}

    /// @param datagram left as it is
    /// @return empty if this is no STUN message, or more than one frame long
    static Optional<StunMessage> read(ByteBuffer datagram) {
        ByteBuffer message = datagram.slice(); // big-endian, whatever the datagram's order is
        if (message.remaining() < HEADER_BYTES || message.remaining() > MOST_BYTES) {
            return Optional.empty();
        }
        int type = Short.toUnsignedInt(message.getShort());
        int length = Short.toUnsignedInt(message.getShort());
        if (message.getInt() != COOKIE || length != message.capacity() - HEADER_BYTES) {
            return Optional.empty();
        }
        TransactionId transaction = TransactionId.read(message);
        return attributes(message).map(attributes -> new StunMessage(type, transaction, attributes));
    }

    private static Optional<List<Attribute>> attributes(ByteBuffer message) {
        List<Attribute> attributes = new ArrayList<>();
        while (message.hasRemaining()) {
            if (message.remaining() < ATTRIBUTE_HEADER_BYTES) {
                return Optional.empty();
            }
            int type = Short.toUnsignedInt(message.getShort());
            int length = Short.toUnsignedInt(message.getShort());
            int padded = (length + 3) & ~3;
            if (padded > message.remaining()) {
                return Optional.empty();
            }
            attributes.add(new Attribute(type, message.slice(message.position(), length)));
            message.position(message.position() + padded);
        }
        return Optional.of(attributes);
    }

    /// Writes a header into `message`, whose length says how much room there is for attributes behind it.
    static ByteBuffer begin(byte[] message, int type, TransactionId transaction) {
        ByteBuffer header = ByteBuffer.wrap(message)
                .putShort((short) type)
                .putShort((short) (message.length - HEADER_BYTES))
                .putInt(COOKIE);
        transaction.write(header);
        return header;
    }

    static ByteBuffer putAttributeHeader(ByteBuffer message, int type, int length) {
        return message.putShort((short) type).putShort((short) length);
    }
}
