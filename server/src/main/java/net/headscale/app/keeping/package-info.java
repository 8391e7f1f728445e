/// Puts together what looks after a database as a whole, for the commands `backup`, `restore`, `export`, `import` and
/// `doctor`.
///
/// - Start reading at [net.headscale.app.keeping.DatabaseKeeping].
@NullMarked
package net.headscale.app.keeping;

import org.jspecify.annotations.NullMarked;
