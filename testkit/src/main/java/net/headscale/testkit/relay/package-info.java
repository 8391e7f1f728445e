/// A client of DERP relays, as the server sees one.
@NullMarked
package net.headscale.testkit.relay;

import org.jspecify.annotations.NullMarked;
