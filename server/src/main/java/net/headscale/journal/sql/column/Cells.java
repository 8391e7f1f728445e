package net.headscale.journal.sql.column;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads the cells of a row from left to right, as [Columns] set them.
public final class Cells {
    private final ResultSet row;
    private int last;

    Cells(ResultSet row) {
        this.row = row;
    }

    /// A whole number; zero for NULL.
    public long number() throws SQLException {
        return row.getLong(++last);
    }

    /// A whole number of an `int`.
    ///
    /// @throws ArithmeticException if it is larger
    public int smallNumber() throws SQLException {
        return Math.toIntExact(number());
    }

    /// A whole number, or nothing for NULL.
    public @Nullable Long numberOrNull() throws SQLException {
        long value = number();
        return row.wasNull() ? null : value;
    }

    /// True or false; false for NULL.
    public boolean flag() throws SQLException {
        return row.getBoolean(++last);
    }

    /// A text.
    ///
    /// @throws IllegalStateException if it is NULL
    public String text() throws SQLException {
        String text = textOrNull();
        if (text == null) {
            throw new IllegalStateException(
                    "expected a text in column " + row.getMetaData().getColumnName(last) + ", found NULL");
        }
        return text;
    }

    /// A text, or nothing for NULL.
    public @Nullable String textOrNull() throws SQLException {
        return row.getString(++last);
    }

    /// An instant, as [InstantText] wrote it.
    public Instant moment() throws SQLException {
        return Instant.parse(text());
    }

    /// NULL becomes [Instant#MAX].
    public Instant momentOrNever() throws SQLException {
        String text = textOrNull();
        return text == null ? Instant.MAX : Instant.parse(text);
    }
}
