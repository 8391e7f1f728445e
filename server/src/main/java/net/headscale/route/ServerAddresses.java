package net.headscale.route;

import java.util.Set;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// The addresses of the server itself: a route to one of them alone takes its traffic, see decisions 0210 and 0250.
///
/// @param known as far as they are
/// @param isComplete whether there are no others; as long as nobody has answered where a name leads, it may be anywhere
public record ServerAddresses(Set<IpAddress> known, boolean isComplete) {
    /// Those of a server that is nowhere.
    public static final ServerAddresses NONE = new ServerAddresses(Set.of(), true);

    public ServerAddresses {
        known = Set.copyOf(known);
    }

    /// Whether a route leads to the server and nowhere else, as far as is known.
    public boolean mayBe(Prefix route) {
        boolean isOneAddress = route.equals(Prefix.of(route.address()));
        return isOneAddress && (!isComplete || known.contains(route.address()));
    }
}
