/// Keeps tailnets as rows: one form for all SQL databases, which differ only in how they are opened and how they fail.
///
/// - Start reading at [net.headscale.journal.sql.SqlJournal], then [net.headscale.journal.sql.Committer], then
///   `NodeRows`, which is like the other `…Rows`.
/// - Words: *group*, the requests that share one transaction; *work*, what a request does in it; *row*, what a table
///   keeps of one entity, replaced whole.
@NullMarked
package net.headscale.journal.sql;

import org.jspecify.annotations.NullMarked;
