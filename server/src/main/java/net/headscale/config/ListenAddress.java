package net.headscale.config;

/// Where a listener waits: a host and a port.
///
/// @param host an address or name; empty is every address of the machine
/// @param port 0…65,535; 0 lets the system choose
public record ListenAddress(String host, int port) {
    public ListenAddress {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("expected a port of 0 to 65535, found " + port);
        }
    }

    /// Reads `host:port`, `:port` or `[ipv6]:port`.
    ///
    /// @throws IllegalArgumentException if there is no colon or no port
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || (!isBracketed && host.contains(":"))) {
            throw new IllegalArgumentException("expected host:port, found " + text);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new ListenAddress(isBracketed ? host.substring(1, host.length() - 1) : host, port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a port number after the colon, found " + text, e);
        }
    }

    /// Whether it waits on every address of the machine.
    public boolean isWildcard() {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    /// `host:port`, with brackets around an IPv6 address.
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
