/// Decides how a value stands in a column, the same in all SQL databases, and runs the statements that carry it there
/// and back.
///
/// - Start reading at [net.headscale.journal.sql.column.Statements], then [net.headscale.journal.sql.column.Columns].
/// - Words: *columns*, what is set in a statement, from left to right; *cells*, what is read of a row, in the same
///   order; *text*, the form in which a value that is no number is kept.
@NullMarked
package net.headscale.journal.sql.column;

import org.jspecify.annotations.NullMarked;
