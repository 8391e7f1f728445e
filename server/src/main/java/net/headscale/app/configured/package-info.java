/// Opens what the configuration names: database, private keys, certificates, the log; and says the rest of it in the
/// words of the parts.
///
/// - Start reading at [net.headscale.app.configured.Translation].
@NullMarked
package net.headscale.app.configured;

import org.jspecify.annotations.NullMarked;
