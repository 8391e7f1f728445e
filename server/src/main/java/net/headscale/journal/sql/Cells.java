package net.headscale.journal.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads the cells of a row from left to right, as [Columns] set them.
final class Cells {
    private final ResultSet row;
    private int last;

    Cells(ResultSet row) {
        this.row = row;
    }

    long number() throws SQLException {
        return row.getLong(++last);
    }

    int smallNumber() throws SQLException {
        return Math.toIntExact(number());
    }

    @Nullable Long numberOrNull() throws SQLException {
        long value = number();
        return row.wasNull() ? null : value;
    }

    boolean flag() throws SQLException {
        return row.getBoolean(++last);
    }

    String text() throws SQLException {
        String text = textOrNull();
        if (text == null) {
            throw new IllegalStateException(
                    "expected a text in column " + row.getMetaData().getColumnName(last) + ", found NULL");
        }
        return text;
    }

    @Nullable String textOrNull() throws SQLException {
        return row.getString(++last);
    }

    Instant moment() throws SQLException {
        return Instant.parse(text());
    }

    /// NULL becomes [Instant#MAX].
    Instant momentOrNever() throws SQLException {
        String text = textOrNull();
        return text == null ? Instant.MAX : Instant.parse(text);
    }
}
