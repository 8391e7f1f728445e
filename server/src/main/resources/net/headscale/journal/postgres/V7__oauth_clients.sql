-- Programs that ask for access tokens. The tokens themselves are sealed, not stored (decision 0205).
CREATE TABLE oauth_clients (
    id          TEXT PRIMARY KEY, -- the public part of the secret
    tailnet     BIGINT REFERENCES tailnets (id) ON DELETE CASCADE, -- NULL: the whole server
    hash        TEXT NOT NULL,
    scopes      TEXT NOT NULL, -- a JSON array of texts, as tags is
    tags        TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at  TEXT NOT NULL
);

CREATE INDEX oauth_clients_tailnet ON oauth_clients (tailnet);
