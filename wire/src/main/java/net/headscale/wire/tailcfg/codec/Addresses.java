package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// Addresses, endpoints and prefixes in JSON: strings in Go's text forms.
final class Addresses {
    private Addresses() {}

    static IpAddress address(JsonReader in) {
        return in.parsed("an IP address", IpAddress::parse);
    }

    /// An address, or `null` for `""`, which is how Go prints the address that is none.
    static @Nullable IpAddress addressOrNone(JsonReader in) {
        return in.parsed("an IP address", text -> text.isEmpty() ? null : IpAddress.parse(text));
    }

    static Endpoint endpoint(JsonReader in) {
        return in.parsed("an address and a port", Endpoint::parse);
    }

    static Prefix prefix(JsonReader in) {
        return in.parsed("an address prefix", Prefix::parse);
    }
}
