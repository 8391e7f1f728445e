/// What a tailnet is: an immutable value, and the facts that change it.
///
/// Pure: no I/O, clock, thread, logger or random source. Time and identifiers come in as arguments.
///
/// - Start reading at [net.headscale.tailnet.Tailnet], then [net.headscale.tailnet.Change] and `Tailnet#after`.
/// - Words: *tailnet*, an isolated network with its users, nodes, keys and policy (headscale's namespace of
///   2021); *durable* change, one that the journal stores before anyone sees it; *volatile* change, one that
///   clients tell again after a restart, published at once and written behind.
@NullMarked
package net.headscale.tailnet;

import org.jspecify.annotations.NullMarked;
