package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.Columns;
import net.headscale.journal.sql.column.ListText;
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.UserId;

/// The table of pre-auth keys.
final class PreauthKeyRows {
    private static final String COLUMNS =
            "id, prefix, hash, user_id, tags, reusable, ephemeral, expires_at, created_at, used";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM preauth_keys WHERE tailnet = ?";
    private static final String INSERT =
            "INSERT INTO preauth_keys (tailnet, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM preauth_keys WHERE tailnet = ? AND id = ?";

    private PreauthKeyRows() {}

    static List<PreauthKey> load(Statements sql, TailnetId tailnet) throws SQLException {
        return sql.list(SELECT, PreauthKeyRows::read, tailnet.value());
    }

    static void delete(Statements sql, TailnetId tailnet, Collection<PreauthKeyId> ids) throws SQLException {
        sql.each(DELETE, ids, (columns, id) -> columns.number(tailnet.value()).number(id.value()));
    }

    static void insert(Statements sql, TailnetId tailnet, Collection<PreauthKey> keys) throws SQLException {
        sql.each(INSERT, keys, (columns, key) -> write(columns.number(tailnet.value()), key));
    }

    private static void write(Columns columns, PreauthKey key) throws SQLException {
        columns.number(key.id().value())
                .text(key.secret().prefix())
                .text(key.secret().hash())
                .number(key.owner().user().value())
                .text(ListText.write(key.owner().tags()))
                .flag(key.terms().isReusable())
                .flag(key.terms().isEphemeral())
                .momentOrNever(key.terms().expiresAt())
                .moment(key.createdAt())
                .flag(key.isUsed());
    }

    private static PreauthKey read(Cells cells) throws SQLException {
        return new PreauthKey(
                new PreauthKeyId(cells.number()),
                new PreauthKey.Secret(cells.text(), cells.text()),
                Ownership.tagged(new UserId(cells.number()), ListText.read(cells.text(), Tag::new)),
                new PreauthKey.Terms(cells.flag(), cells.flag(), cells.momentOrNever()),
                cells.moment(),
                cells.flag());
    }
}
