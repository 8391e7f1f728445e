/// One type per key of the Tailscale protocol.
@NullMarked
package net.headscale.wire.key;

import org.jspecify.annotations.NullMarked;
