/// Keeps copies of a whole database and puts them back: backups, moving between SQLite and PostgreSQL, JSON.
///
/// Rows are copied as they are, table by table, whatever the schema; so nothing is lost, and no migration needs a
/// change here.
///
/// - Start reading at [net.headscale.backup.Backup], then [net.headscale.backup.Restore].
/// - Words: *backup*, a SQLite file with all rows and the private keys; *working copy*, rows on their way into a
/// database.
@NullMarked
package net.headscale.backup;

import org.jspecify.annotations.NullMarked;
