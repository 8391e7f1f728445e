-- Times are ISO 8601 texts in UTC with nine digits of a second: they sort, and SQLite's date functions read them.
-- NULL in an *_expires_at column is never. Keys and addresses are texts as people see them; lists are JSON arrays.
-- Texts that others chose (names, profiles, policies, requests) have backslash, NUL and lone surrogates escaped: \\, \u0000, \ud800.

CREATE TABLE tailnets (
    id       INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id           INTEGER PRIMARY KEY,
    tailnet      INTEGER NOT NULL REFERENCES tailnets (id) ON DELETE CASCADE,
    name         TEXT    NOT NULL,
    display_name TEXT    NOT NULL,
    email        TEXT    NOT NULL,
    picture_url  TEXT    NOT NULL,
    provider     TEXT    NOT NULL, -- '' is the server itself
    subject      TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    role         TEXT    NOT NULL, -- member, owner, admin, it_admin, network_admin ...
    UNIQUE (tailnet, name)
) STRICT;

-- Rows are replaced by delete and insert (decision 0030): nothing but node_addresses may refer to them.
CREATE TABLE nodes (
    id                 INTEGER PRIMARY KEY,
    tailnet            INTEGER NOT NULL REFERENCES tailnets (id) ON DELETE CASCADE,
    machine_key        TEXT    NOT NULL,
    node_key           TEXT    NOT NULL UNIQUE,
    network_lock_key   TEXT,             -- NULL: never told
    hostname           TEXT    NOT NULL, -- what the client calls itself
    label              TEXT    NOT NULL, -- what it is found under
    label_chosen       INTEGER NOT NULL, -- 1: by an administrator
    user_id            INTEGER NOT NULL, -- who brought it in; its owner while there are no tags
    tags               TEXT    NOT NULL,
    approved_routes    TEXT    NOT NULL,
    created_at         TEXT    NOT NULL,
    key_expires_at     TEXT,
    ephemeral          INTEGER NOT NULL,
    joined_by          TEXT    NOT NULL CHECK (joined_by IN ('authkey', 'cli', 'oidc')),
    joined_key         INTEGER,          -- the pre-auth key, which may be gone
    -- written behind:
    capability_version INTEGER NOT NULL,
    hostinfo           TEXT    NOT NULL,
    endpoints          TEXT    NOT NULL,
    home_derp          INTEGER NOT NULL,
    disco_key          TEXT,             -- NULL: not told yet
    presence           TEXT    NOT NULL CHECK (presence IN ('never', 'online', 'offline')),
    last_seen          TEXT,
    UNIQUE (tailnet, label)
) STRICT;

CREATE TABLE node_addresses (
    node     INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, -- 0 first
    tailnet  INTEGER NOT NULL, -- the node's
    address  TEXT    NOT NULL UNIQUE,
    PRIMARY KEY (node, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE preauth_keys (
    id         INTEGER PRIMARY KEY,
    tailnet    INTEGER NOT NULL REFERENCES tailnets (id) ON DELETE CASCADE,
    prefix     TEXT    NOT NULL UNIQUE,
    hash       TEXT    NOT NULL,
    user_id    INTEGER NOT NULL,
    tags       TEXT    NOT NULL,
    reusable   INTEGER NOT NULL,
    ephemeral  INTEGER NOT NULL,
    used       INTEGER NOT NULL,
    created_at TEXT    NOT NULL,
    expires_at TEXT
) STRICT;

CREATE INDEX preauth_keys_tailnet ON preauth_keys (tailnet);

-- Every version of every policy; the one of the highest revision is in force.
CREATE TABLE policies (
    tailnet    INTEGER NOT NULL REFERENCES tailnets (id) ON DELETE CASCADE,
    revision   INTEGER NOT NULL, -- the tailnet's, that made it
    text       TEXT    NOT NULL, -- as written
    changed_at TEXT    NOT NULL,
    author     TEXT    NOT NULL, -- '' is not known
    PRIMARY KEY (tailnet, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id           INTEGER PRIMARY KEY,
    tailnet      INTEGER REFERENCES tailnets (id) ON DELETE CASCADE, -- NULL: the whole server
    prefix       TEXT    NOT NULL UNIQUE,
    hash         TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    expires_at   TEXT,
    last_used_at TEXT
) STRICT;

CREATE INDEX api_keys_tailnet ON api_keys (tailnet);

CREATE TABLE pending_logins (
    auth_id_hash TEXT PRIMARY KEY,
    machine_key  TEXT NOT NULL,
    node_key     TEXT NOT NULL,
    request      TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_logins_machine ON pending_logins (machine_key, created_at);

-- The next id of each kind that nobody was given.
CREATE TABLE id_leases (
    kind TEXT    PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
