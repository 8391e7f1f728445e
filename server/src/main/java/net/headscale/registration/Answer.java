package net.headscale.registration;

import net.headscale.tailnet.Node;
import net.headscale.tailnet.Tailnet;

/// What a node that asks to join is answered. Every case is ordinary; none is an exception.
public sealed interface Answer {
    /// It is in.
    ///
    /// @param tailnet with the node in it
    record Admitted(Tailnet tailnet, Node node) implements Answer {}

    /// A person has to decide.
    ///
    /// @param url what the person opens
    record LoginNeeded(String url) implements Answer {}

    /// Its key has run out: it is to come again with a new one.
    record KeyExpired() implements Answer {}

    /// The pre-auth key that it shows is none: a slip, or a guess.
    record KeyUnknown() implements Answer {}

    /// So many wait for a person that no more may: it is to come again later.
    record TooManyWait() implements Answer {}

    /// It is not let in.
    ///
    /// @param why what its user reads
    record Refused(String why) implements Answer {}
}
