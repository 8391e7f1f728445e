package net.headscale.coordinator;

import net.headscale.journal.Amount;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PreauthKeyId;

/// Why a command was not granted. Each edge says it in its own words and codes, in one place.
public sealed interface Refusal {
    /// There is no such tailnet.
    record TailnetUnknown(String name) implements Refusal {}

    /// There is no such node.
    record NodeUnknown(NodeId node) implements Refusal {}

    /// There is no such user.
    record UserUnknown(String user) implements Refusal {}

    /// There is no such pre-auth key.
    record PreauthKeyUnknown(PreauthKeyId key) implements Refusal {}

    /// No login waits under this key.
    record LoginUnknown() implements Refusal {}

    /// Somebody else has this name.
    record NameTaken(String name) implements Refusal {}

    /// The name does not do.
    record NameUnfit(String name, String remedy) implements Refusal {}

    /// Something is still in it.
    record NotEmpty(String what) implements Refusal {}

    /// A value does not do.
    record Unfit(String why) implements Refusal {}

    /// The policy was refused.
    record PolicyRejected(int line, int column, String why) implements Refusal {}

    /// The policy is another than its editor began with.
    ///
    /// @param found what tells the policy that is there
    /// @param author who set it; empty is not known
    record PolicyChanged(String found, String author) implements Refusal {}

    /// No address, id or room is left.
    record Exhausted(String what) implements Refusal {}

    /// The tailnet holds as much as the operator allows.
    ///
    /// @param most how many of what
    /// @param key of the configuration that says so
    record LimitReached(Amount most, String key) implements Refusal {}

    /// Too much at once; come back.
    record Busy() implements Refusal {}
}
