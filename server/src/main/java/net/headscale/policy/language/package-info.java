/// The policy language: what may stand in a policy, checked as the hosted service checks it, as records.
///
/// Pure, and without a tailnet: users and nodes are only names here. Messages are byte for byte those of the
/// hosted service wherever they are known.
///
/// - Start reading at [net.headscale.policy.language.PolicyReader], then
///   [net.headscale.policy.language.PolicyDocument].
/// - Words: *selector*, a word for some nodes or addresses such as `tag:db`; *part*, what one rule allows at
///   some of its destinations.
@NullMarked
package net.headscale.policy.language;

import org.jspecify.annotations.NullMarked;
