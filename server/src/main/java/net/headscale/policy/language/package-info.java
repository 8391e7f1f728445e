/// The policy language: what a policy says, as records. How it is read from text is the package `policy.text`.
///
/// Pure, and without a tailnet: users and nodes are only names here.
///
/// - Start reading at [net.headscale.policy.language.PolicyDocument].
/// - Words: *selector*, a word for some nodes or addresses such as `tag:db`; *part*, what one rule allows at
///   some of its destinations.
@NullMarked
package net.headscale.policy.language;

import org.jspecify.annotations.NullMarked;
