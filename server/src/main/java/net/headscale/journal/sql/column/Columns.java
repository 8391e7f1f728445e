package net.headscale.journal.sql.column;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Sets the parameters of a statement from left to right; read back in the same order by [Cells].
public final class Columns {
    private final PreparedStatement statement;
    private int last;

    Columns(PreparedStatement statement) {
        this.statement = statement;
    }

    /// Sets a whole number.
    public Columns number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    /// Sets a whole number, or NULL for nothing.
    public Columns numberOrNull(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.BIGINT);
            return this;
        }
        return number(value);
    }

    /// Sets true or false.
    public Columns flag(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
        return this;
    }

    /// Sets a text as it is; one that others chose goes through [FreeText] first.
    public Columns text(String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    /// Sets a text, or NULL for nothing.
    public Columns textOrNull(@Nullable String value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.VARCHAR);
            return this;
        }
        return text(value);
    }

    /// Sets an instant, as [InstantText] writes it.
    public Columns moment(Instant value) throws SQLException {
        return text(InstantText.write(value));
    }

    /// [Instant#MAX] becomes NULL.
    public Columns momentOrNever(Instant value) throws SQLException {
        return textOrNull(value.equals(Instant.MAX) ? null : InstantText.write(value));
    }
}
