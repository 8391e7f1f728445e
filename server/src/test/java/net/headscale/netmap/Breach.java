package net.headscale.netmap;

/// How a history breaks the law.
///
/// @param story what happened, with the seed to see it again
record Breach(Kind kind, String story) {
    enum Kind {
        /// The client ends with something else than one that was told everything.
        ANOTHER_NETMAP,
        /// The client ends as it should, but was led into a trap on the way.
        TRAP,
        /// Somebody was told who has to be told everything, or nothing.
        NOT_THERE,
        /// A message changed nothing.
        NEEDLESS,
        /// A message tells of a peer twice, of one that the viewer does not see, or of a user who is no concern of it.
        INDISCREET,
        /// The own part and the peers' part do not make up the difference.
        SPLIT_BADLY,
        /// Viewers of one cohort get different bytes.
        UNLIKE_IN_COHORT
    }

    Breach in(String place) {
        return new Breach(kind, place + ": " + story);
    }
}
