package net.headscale.journal.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Sets the parameters of a statement from left to right; read back in the same order by [Cells].
final class Columns {
    private final PreparedStatement statement;
    private int last;

    Columns(PreparedStatement statement) {
        this.statement = statement;
    }

    Columns number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    Columns numberOrNull(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.BIGINT);
            return this;
        }
        return number(value);
    }

    Columns flag(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
        return this;
    }

    Columns text(String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    Columns textOrNull(@Nullable String value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.VARCHAR);
            return this;
        }
        return text(value);
    }

    Columns moment(Instant value) throws SQLException {
        return text(InstantText.write(value));
    }

    /// [Instant#MAX] becomes NULL.
    Columns momentOrNever(Instant value) throws SQLException {
        return textOrNull(value.equals(Instant.MAX) ? null : InstantText.write(value));
    }
}
