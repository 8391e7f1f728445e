/// Time that stands still until a test moves it.
///
/// - Start reading at [net.headscale.testkit.time.TestClock].
@NullMarked
package net.headscale.testkit.time;

import org.jspecify.annotations.NullMarked;
