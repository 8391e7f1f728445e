package net.headscale.policy;

/// Something in an accepted policy that its author should know: a feature without effect here, or a likely slip.
///
/// @param line from 1
/// @param column from 1, in characters
public record Warning(int line, int column, String message) {}
