package net.headscale.journal.sql.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The prepared statements of one connection, each prepared once. For one thread.
public final class Statements implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /// Takes the connection over: [#close] closes it.
    public Statements(Connection connection) {
        this.connection = connection;
    }

    /// Runs `sql` once for each item, in one batch.
    ///
    /// @return how many rows each changed
    public <T> int[] each(String sql, Iterable<T> items, Bind<T> bind) throws SQLException {
        PreparedStatement statement = prepare(sql);
        boolean isEmpty = true;
        for (T item : items) {
            bind.to(new Columns(statement), item);
            statement.addBatch();
            isEmpty = false;
        }
        return isEmpty ? new int[0] : statement.executeBatch();
    }

    /// Runs `sql`.
    ///
    /// @return how many rows it changed
    public int change(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepare(sql);
        set(statement, parameters);
        return statement.executeUpdate();
    }

    /// What `sql` finds, row by row.
    public <T> List<T> list(String sql, Read<T> read, Object... parameters) throws SQLException {
        PreparedStatement statement = prepare(sql);
        set(statement, parameters);
        try (ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(read.from(new Cells(rows)));
            }
            return found;
        }
    }

    /// The first row that `sql` finds.
    public <T> Optional<T> first(String sql, Read<T> read, Object... parameters) throws SQLException {
        return list(sql, read, parameters).stream().findFirst();
    }

    /// Begins, commits or undoes a transaction.
    ///
    /// In SQL, not by [Connection#commit]: SQLite's driver would begin the next transaction at once, and so keep
    /// everybody else from writing for good.
    public void control(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Closes the connection too.
    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        } else {
            known.clearBatch(); // a batch that failed is still in it
        }
        return known;
    }

    /// Sets the parameters of a statement.
    public interface Bind<T> {
        void to(Columns columns, T item) throws SQLException;
    }

    /// Makes a value of a row.
    public interface Read<T> {
        T from(Cells cells) throws SQLException;
    }
}
