/// Replays recordings of the hosted service: a policy and a tailnet go in, and what each node was told must come out.
@NullMarked
package net.headscale.policy.corpus;

import org.jspecify.annotations.NullMarked;
