package net.headscale.policy;

/// What came of reading a policy text.
public sealed interface Reading {
    /// It is a policy.
    record Accepted(Policy policy) implements Reading {}

    /// It is none.
    record Refused(Rejection why) implements Reading {}
}
