package net.headscale.journal;

/// What ids are leased for; each kind counts from 1 by itself.
public enum IdKind {
    TAILNET,
    USER,
    NODE,
    PREAUTH_KEY,
    API_KEY
}
