package net.headscale.testkit.netmap;

/// A place where the client did something else than what the message seems to say.
///
/// @param peer the peer it is about; 0 if it is about none
/// @param detail for a human: the field that was lost, the user without a profile
public record Trap(Kind kind, long peer, String detail) {
    /// The traps there are.
    public enum Kind {
        /// `Peers: []` was ignored; it was meant to remove everybody.
        EMPTY_PEERS_IGNORED,

        /// A message with `Peers` had other changes of peers, which were ignored.
        CHANGES_BESIDE_PEERS_IGNORED,

        /// A peer was changed that the client had not been told of. It then forgets the other patches of the message.
        UNKNOWN_PEER_CHANGED,

        /// A peer came whole and was turned into a patch, which cannot say what changed of the field `detail`.
        CHANGE_LOST,

        /// A peer was removed and came whole in one message, differed in patchable fields only, and so is gone.
        LOST_WITH_ITS_REMOVAL,

        /// A new disco key was taken for an older one and refused, and the rest of the patch with it.
        DISCO_KEY_REFUSED,

        /// A peer, or the node itself, belongs to a user whose profile the client does not show.
        PROFILE_MISSING,

        /// What the client works with is no longer what it remembers; the next full rebuild will change it.
        LIVE_DIFFERS
    }
}
