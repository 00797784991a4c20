CREATE TABLE tokens (                   -- who may decide over HTTP; a row is never deleted
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,                 -- the author of what is decided with it
    scope TEXT NOT NULL CHECK (scope IN ('review', 'audit')),
    hash TEXT NOT NULL,                 -- SHA-256 of the secret, which is nowhere
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE UNIQUE INDEX tokens_name ON tokens (name) WHERE revoked_at IS NULL;
ALTER TABLE decisions ADD COLUMN token TEXT REFERENCES tokens(id);  -- null: by the command line
CREATE INDEX decisions_token ON decisions (token) WHERE token IS NOT NULL;
