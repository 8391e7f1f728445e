package net.headscale.policy;

import java.util.List;

/// Why one node reaches another, or that it does not.
///
/// @param reasons the rules that let it, in policy order; none: it is denied
public record Explanation(List<Reason> reasons) {
    public Explanation {
        reasons = List.copyOf(reasons);
    }

    /// Whether some rule lets it.
    public boolean isAllowed() {
        return !reasons.isEmpty();
    }

    /// A rule that lets one node reach another.
    ///
    /// @param section `acls` or `grants`; `none` for the rule of a policy that has neither
    /// @param index its place in the section, from 0
    /// @param line of the policy, from 1; 0 where nothing is written
    /// @param protocol an IP protocol number; -1 the client's default, that is TCP, UDP and ICMP
    public record Reason(String section, int index, int line, int protocol) {}
}
