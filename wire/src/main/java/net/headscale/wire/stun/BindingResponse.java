package net.headscale.wire.stun;

import java.nio.ByteBuffer;
import java.util.Optional;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;

/// The server's answer to a [BindingRequest].
///
/// Shape: header, XOR-MAPPED-ADDRESS: a zero, the family (1 or 2), the port XOR the cookie's upper half, the
/// address XOR the cookie and, for IPv6, the transaction id. 32 bytes for IPv4, 44 for IPv6.
///
/// @param mapped where the request came from; an IPv4-mapped IPv6 address, as a dual-stack socket gives it, becomes
/// IPv4
public record BindingResponse(TransactionId transaction, Endpoint mapped) {
    private static final int MAPPED_ADDRESS = 0x0001;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int XOR_MAPPED_ADDRESS_OF_OLD_SERVERS = 0x8020;
    private static final int ADDRESS_HEADER_BYTES = 4;
    private static final int PORT_MASK = StunMessage.COOKIE >>> Short.SIZE;
    private static final byte FAMILY_IPV4 = 1;
    private static final byte FAMILY_IPV6 = 2;

    public BindingResponse {
        mapped = new Endpoint(mapped.address().unmapped(), mapped.port());
    }

    /// The datagram's bytes.
    public byte[] bytes() {
        IpAddress address = masked(mapped.address(), transaction);
        int length = ADDRESS_HEADER_BYTES + address.bits() / Byte.SIZE;
        byte[] datagram = new byte[StunMessage.HEADER_BYTES + StunMessage.ATTRIBUTE_HEADER_BYTES + length];
        ByteBuffer message = StunMessage.begin(datagram, StunMessage.BINDING_RESPONSE, transaction);
        StunMessage.putAttributeHeader(message, XOR_MAPPED_ADDRESS, length)
                .put((byte) 0)
                .put(address.isIpv6() ? FAMILY_IPV6 : FAMILY_IPV4)
                .putShort((short) (mapped.port() ^ PORT_MASK))
                .put(address.bytes());
        return datagram;
    }

    /// Reads a datagram as the client does: a masked address counts before a plain one, and attributes that are not
    /// known are skipped.
    ///
    /// @param datagram left as it is
    /// @return empty unless this is a binding response with an address
    public static Optional<BindingResponse> read(ByteBuffer datagram) {
        return StunMessage.read(datagram)
                .filter(message -> message.type() == StunMessage.BINDING_RESPONSE)
                .flatMap(BindingResponse::of);
    }

    private static Optional<BindingResponse> of(StunMessage message) {
        Optional<Endpoint> masked =
                first(message, XOR_MAPPED_ADDRESS).or(() -> first(message, XOR_MAPPED_ADDRESS_OF_OLD_SERVERS));
        return masked.map(endpoint -> unmasked(endpoint, message.transaction()))
                .or(() -> first(message, MAPPED_ADDRESS))
                .map(endpoint -> new BindingResponse(message.transaction(), endpoint));
    }

    private static Optional<Endpoint> first(StunMessage message, int type) {
        return message.attributes().stream()
                .filter(attribute -> attribute.type() == type)
                .map(attribute -> endpoint(attribute.value()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Endpoint> endpoint(ByteBuffer value) {
        int addressBytes = value.remaining() - ADDRESS_HEADER_BYTES;
        if (addressBytes < 0 || addressBytes != addressBytes(value.get(1))) {
            return Optional.empty();
        }
        byte[] address = new byte[addressBytes];
        value.get(ADDRESS_HEADER_BYTES, address);
        return Optional.of(new Endpoint(IpAddress.of(address), Short.toUnsignedInt(value.getShort(2))));
    }

    private static int addressBytes(byte family) {
        return switch (family) {
            case FAMILY_IPV4 -> 4;
            case FAMILY_IPV6 -> 16;
            default -> -1;
        };
    }

    private static Endpoint unmasked(Endpoint masked, TransactionId transaction) {
        return new Endpoint(masked(masked.address(), transaction), masked.port() ^ PORT_MASK);
    }

    /// Its own inverse.
    private static IpAddress masked(IpAddress address, TransactionId transaction) {
        if (!address.isIpv6()) {
            return IpAddress.ofIpv4((int) address.low() ^ StunMessage.COOKIE);
        }
        long upperMask = (long) StunMessage.COOKIE << Integer.SIZE | Integer.toUnsignedLong(transaction.high());
        return new IpAddress(address.high() ^ upperMask, address.low() ^ transaction.low(), true);
    }
}
