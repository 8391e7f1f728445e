/// Puts together which relays clients are told of: those of files and of URLs, and the one of this process.
///
/// - Start reading at [net.headscale.app.relays.RelayMap].
@NullMarked
package net.headscale.app.relays;

import org.jspecify.annotations.NullMarked;
