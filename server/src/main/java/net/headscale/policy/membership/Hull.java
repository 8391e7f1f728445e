package net.headscale.policy.membership;

import net.headscale.tailnet.Node;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// The lowest and the highest address of one family that nodes have, or ever had.
record Hull(@Nullable IpAddress lowest, @Nullable IpAddress highest) {
    static final Hull NONE = new Hull(null, null);

    /// This hull with the addresses of `node` of one family.
    Hull with(Node node, boolean isIpv6) {
        Hull hull = this;
        for (IpAddress address : node.addresses()) {
            hull = address.isIpv6() == isIpv6 ? hull.with(address) : hull;
        }
        return hull;
    }

    private Hull with(IpAddress address) {
        boolean isLowest = lowest == null || address.compareTo(lowest) < 0;
        boolean isHighest = highest == null || address.compareTo(highest) > 0;
        return isLowest || isHighest ? new Hull(isLowest ? address : lowest, isHighest ? address : highest) : this;
    }

    boolean overlaps(Prefix prefix) {
        return lowest != null
                && highest != null
                && lowest.isIpv6() == prefix.address().isIpv6()
                && prefix.first().compareTo(highest) <= 0
                && lowest.compareTo(prefix.last()) <= 0;
    }
}
