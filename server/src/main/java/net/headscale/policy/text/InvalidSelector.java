package net.headscale.policy.text;

/// A word that is not what its place asks for; its reader adds where it stood.
final class InvalidSelector extends RuntimeException {
    private final String why;
    private final String advice;
    private final boolean isMisplaced;

    private InvalidSelector(String why, String advice, boolean isMisplaced) {
        super(why, null, false, false); // an answer to the author, thrown often by hostile texts
        this.why = why;
        this.advice = advice;
        this.isMisplaced = isMisplaced;
    }

    InvalidSelector(String why, String advice) {
        this(why, advice, false);
    }

    /// For words that are well known, but not to be used here; `why` says it all, and needs no word before it.
    static InvalidSelector misplaced(String why) {
        return new InvalidSelector(why, "", true);
    }

    String why() {
        return why;
    }

    /// What would be right; may be empty.
    String advice() {
        return advice;
    }

    boolean isMisplaced() {
        return isMisplaced;
    }
}
