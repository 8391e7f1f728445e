/// Gives a tailnet's policy text its meaning: who sees whom, what each node admits, SSH, node attributes, tags, routes.
///
/// Pure: no I/O, clock, thread, logger or random source.
///
/// - Start reading at [net.headscale.policy.Policy], then [net.headscale.policy.CompiledPolicy].
/// - Words: *policy*, the text and what it says; *compiled policy*, what it says of one tailnet at one moment;
///   *cohort*, viewers that see the same peers the same way; *via*, a grant that leads through routers with a tag.
@NullMarked
package net.headscale.policy;

import org.jspecify.annotations.NullMarked;
