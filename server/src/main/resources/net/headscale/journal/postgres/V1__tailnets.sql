-- Times are ISO 8601 texts in UTC with nine digits of a second: they sort, and `::timestamptz` reads them.
-- NULL in an *_expires_at column is never. Keys and addresses are texts as people see them; lists are JSON arrays.
-- Texts that others chose (names, profiles, policies, requests) have backslash, NUL and lone surrogates escaped: \\, \u0000, \ud800.

CREATE TABLE tailnets (
    id       BIGINT PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    revision BIGINT  NOT NULL
);

CREATE TABLE users (
    id           BIGINT PRIMARY KEY,
    tailnet      BIGINT  NOT NULL REFERENCES tailnets (id) ON DELETE CASCADE,
    name         TEXT    NOT NULL,
    display_name TEXT    NOT NULL,
    email        TEXT    NOT NULL,
    picture_url  TEXT    NOT NULL,
    provider     TEXT    NOT NULL, -- '' is the server itself
    subject      TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    role         TEXT    NOT NULL, -- member, owner, admin, it_admin, network_admin ...
    UNIQUE (tailnet, name)
);

-- Rows are replaced by delete and insert (decision 0030): nothing but node_addresses may refer to them.
CREATE TABLE nodes (
    id                 BIGINT PRIMARY KEY,
    tailnet            BIGINT  NOT NULL REFERENCES tailnets (id) ON DELETE CASCADE,
    machine_key        TEXT    NOT NULL,
    node_key           TEXT    NOT NULL UNIQUE,
    network_lock_key   TEXT,             -- NULL: never told
    hostname           TEXT    NOT NULL, -- what the client calls itself
    label              TEXT    NOT NULL, -- what it is found under
    label_chosen       BOOLEAN NOT NULL, -- by an administrator
    user_id            BIGINT  NOT NULL, -- who brought it in; its owner while there are no tags
    tags               TEXT    NOT NULL,
    approved_routes    TEXT    NOT NULL,
    created_at         TEXT    NOT NULL,
    key_expires_at     TEXT,
    ephemeral          BOOLEAN NOT NULL,
    joined_by          TEXT    NOT NULL CHECK (joined_by IN ('authkey', 'cli', 'oidc')),
    joined_key         BIGINT,           -- the pre-auth key, which may be gone
    -- written behind:
    capability_version BIGINT  NOT NULL,
    hostinfo           TEXT    NOT NULL,
    endpoints          TEXT    NOT NULL,
    home_derp          BIGINT  NOT NULL,
    disco_key          TEXT,             -- NULL: not told yet
    presence           TEXT    NOT NULL CHECK (presence IN ('never', 'online', 'offline')),
    last_seen          TEXT,
    UNIQUE (tailnet, label)
);

CREATE TABLE node_addresses (
    node     BIGINT  NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    position BIGINT  NOT NULL, -- 0 first
    tailnet  BIGINT  NOT NULL, -- the node's
    address  TEXT    NOT NULL UNIQUE,
    PRIMARY KEY (node, position)
);

CREATE TABLE preauth_keys (
    id         BIGINT PRIMARY KEY,
    tailnet    BIGINT  NOT NULL REFERENCES tailnets (id) ON DELETE CASCADE,
    prefix     TEXT    NOT NULL UNIQUE,
    hash       TEXT    NOT NULL,
    user_id    BIGINT  NOT NULL,
    tags       TEXT    NOT NULL,
    reusable   BOOLEAN NOT NULL,
    ephemeral  BOOLEAN NOT NULL,
    used       BOOLEAN NOT NULL,
    created_at TEXT    NOT NULL,
    expires_at TEXT
);

CREATE INDEX preauth_keys_tailnet ON preauth_keys (tailnet);

-- Every version of every policy; the one of the highest revision is in force.
CREATE TABLE policies (
    tailnet    BIGINT  NOT NULL REFERENCES tailnets (id) ON DELETE CASCADE,
    revision   BIGINT  NOT NULL, -- the tailnet's, that made it
    text       TEXT    NOT NULL, -- as written
    changed_at TEXT    NOT NULL,
    author     TEXT    NOT NULL, -- '' is not known
    PRIMARY KEY (tailnet, revision)
);

CREATE TABLE api_keys (
    id           BIGINT PRIMARY KEY,
    tailnet      BIGINT  REFERENCES tailnets (id) ON DELETE CASCADE, -- NULL: the whole server
    prefix       TEXT    NOT NULL UNIQUE,
    hash         TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    expires_at   TEXT,
    last_used_at TEXT
);

CREATE INDEX api_keys_tailnet ON api_keys (tailnet);

CREATE TABLE pending_logins (
    auth_id_hash TEXT PRIMARY KEY,
    machine_key  TEXT NOT NULL,
    node_key     TEXT NOT NULL,
    request      TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL
);

CREATE INDEX pending_logins_machine ON pending_logins (machine_key, created_at);

-- The next id of each kind that nobody was given.
CREATE TABLE id_leases (
    kind TEXT    PRIMARY KEY,
    next BIGINT  NOT NULL
);
