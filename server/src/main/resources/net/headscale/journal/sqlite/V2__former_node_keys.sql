-- Node keys that are used no more, and whose they were: no other machine may take one over. The newest are kept.
CREATE TABLE former_node_keys (
    node_key    TEXT    PRIMARY KEY,
    machine_key TEXT    NOT NULL,
    number      INTEGER NOT NULL -- counts up: the order in which they came out of use
) STRICT, WITHOUT ROWID;

CREATE INDEX former_node_keys_number ON former_node_keys (number);
