package net.headscale.journal.sql;

import java.sql.SQLException;
import net.headscale.journal.sql.column.Statements;

/// What one request does inside a transaction. It may be run again from the start when the transaction was undone, so
/// its only effects are on the database.
///
/// @param <T> its answer
@FunctionalInterface
interface Work<T> {
    T in(Statements sql) throws SQLException;

    /// Called on the committer's thread when the answer is on the disk, before the caller gets it.
    default void isDurable(T answer) {}
}
