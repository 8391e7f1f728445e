/// The records of the Tailscale control protocol.
@NullMarked
package net.headscale.wire.tailcfg;

import org.jspecify.annotations.NullMarked;
