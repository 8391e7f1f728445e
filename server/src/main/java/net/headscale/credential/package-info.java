/// Decides what a secret that the server hands out looks like, what is kept of it, and whether one that is shown
/// fits.
///
/// - Start reading at [net.headscale.credential.KeyText].
/// - Words: *prefix*, the public part of a key, which names it in lists; *hash*, what is kept of the rest.
@NullMarked
package net.headscale.credential;

import org.jspecify.annotations.NullMarked;
