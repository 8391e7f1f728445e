package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.net.IpAddress;

/// The table of the nodes' addresses: it keeps any two nodes of the server from having the same one.
final class AddressRows {
    private static final String SELECT = """
            SELECT a.node, a.address FROM node_addresses a JOIN nodes n ON n.id = a.node WHERE n.tailnet = ?
            ORDER BY a.node, a.position""";
    private static final String INSERT =
            "INSERT INTO node_addresses (tailnet, node, position, address) VALUES (?, ?, ?, ?)";

    private AddressRows() {}

    /// By node, each in its order.
    static Map<Long, List<IpAddress>> load(Statements sql, TailnetId tailnet) throws SQLException {
        Map<Long, List<IpAddress>> addresses = new HashMap<>();
        for (Row row : sql.list(SELECT, AddressRows::read, tailnet.value())) {
            addresses.computeIfAbsent(row.node(), _ -> new ArrayList<>(2)).add(row.address());
        }
        return addresses;
    }

    static void insert(Statements sql, TailnetId tailnet, Collection<Node> nodes) throws SQLException {
        List<Row> rows = new ArrayList<>(2 * nodes.size());
        for (Node node : nodes) {
            for (int i = 0; i < node.addresses().size(); i++) {
                rows.add(new Row(node.id().value(), i, node.addresses().get(i)));
            }
        }
        sql.each(
                INSERT,
                rows,
                (columns, row) -> columns.number(tailnet.value())
                        .number(row.node())
                        .number(row.position())
                        .text(row.address().toString()));
    }

    private static Row read(Cells cells) throws SQLException {
        return new Row(cells.number(), 0, IpAddress.parse(cells.text()));
    }

    private record Row(long node, int position, IpAddress address) {}
}
