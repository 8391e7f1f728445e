package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.Columns;
import net.headscale.journal.sql.column.FreeText;
import net.headscale.journal.sql.column.HostinfoText;
import net.headscale.journal.sql.column.ListText;
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Lifetime.JoinedBy;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeKeys;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.UserId;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// The table of nodes; their addresses are in [AddressRows].
final class NodeRows {
    private static final String WRITTEN_BEHIND =
            "capability_version, hostinfo, endpoints, home_derp, disco_key, presence, last_seen";
    private static final String COLUMNS = "id, machine_key, node_key, network_lock_key, hostname, label, label_chosen,"
            + " user_id, tags, approved_routes, created_at, key_expires_at, ephemeral, joined_by, joined_key,"
            + " shared_with, "
            + WRITTEN_BEHIND;
    private static final String SELECT = "SELECT " + COLUMNS + " FROM nodes WHERE tailnet = ?";
    private static final String INSERT = "INSERT INTO nodes (tailnet, " + COLUMNS + ")"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM nodes WHERE tailnet = ? AND id = ?";
    private static final String UPDATE_BEHIND = """
            UPDATE nodes SET capability_version = ?, hostinfo = ?, endpoints = ?, home_derp = ?, disco_key = ?,
            presence = ?, last_seen = ? WHERE tailnet = ? AND id = ?""";

    private NodeRows() {}

    static List<Node> load(Statements sql, TailnetId tailnet) throws SQLException {
        Map<Long, List<IpAddress>> addresses = AddressRows.load(sql, tailnet);
        return sql.list(SELECT, cells -> read(cells, addresses), tailnet.value());
    }

    /// Their addresses go with them.
    static void delete(Statements sql, TailnetId tailnet, Collection<NodeId> ids) throws SQLException {
        sql.each(DELETE, ids, (columns, id) -> columns.number(tailnet.value()).number(id.value()));
    }

    static void insert(Statements sql, TailnetId tailnet, Collection<Node> nodes) throws SQLException {
        sql.each(INSERT, nodes, (columns, node) -> write(columns.number(tailnet.value()), node));
        AddressRows.insert(sql, tailnet, nodes);
    }

    /// Sets the volatile columns of a node, if it is there.
    static void writeBehind(Statements sql, Collection<Behind> waiting) throws SQLException {
        sql.each(UPDATE_BEHIND, waiting, (columns, behind) -> {
            writeVolatile(columns, behind.node());
            columns.number(behind.tailnet().value()).number(behind.node().id().value());
        });
    }

    private static void write(Columns columns, Node node) throws SQLException {
        NetworkLockKey lockKey = node.keys().networkLock();
        columns.number(node.id().value())
                .text(node.keys().machine().toString())
                .text(node.keys().node().toString())
                .textOrNull(lockKey.isZero() ? null : lockKey.toString())
                .text(FreeText.write(node.name().hostname()))
                .text(node.name().label())
                .flag(node.name().isChosen())
                .number(node.owner().user().value())
                .text(ListText.write(node.owner().tags()))
                .text(ListText.write(node.approvedRoutes()))
                .moment(node.lifetime().createdAt())
                .momentOrNever(node.lifetime().keyExpiry())
                .flag(node.lifetime().isEphemeral());
        writeJoinedBy(columns, node.lifetime().joinedBy());
        columns.text(ListText.write(node.shares()));
        writeVolatile(columns, node);
    }

    private static void writeJoinedBy(Columns columns, JoinedBy joinedBy) throws SQLException {
        switch (joinedBy) {
            case JoinedBy.AuthKey(PreauthKeyId key) -> columns.text("authkey").numberOrNull(key.value());
            case JoinedBy.CommandLine() -> columns.text("cli").numberOrNull(null);
            case JoinedBy.Oidc() -> columns.text("oidc").numberOrNull(null);
        }
    }

    private static void writeVolatile(Columns columns, Node node) throws SQLException {
        DiscoKey disco = node.keys().disco();
        columns.number(node.host().capabilityVersion())
                .text(HostinfoText.write(node.host().hostinfo()))
                .text(ListText.write(node.reach().endpoints()))
                .number(node.reach().homeDerp())
                .textOrNull(disco.isZero() ? null : disco.toString());
        switch (node.presence()) {
            case Presence.NeverSeen(), Presence.Arriving() ->
                columns.text("never").textOrNull(null);
            case Presence.Online(), Presence.Silent() -> columns.text("online").textOrNull(null);
            case Presence.Offline(var lastSeen) -> columns.text("offline").moment(lastSeen);
        }
    }

    /* The cells come in the order of COLUMNS; Java evaluates arguments from left to right, but the order of Node's
     * components is another one, so the parts are read into variables first. */
    private static Node read(Cells cells, Map<Long, List<IpAddress>> addresses) throws SQLException {
        NodeId id = new NodeId(cells.number());
        MachineKey machine = MachineKey.parse(cells.text());
        NodeKey nodeKey = NodeKey.parse(cells.text());
        NetworkLockKey lockKey = parsedOr(NetworkLockKey.ZERO, cells.textOrNull(), NetworkLockKey::parse);
        NodeName name = new NodeName(FreeText.read(cells.text()), cells.text(), cells.flag());
        Ownership owner = Ownership.tagged(new UserId(cells.number()), ListText.read(cells.text(), Tag::new));
        TreeSet<Prefix> routes = new TreeSet<>(ListText.read(cells.text(), Prefix::parse));
        Lifetime lifetime = new Lifetime(cells.moment(), cells.momentOrNever(), cells.flag(), readJoinedBy(cells));
        TreeSet<TailnetId> shares = new TreeSet<>(ListText.read(cells.text(), TailnetId::parse));
        Host host = new Host(cells.smallNumber(), HostinfoText.read(cells.text()));
        Reach reach = new Reach(ListText.read(cells.text(), Endpoint::parse), cells.smallNumber());
        DiscoKey disco = parsedOr(DiscoKey.ZERO, cells.textOrNull(), DiscoKey::parse);
        return new Node(
                id,
                new NodeKeys(machine, nodeKey, disco, lockKey),
                name,
                owner,
                addresses.getOrDefault(id.value(), List.of()),
                routes,
                host,
                reach,
                readPresence(cells),
                lifetime,
                shares);
    }

    private static JoinedBy readJoinedBy(Cells cells) throws SQLException {
        String joinedBy = cells.text();
        long key = cells.number(); // zero where there is none
        return switch (joinedBy) {
            case "authkey" -> new JoinedBy.AuthKey(new PreauthKeyId(key));
            case "cli" -> new JoinedBy.CommandLine();
            case "oidc" -> new JoinedBy.Oidc();
            default -> throw new IllegalStateException("expected a way to join, found " + joinedBy);
        };
    }

    private static Presence readPresence(Cells cells) throws SQLException {
        String presence = cells.text();
        return switch (presence) {
            case "never" -> new Presence.NeverSeen();
            case "online" -> new Presence.Online();
            case "offline" -> new Presence.Offline(cells.moment());
            default -> throw new IllegalStateException("expected a presence, found " + presence);
        };
    }

    private static <T> T parsedOr(T absent, @Nullable String text, Function<String, T> parse) {
        return text == null ? absent : parse.apply(text);
    }
}
