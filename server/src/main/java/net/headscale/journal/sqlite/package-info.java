/// Keeps all tailnets in one SQLite file: how it is opened, guarded against a second writer, migrated, and how it
/// fails.
///
/// - Start reading at [net.headscale.journal.sqlite.SqliteJournal].
/// - Words: *lock file*, the file beside the database that whoever writes holds; *snapshot*, the copy that is made
///   before a migration.
@NullMarked
package net.headscale.journal.sqlite;

import org.jspecify.annotations.NullMarked;
