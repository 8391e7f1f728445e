package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.headscale.journal.ApiKey;
import net.headscale.journal.OAuthClient;
import net.headscale.journal.OAuthClients;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.Columns;
import net.headscale.journal.sql.column.FreeText;
import net.headscale.journal.sql.column.ListText;

/// The table of OAuth clients. Thread-safe.
final class OAuthClientRows implements OAuthClients {
    private static final String COLUMNS = "id, hash, tailnet, scopes, tags, description, created_at";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM oauth_clients ORDER BY created_at, id";
    private static final String SELECT_ONE = "SELECT " + COLUMNS + " FROM oauth_clients WHERE id = ?";
    private static final String INSERT = "INSERT INTO oauth_clients (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String REHASHED = "UPDATE oauth_clients SET hash = ? WHERE id = ?";
    private static final String DELETE = "DELETE FROM oauth_clients WHERE id = ?";

    private final Committer committer;

    OAuthClientRows(Committer committer) {
        this.committer = committer;
    }

    @Override
    public List<OAuthClient> all() {
        return committer.run(sql -> sql.list(SELECT, OAuthClientRows::read));
    }

    @Override
    public Optional<OAuthClient> find(String id) {
        return committer.run(sql -> sql.first(SELECT_ONE, OAuthClientRows::read, FreeText.write(id)));
    }

    @Override
    public void add(OAuthClient client) {
        committer.run(sql -> sql.each(INSERT, List.of(client), OAuthClientRows::write));
    }

    @Override
    public void rehashed(ApiKey.Secret secret) {
        committer.run(sql -> sql.change(REHASHED, secret.hash(), FreeText.write(secret.prefix())));
    }

    @Override
    public void remove(String id) {
        committer.run(sql -> sql.change(DELETE, FreeText.write(id)));
    }

    private static void write(Columns columns, OAuthClient client) throws SQLException {
        columns.text(client.id()).text(client.secret().hash());
        ApiKeyRows.writeScope(columns, client.scope());
        columns.text(ListText.write(client.grant().scopes()))
                .text(ListText.write(client.grant().tags()))
                .text(FreeText.write(client.description()))
                .moment(client.createdAt());
    }

    private static OAuthClient read(Cells cells) throws SQLException {
        var secret = new ApiKey.Secret(cells.text(), cells.text());
        ApiKey.Scope scope = ApiKeyRows.readScope(cells);
        List<String> scopes = ListText.read(cells.text(), Function.identity());
        List<String> tags = ListText.read(cells.text(), Function.identity());
        String description = FreeText.read(cells.text());
        return new OAuthClient(secret, scope, new OAuthClient.Grant(scopes, tags), description, cells.moment());
    }
}
