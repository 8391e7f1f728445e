package net.headscale.policy.language;

import net.headscale.tailnet.Tag;
import net.headscale.wire.net.Prefix;

/// A word for some nodes or addresses.
public sealed interface Selector {
    /// `*`.
    static Selector everyone() {
        return Everyone.EVERYONE;
    }

    /// The word as the policy writes it.
    String text();

    /// Every node, and what is behind routers.
    enum Everyone implements Selector {
        /// The only one.
        EVERYONE;

        @Override
        public String text() {
            return "*";
        }
    }

    /// An address or prefix, written out.
    ///
    /// @param prefix without host bits
    /// @param isPrefix whether a length was written
    record Literal(String text, Prefix prefix, boolean isPrefix) implements Selector {}

    /// A name of `hosts`.
    record Host(String text, Prefix prefix) implements Selector {}

    /// A name of `ipsets`.
    record IpSet(String text, AddressRanges ranges) implements Selector {}

    /// A user by login name, e-mail address, or whatever else users are found by.
    record Login(String text) implements Selector {}

    /// `user:*@example.com`: every user of a domain.
    record Domain(String text, String domain) implements Selector {}

    /// `group:dev`.
    record Group(String text) implements Selector {}

    /// Nodes with a tag.
    record Tagged(Tag tag) implements Selector {
        @Override
        public String text() {
            return tag.text();
        }
    }

    /// `autogroup:member` and the like.
    record Auto(Autogroup group) implements Selector {
        @Override
        public String text() {
            return group.text();
        }
    }

    /// Whether this is an autogroup.
    default boolean isAuto(Autogroup group) {
        return this instanceof Auto(Autogroup mine) && mine == group;
    }
}
