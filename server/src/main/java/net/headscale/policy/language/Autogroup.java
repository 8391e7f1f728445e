package net.headscale.policy.language;

import java.util.Arrays;
import java.util.Optional;

/// The sets of nodes that every tailnet has.
public enum Autogroup {
    /// Untagged nodes of members.
    MEMBER("member", Kind.NODES),
    /// Tagged nodes.
    TAGGED("tagged", Kind.NODES),
    /// Untagged nodes of the same user.
    SELF("self", Kind.RELATION),
    /// Public addresses, through an exit node.
    INTERNET("internet", Kind.ADDRESSES),
    /// Every address there is.
    DANGER_ALL("danger-all", Kind.ADDRESSES),
    /// In SSH: every user but root.
    NONROOT("nonroot", Kind.RELATION),
    /// Users that a node was shared with.
    SHARED("shared", Kind.NODES),
    /// Untagged nodes of the owner.
    OWNER("owner", Kind.ROLE),
    /// Untagged nodes of admins and the owner.
    ADMIN("admin", Kind.ROLE),
    /// Untagged nodes of IT admins.
    IT_ADMIN("it-admin", Kind.ROLE),
    /// Untagged nodes of network admins.
    NETWORK_ADMIN("network-admin", Kind.ROLE),
    /// Untagged nodes of billing admins.
    BILLING_ADMIN("billing-admin", Kind.ROLE),
    /// Untagged nodes of auditors.
    AUDITOR("auditor", Kind.ROLE);

    private enum Kind {
        NODES,
        ROLE,
        ADDRESSES,
        RELATION
    }

    private final String word;
    private final Kind kind;

    Autogroup(String word, Kind kind) {
        this.word = word;
        this.kind = kind;
    }

    /// The autogroup of a name without its prefix, such as `member`; `members` is the same.
    public static Optional<Autogroup> named(String word) {
        String singular = word.equals("members") ? "member" : word;
        return Arrays.stream(values())
                .filter(group -> group.word.equals(singular))
                .findFirst();
    }

    /// Whether it stands for the users of a role.
    public boolean isRole() {
        return kind == Kind.ROLE;
    }

    /// Whether it stands for users, and so for nodes that may be theirs.
    public boolean isOfUsers() {
        return this == MEMBER || isRole();
    }

    /// `autogroup:member`.
    public String text() {
        return "autogroup:" + word;
    }
}
