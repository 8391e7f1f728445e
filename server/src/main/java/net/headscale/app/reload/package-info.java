/// Decides when the configuration and the files that it names are read again, and who is told.
///
/// - Start reading at [net.headscale.app.reload.Reload]; each part of the server that can change is a `Reload.Part`.
/// - See decision 0100.
@NullMarked
package net.headscale.app.reload;

import org.jspecify.annotations.NullMarked;
