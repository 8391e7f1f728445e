package net.headscale.policy;

import java.time.Duration;
import net.headscale.wire.tailcfg.SshPolicy.SshAction;

/// What the policy says of one SSH login, asked when a client delegates it.
public sealed interface SshCheck {
    /// No rule lets it in.
    record Denied() implements SshCheck {}

    /// It may begin.
    record Admitted(SshAction action) implements SshCheck {}

    /// It may begin if the user has logged in with the browser within `period`; zero: the user must do so now.
    ///
    /// @param action what to answer then
    record LoginNeeded(Duration period, SshAction action) implements SshCheck {}
}
