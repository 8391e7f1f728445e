package net.headscale.journal.sql;

import java.sql.SQLException;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// The table of policies: every version is kept, the newest is in force.
final class PolicyRows {
    private static final String SELECT =
            "SELECT text, changed_at FROM policies WHERE tailnet = ? ORDER BY revision DESC LIMIT 1";
    private static final String INSERT =
            "INSERT INTO policies (tailnet, revision, text, changed_at, author) VALUES (?, ?, ?, ?, '')";

    private PolicyRows() {}

    static PolicyText load(Statements sql, TailnetId tailnet) throws SQLException {
        return sql.first(SELECT, cells -> new PolicyText(FreeText.read(cells.text()), cells.moment()), tailnet.value())
                .orElse(PolicyText.NONE);
    }

    /// Keeps the tailnet's policy as the version that its revision made.
    static void insert(Statements sql, Tailnet tailnet) throws SQLException {
        sql.change(
                INSERT,
                tailnet.id().value(),
                tailnet.revision().value(),
                FreeText.write(tailnet.policy().text()),
                InstantText.write(tailnet.policy().changedAt()));
    }
}
