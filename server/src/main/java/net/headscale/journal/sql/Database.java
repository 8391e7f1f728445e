package net.headscale.journal.sql;

import java.sql.Connection;
import java.sql.SQLException;

/// A database with the newest schema: what differs between SQLite and PostgreSQL.
public interface Database extends AutoCloseable {
    /// A connection for the one thread that uses the database; what it commits is on the disk. Called again after a
    /// failure.
    Connection connect() throws SQLException;

    /// The statement that begins a transaction which may write.
    String begin();

    /// What a failure means: a [JournalClash], a [JournalUnavailable] with advice, or an [IllegalStateException] when
    /// it is a bug.
    RuntimeException explain(SQLException failure);

    /// What ends a query whose rows must not change until the transaction ends; empty where none can.
    String whileUnchanged();

    /// Lets go of everything but connections.
    @Override
    void close();
}
