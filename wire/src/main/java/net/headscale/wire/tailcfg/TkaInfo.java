package net.headscale.wire.tailcfg;

/// The state of tailnet lock.
///
/// @param head the newest update's hash in base32; empty with `isDisabled`
/// @param isDisabled the node is to turn its lock off; absence of the whole record says so only in a first message
public record TkaInfo(String head, boolean isDisabled) {}
