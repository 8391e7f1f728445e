package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.headscale.journal.Batch;
import net.headscale.journal.Touched;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.FreeText;
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// The table of tailnets, and how a tailnet is put together from all tables and laid out in them.
final class TailnetRows {
    private static final String IDS = "SELECT id FROM tailnets ORDER BY id";
    private static final String NAMED = "SELECT id FROM tailnets WHERE name = ?";
    private static final String SELECT = "SELECT name, revision FROM tailnets WHERE id = ?";
    private static final String INSERT = "INSERT INTO tailnets (id, name, revision) VALUES (?, ?, ?)";
    private static final String ADVANCE = "UPDATE tailnets SET revision = ? WHERE id = ? AND revision = ?";
    private static final String RENAME = "UPDATE tailnets SET name = ? WHERE id = ?";
    private static final String DELETE = "DELETE FROM tailnets WHERE id = ? AND revision = ?";

    private TailnetRows() {}

    static List<TailnetId> ids(Statements sql) throws SQLException {
        return sql.list(IDS, cells -> new TailnetId(cells.number()));
    }

    static boolean isNamed(Statements sql, String name) throws SQLException {
        return sql.first(NAMED, Cells::number, FreeText.write(name)).isPresent();
    }

    /// @param whileUnchanged see [Database#whileUnchanged]
    static Optional<Tailnet> load(Statements sql, TailnetId id, String whileUnchanged) throws SQLException {
        Optional<Tailnet> head = sql.first(SELECT + whileUnchanged, cells -> head(id, cells), id.value());
        return head.isEmpty() ? head : Optional.of(filled(sql, head.get()));
    }

    static void create(Statements sql, Tailnet tailnet) throws SQLException {
        sql.change(
                INSERT,
                tailnet.id().value(),
                FreeText.write(tailnet.name()),
                tailnet.revision().value());
        UserRows.insert(sql, tailnet.id(), tailnet.users().values());
        PreauthKeyRows.insert(sql, tailnet.id(), tailnet.preauthKeys().values());
        NodeRows.insert(sql, tailnet.id(), tailnet.nodes().values());
        if (!tailnet.policy().isNone()) {
            PolicyRows.insert(sql, tailnet);
        }
    }

    /// Everything of it goes with it.
    ///
    /// @return whether it was at `expected`
    static boolean delete(Statements sql, TailnetId id, Revision expected) throws SQLException {
        FormerKeyRows.retireAll(sql, id, expected);
        return sql.change(DELETE, id.value(), expected.value()) == 1;
    }

    /// @return whether the tailnet was at `from`
    static boolean advance(Statements sql, TailnetId id, Revision from, Revision to) throws SQLException {
        return sql.change(ADVANCE, to.value(), id.value(), from.value()) == 1;
    }

    /// Lets go of the rows that the batch replaces, so that what is unique can change hands within one append.
    static void release(Statements sql, Batch batch, Touched touched) throws SQLException {
        TailnetId id = batch.tailnet();
        FormerKeyRows.retire(sql, batch);
        NodeRows.delete(sql, id, touched.nodes());
        UserRows.delete(sql, id, touched.users());
        PreauthKeyRows.delete(sql, id, touched.preauthKeys());
        if (touched.isName()) {
            sql.change(RENAME, "\\" + id, id.value()); // no stored name begins with a single backslash
        }
    }

    /// Writes the rows that are left of what the batch touched.
    static void fill(Statements sql, Batch batch, Touched touched) throws SQLException {
        Tailnet after = batch.after();
        TailnetId id = batch.tailnet();
        UserRows.insert(
                sql,
                id,
                touched.users().stream()
                        .flatMap(u -> after.users().find(u).stream())
                        .toList());
        PreauthKeyRows.insert(
                sql,
                id,
                touched.preauthKeys().stream()
                        .flatMap(k -> after.preauthKeys().find(k).stream())
                        .toList());
        NodeRows.insert(
                sql,
                id,
                touched.nodes().stream()
                        .flatMap(n -> after.nodes().find(n).stream())
                        .toList());
        if (touched.isPolicy()) {
            PolicyRows.insert(sql, after);
        }
        if (touched.isName()) {
            sql.change(RENAME, FreeText.write(after.name()), id.value());
        }
    }

    private static Tailnet head(TailnetId id, Cells cells) throws SQLException {
        return Tailnet.empty(id, FreeText.read(cells.text())).atRevision(new Revision(cells.number()));
    }

    private static Tailnet filled(Statements sql, Tailnet head) throws SQLException {
        List<Change> facts = new ArrayList<>();
        UserRows.load(sql, head.id()).forEach(user -> facts.add(new Change.UserSet(user)));
        PreauthKeyRows.load(sql, head.id()).forEach(key -> facts.add(new Change.PreauthKeySet(key)));
        NodeRows.load(sql, head.id()).forEach(node -> facts.add(new Change.NodeJoined(node)));
        facts.add(new Change.PolicySet(PolicyRows.load(sql, head.id())));
        return head.after(facts);
    }
}
