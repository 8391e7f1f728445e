package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.List;
import net.headscale.journal.Batch;
import net.headscale.journal.FormerKey;
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;

/// The table of node keys that came out of use. They are read from the rows that are about to be replaced.
final class FormerKeyRows {
    private static final String SELECT = "SELECT node_key, machine_key FROM former_node_keys ORDER BY number";
    private static final String INSERT = """
            INSERT INTO former_node_keys (node_key, machine_key, number) SELECT node_key, machine_key,
            (SELECT COALESCE(MAX(number), 0) FROM former_node_keys) + ROW_NUMBER() OVER (ORDER BY id) FROM nodes
            """;
    private static final String ONCE = " ON CONFLICT (node_key) DO NOTHING";
    private static final String RETIRE = INSERT + "WHERE tailnet = ? AND id = ? AND node_key <> ?" + ONCE;
    private static final String RETIRE_ALL =
            INSERT + "WHERE tailnet = (SELECT id FROM tailnets WHERE id = ? AND revision = ?)" + ONCE;
    private static final String FORGET_OLDEST =
            "DELETE FROM former_node_keys WHERE number <= (SELECT MAX(number) FROM former_node_keys) - ?";

    private FormerKeyRows() {}

    static List<FormerKey> load(Statements sql) throws SQLException {
        return sql.list(SELECT, cells -> new FormerKey(NodeKey.parse(cells.text()), MachineKey.parse(cells.text())));
    }

    /// Notes the keys that nodes give up in a batch whose rows are not replaced yet.
    static void retire(Statements sql, Batch batch) throws SQLException {
        List<NodeId> nodes = batch.changes().stream()
                .filter(change -> change instanceof Change.NodeLoggedIn || change instanceof Change.NodeRemoved)
                .flatMap(change -> change.subject().stream())
                .distinct()
                .toList();
        if (!nodes.isEmpty()) {
            sql.each(
                    RETIRE,
                    nodes,
                    (columns, id) -> columns.number(batch.tailnet().value())
                            .number(id.value())
                            .text(newKey(batch, id)));
            sql.change(FORGET_OLDEST, (long) FormerKey.MOST);
        }
    }

    /// Notes the keys of all nodes of a tailnet that is about to be removed, if it is at `expected`.
    static void retireAll(Statements sql, TailnetId tailnet, Revision expected) throws SQLException {
        sql.change(RETIRE_ALL, tailnet.value(), expected.value());
        sql.change(FORGET_OLDEST, (long) FormerKey.MOST);
    }

    private static String newKey(Batch batch, NodeId id) {
        return batch.after()
                .nodes()
                .find(id)
                .map(node -> node.keys().node().toString())
                .orElse("");
    }
}
