package net.headscale.journal.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.headscale.journal.ApiKey;
import net.headscale.journal.ApiKey.Scope;
import net.headscale.journal.ApiKeys;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.Columns;
import net.headscale.journal.sql.column.FreeText;
import net.headscale.journal.sql.column.InstantText;
import net.headscale.tailnet.TailnetId;

/// The table of API keys. Thread-safe.
final class ApiKeyRows implements ApiKeys {
    private static final String COLUMNS = "id, prefix, hash, tailnet, created_at, expires_at, last_used_at";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM api_keys ORDER BY id";
    private static final String SELECT_BY_PREFIX = "SELECT " + COLUMNS + " FROM api_keys WHERE prefix = ?";
    private static final String INSERT = "INSERT INTO api_keys (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String USED = "UPDATE api_keys SET prefix = ?, hash = ?, last_used_at = ? WHERE id = ?";
    private static final String EXPIRE = "UPDATE api_keys SET expires_at = ? WHERE id = ?";
    private static final String DELETE = "DELETE FROM api_keys WHERE id = ?";

    private final Committer committer;

    ApiKeyRows(Committer committer) {
        this.committer = committer;
    }

    @Override
    public List<ApiKey> all() {
        return committer.run(sql -> sql.list(SELECT, ApiKeyRows::read));
    }

    @Override
    public Optional<ApiKey> withPrefix(String prefix) {
        return committer.run(sql -> sql.first(SELECT_BY_PREFIX, ApiKeyRows::read, FreeText.write(prefix)));
    }

    @Override
    public void add(ApiKey key) {
        committer.run(sql -> sql.each(INSERT, List.of(key), ApiKeyRows::write));
    }

    @Override
    public void used(long id, ApiKey.Secret secret, Instant at) {
        committer.run(sql -> sql.change(USED, secret.prefix(), secret.hash(), InstantText.write(at), id));
    }

    @Override
    public void expire(long id, Instant at) {
        committer.run(sql -> sql.change(EXPIRE, InstantText.write(at), id));
    }

    @Override
    public void remove(long id) {
        committer.run(sql -> sql.change(DELETE, id));
    }

    private static void write(Columns columns, ApiKey key) throws SQLException {
        columns.number(key.id()).text(key.secret().prefix()).text(key.secret().hash());
        writeScope(columns, key.scope());
        columns.moment(key.createdAt()).momentOrNever(key.expiresAt());
        if (key.lastUsedAt().equals(Instant.EPOCH)) {
            columns.textOrNull(null);
        } else {
            columns.moment(key.lastUsedAt());
        }
    }

    static void writeScope(Columns columns, Scope scope) throws SQLException {
        switch (scope) {
            case Scope.WholeServer() -> columns.numberOrNull(null);
            case Scope.OneTailnet(TailnetId tailnet) -> columns.number(tailnet.value());
        }
    }

    static Scope readScope(Cells cells) throws SQLException {
        Long tailnet = cells.numberOrNull();
        return tailnet == null ? new Scope.WholeServer() : new Scope.OneTailnet(new TailnetId(tailnet));
    }

    private static ApiKey read(Cells cells) throws SQLException {
        long id = cells.number();
        ApiKey.Secret secret = new ApiKey.Secret(cells.text(), cells.text());
        Scope scope = readScope(cells);
        Instant createdAt = cells.moment();
        Instant expiresAt = cells.momentOrNever();
        String lastUsedAt = cells.textOrNull();
        return new ApiKey(
                id,
                secret,
                scope,
                createdAt,
                expiresAt,
                lastUsedAt == null ? Instant.EPOCH : Instant.parse(lastUsedAt));
    }
}
