/// Measures the policy engine on the tailnet and policy that headscale was measured with.
///
/// - Start reading at [net.headscale.bench.policy.PolicyBench].
/// - `docs/performance.md` has the figures.
@NullMarked
package net.headscale.bench.policy;

import org.jspecify.annotations.NullMarked;
