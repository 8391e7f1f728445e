/// Decides which nodes a policy's selectors and rules are about, without ever comparing two nodes.
///
/// Every selector is resolved once, into a bit set of nodes; a node's *class* is the set of selectors that it
/// is in, and with it the rules that it is a source or a destination of. Whatever a policy says of two nodes
/// follows from their two classes. A node that joins or changes is classified anew, and touches only the sets
/// that it enters or leaves.
///
/// - Start reading at [net.headscale.policy.membership.Blueprint], then
///   [net.headscale.policy.membership.Membership].
/// - Words: *blueprint*, a policy with its selectors numbered; *slot*, the place of a node in all bit sets, in
///   the order of ids; *access*, sources and destinations of one rule, for who sees whom; *entry*, one part of
///   a rule, for packet filters.
@NullMarked
package net.headscale.policy.membership;

import org.jspecify.annotations.NullMarked;
