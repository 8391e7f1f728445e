package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.Columns;
import net.headscale.journal.sql.column.FreeText;
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;

/// The table of users.
final class UserRows {
    private static final String COLUMNS =
            "id, name, display_name, email, picture_url, provider, subject, created_at, role";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM users WHERE tailnet = ?";
    private static final String INSERT =
            "INSERT INTO users (tailnet, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM users WHERE tailnet = ? AND id = ?";

    private UserRows() {}

    static List<User> load(Statements sql, TailnetId tailnet) throws SQLException {
        return sql.list(SELECT, UserRows::read, tailnet.value());
    }

    static void delete(Statements sql, TailnetId tailnet, Collection<UserId> ids) throws SQLException {
        sql.each(DELETE, ids, (columns, id) -> columns.number(tailnet.value()).number(id.value()));
    }

    static void insert(Statements sql, TailnetId tailnet, Collection<User> users) throws SQLException {
        sql.each(INSERT, users, (columns, user) -> write(columns.number(tailnet.value()), user));
    }

    private static void write(Columns columns, User user) throws SQLException {
        columns.number(user.id().value())
                .text(FreeText.write(user.name()))
                .text(FreeText.write(user.profile().displayName()))
                .text(FreeText.write(user.profile().email()))
                .text(FreeText.write(user.profile().pictureUrl()))
                .text(FreeText.write(user.identity().provider()))
                .text(FreeText.write(user.identity().subject()))
                .moment(user.createdAt())
                .text(user.role().name().toLowerCase(Locale.ROOT));
    }

    private static User read(Cells cells) throws SQLException {
        return new User(
                new UserId(cells.number()),
                FreeText.read(cells.text()),
                new User.Profile(FreeText.read(cells.text()), FreeText.read(cells.text()), FreeText.read(cells.text())),
                new User.Identity(FreeText.read(cells.text()), FreeText.read(cells.text())),
                cells.moment(),
                User.Role.valueOf(cells.text().toUpperCase(Locale.ROOT)));
    }
}
