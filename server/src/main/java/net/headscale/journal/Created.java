package net.headscale.journal;

/// How the creation of a tailnet ended.
public sealed interface Created {
    /// It is on the disk.
    record Stored() implements Created {}

    /// Nothing was stored: there is a tailnet of this name.
    record NameTaken(String name) implements Created {}
}
