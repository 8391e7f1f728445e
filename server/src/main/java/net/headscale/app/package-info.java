/// Puts the product together: constructors only, and the one place that reads the clock.
///
/// - Start reading at [net.headscale.app.Main].
@NullMarked
package net.headscale.app;

import org.jspecify.annotations.NullMarked;
