CREATE TABLE sources (                  -- the canonical registry, copied from vocab/sources.toml
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    side TEXT,
    parent TEXT,
    country TEXT,
    homepage TEXT
) STRICT;
CREATE TABLE feeds (                    -- what we fetch on a schedule and how it fares
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    publisher TEXT NOT NULL,
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    url TEXT NOT NULL,
    homepage TEXT NOT NULL,
    language TEXT NOT NULL,
    licence TEXT NOT NULL,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    every_minutes INTEGER NOT NULL,
    last_attempt TEXT,
    last_success TEXT,
    last_change TEXT,
    last_outcome TEXT,                  -- ok, not_modified, or the kind of failure
    last_error TEXT,
    failures INTEGER NOT NULL DEFAULT 0,  -- in a row
    unchanged INTEGER NOT NULL DEFAULT 0, -- rounds in a row that brought nothing new
    next_due TEXT,
    etag TEXT,
    last_modified TEXT,
    documents INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    feed TEXT NOT NULL REFERENCES feeds(id),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT NOT NULL,
    status INTEGER,
    bytes INTEGER,
    documents INTEGER NOT NULL DEFAULT 0,
    claims INTEGER NOT NULL DEFAULT 0,
    error TEXT
) STRICT;
CREATE INDEX attempts_feed ON attempts (feed, started_at);
CREATE TABLE problems (                 -- every input that could not be used; the same one again is the same row
    id INTEGER PRIMARY KEY,
    known_at TEXT NOT NULL,
    origin TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    snapshot TEXT REFERENCES snapshots(id),
    resolved_at TEXT,
    UNIQUE (origin, kind, reason)
) STRICT;
CREATE TABLE poison (                   -- documents whose reading was begun and not finished; quarantined after three tries
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    tries INTEGER NOT NULL,
    reason TEXT,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    quarantined_at TEXT
) STRICT;
CREATE TABLE pending (                  -- documents stored or retired whose events are still to be regrouped
    document TEXT PRIMARY KEY REFERENCES documents(id)
) STRICT, WITHOUT ROWID;
CREATE TABLE blocks (                   -- under which keys a document's figures may meet others of the same event
    key TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents(id),
    PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_document ON blocks (document);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    code_version TEXT NOT NULL,
    policy TEXT NOT NULL,
    counts TEXT NOT NULL CHECK (json_valid(counts))
) STRICT;
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    token INTEGER NOT NULL,             -- grows with every new holder; a write with an old one is refused
    beat INTEGER NOT NULL,              -- grows with every renewal: waiters watch it by their own clocks, not the wall's
    expires_at TEXT NOT NULL            -- for people to read; no decision rests on it
) STRICT;
CREATE TABLE changes (                  -- the change feed; the data revision is max(seq)
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('document', 'claim', 'event', 'estimate', 'relation')),
    id TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('upsert', 'tombstone'))
) STRICT;
CREATE INDEX changes_id ON changes (kind, id);
CREATE TABLE decisions (                -- what people decided beside the machine's result; replayed after every recompute
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'correct', 'merge', 'split')),
    target TEXT NOT NULL,               -- a claim or an event
    field TEXT,
    value TEXT,
    undone_by INTEGER REFERENCES decisions(id)
) STRICT;
CREATE INDEX decisions_target ON decisions (target);
