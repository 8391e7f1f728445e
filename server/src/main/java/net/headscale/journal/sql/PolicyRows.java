package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import net.headscale.journal.PolicyVersion;
import net.headscale.journal.PolicyVersions;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.FreeText;
import net.headscale.journal.sql.column.InstantText;
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// The table of policies: every version is kept, the newest is in force.
final class PolicyRows implements PolicyVersions {
    private static final String COLUMNS = "text, changed_at, author, revision";
    private static final String NEWEST =
            "SELECT " + COLUMNS + " FROM policies WHERE tailnet = ? ORDER BY revision DESC LIMIT ?";
    private static final String FIND = "SELECT " + COLUMNS + " FROM policies WHERE tailnet = ? AND revision = ?";
    private static final String INSERT =
            "INSERT INTO policies (tailnet, revision, text, changed_at, author) VALUES (?, ?, ?, ?, ?)";

    private final Committer committer;

    PolicyRows(Committer committer) {
        this.committer = committer;
    }

    static PolicyText load(Statements sql, TailnetId tailnet) throws SQLException {
        return sql.first(NEWEST, PolicyRows::read, tailnet.value(), 1).orElse(PolicyText.NONE);
    }

    /// Keeps the tailnet's policy as the version that its revision made.
    static void insert(Statements sql, Tailnet tailnet) throws SQLException {
        sql.change(
                INSERT,
                tailnet.id().value(),
                tailnet.revision().value(),
                FreeText.write(tailnet.policy().text()),
                InstantText.write(tailnet.policy().changedAt()),
                FreeText.write(tailnet.policy().author()));
    }

    @Override
    public List<PolicyVersion> newest(TailnetId tailnet, int most) {
        return committer.run(sql -> sql.list(
                NEWEST,
                cells -> {
                    PolicyText policy = read(cells);
                    return PolicyVersion.of(new Revision(cells.number()), policy);
                },
                tailnet.value(),
                most));
    }

    @Override
    public Optional<PolicyText> find(TailnetId tailnet, Revision revision) {
        return committer.run(sql -> sql.first(FIND, PolicyRows::read, tailnet.value(), revision.value()));
    }

    private static PolicyText read(Cells cells) throws SQLException {
        return new PolicyText(FreeText.read(cells.text()), cells.moment(), FreeText.read(cells.text()));
    }
}
