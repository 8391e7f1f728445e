package net.headscale.policy;

/// A test of the policy that does not hold.
///
/// @param line of the test
/// @param source what it asks for
/// @param message such as `address "tag:db:443": want: Accept, got: Drop`
public record TestFailure(int line, String source, String message) {}
