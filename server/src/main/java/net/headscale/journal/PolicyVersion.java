package net.headscale.journal;

import java.time.Instant;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Revision;

/// A policy that was in force from some moment on, without its text.
///
/// @param revision of the tailnet, that brought it in force
/// @param changedAt when
/// @param author who set it; empty is not known
/// @param etag of the text
public record PolicyVersion(Revision revision, Instant changedAt, String author, String etag) {
    /// The version that `policy` became in `revision`.
    public static PolicyVersion of(Revision revision, PolicyText policy) {
        return new PolicyVersion(revision, policy.changedAt(), policy.author(), policy.etag());
    }
}
