package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import net.headscale.journal.PendingLogin;
import net.headscale.journal.PendingLogins;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.Columns;
import net.headscale.journal.sql.column.FreeText;
import net.headscale.journal.sql.column.InstantText;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;

/// The table of logins that wait for a person. Thread-safe.
final class PendingLoginRows implements PendingLogins {
    private static final String COLUMNS = "auth_id_hash, machine_key, node_key, request, created_at, expires_at";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM pending_logins ";
    private static final String SELECT_ALL = SELECT + "ORDER BY created_at, auth_id_hash";
    private static final String SELECT_BY_HASH = SELECT + "WHERE auth_id_hash = ?";
    private static final String SELECT_NEWEST =
            SELECT + "WHERE machine_key = ? ORDER BY created_at DESC, auth_id_hash DESC LIMIT 1";
    private static final String INSERT = "INSERT INTO pending_logins (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?)";
    private static final String SELECT_HASHES = "SELECT auth_id_hash FROM pending_logins WHERE machine_key = ?";
    private static final String COUNT = "SELECT COUNT(*) FROM pending_logins";
    private static final String DELETE_BY_MACHINE = "DELETE FROM pending_logins WHERE machine_key = ?";
    private static final String DELETE = "DELETE FROM pending_logins WHERE auth_id_hash = ?";
    private static final String DELETE_EXPIRED = "DELETE FROM pending_logins WHERE expires_at <= ?";

    private final Committer committer;

    PendingLoginRows(Committer committer) {
        this.committer = committer;
    }

    @Override
    public List<PendingLogin> all() {
        return committer.run(sql -> sql.list(SELECT_ALL, PendingLoginRows::read));
    }

    @Override
    public Optional<PendingLogin> find(String authIdHash) {
        return committer.run(sql -> sql.first(SELECT_BY_HASH, PendingLoginRows::read, authIdHash));
    }

    @Override
    public Optional<PendingLogin> newestOf(MachineKey machine) {
        return committer.run(sql -> sql.first(SELECT_NEWEST, PendingLoginRows::read, machine.toString()));
    }

    @Override
    public Put put(PendingLogin login, int most) {
        return committer.run(sql -> {
            sql.change(DELETE_EXPIRED, InstantText.write(login.createdAt()));
            String machine = login.machine().toString();
            List<String> replaced = sql.list(SELECT_HASHES, Cells::text, machine);
            if (replaced.isEmpty() && sql.first(COUNT, Cells::number).orElseThrow() >= most) {
                return new Put.Full();
            }
            sql.change(DELETE_BY_MACHINE, machine);
            sql.each(INSERT, List.of(login), PendingLoginRows::write);
            return new Put.Waits(replaced);
        });
    }

    @Override
    public void remove(String authIdHash) {
        committer.run(sql -> sql.change(DELETE, authIdHash));
    }

    private static void write(Columns columns, PendingLogin login) throws SQLException {
        columns.text(login.authIdHash())
                .text(login.machine().toString())
                .text(login.node().toString())
                .text(FreeText.write(login.request()))
                .moment(login.createdAt())
                .moment(login.expiresAt());
    }

    private static PendingLogin read(Cells cells) throws SQLException {
        return new PendingLogin(
                cells.text(),
                MachineKey.parse(cells.text()),
                NodeKey.parse(cells.text()),
                FreeText.read(cells.text()),
                cells.moment(),
                cells.moment());
    }
}
