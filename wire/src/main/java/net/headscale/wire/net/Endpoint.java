package net.headscale.wire.net;

/// An address and a UDP port that a node may be reached at: Go's `netip.AddrPort`.
///
/// @param port 0…65535
public record Endpoint(IpAddress address, int port) {
    public Endpoint {
        if (port < 0 || port > 65535) {
            throw new MalformedAddress("expected a port from 0 to 65535, found " + port);
        }
    }

    /// Reads `192.0.2.1:41641` or `[2001:db8::1]:41641`; a zone is dropped.
    ///
    /// @throws MalformedAddress if it is neither
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || colon + 1 >= text.length() || text.length() - colon > 6) {
            throw new MalformedAddress("expected an address and a port");
        }
        boolean bracketed = text.charAt(0) == '[' && text.charAt(colon - 1) == ']';
        IpAddress address = IpAddress.parse(bracketed ? text.substring(1, colon - 1) : text.substring(0, colon));
        if (address.isIpv6() != bracketed) {
            throw new MalformedAddress("expected brackets around an IPv6 address, and only there");
        }
        return new Endpoint(address, port(text, colon + 1));
    }

    private static int port(String text, int start) {
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new MalformedAddress("expected a decimal port");
            }
            port = port * 10 + (c - '0');
        }
        return port;
    }

    @Override
    public String toString() {
        return address.isIpv6() ? "[" + address + "]:" + port : address + ":" + port;
    }
}
