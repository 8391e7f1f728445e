/// Measures what reaches every node: full maps, differences, the peers that viewers share, and handshakes.
///
/// - Start reading at [net.headscale.bench.fanout.NetmapBench].
/// - `FanOutCostTest` in `server` watches over the same in allocated bytes, at every run of the tests.
@NullMarked
package net.headscale.bench.fanout;

import org.jspecify.annotations.NullMarked;
