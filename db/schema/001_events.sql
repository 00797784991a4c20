CREATE TABLE events (                   -- ids are minted once and kept; a merged event points to the one it went into
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    sentence TEXT NOT NULL,
    country TEXT,
    admin1 TEXT,
    place_text TEXT,
    place_name TEXT,
    lat REAL,
    lon REAL,
    place_precision TEXT,
    geoname INTEGER,
    first_day TEXT,
    last_day TEXT,
    cause TEXT,
    documents INTEGER NOT NULL,         -- documents, claims, claimants, conflicts: how many
    claims INTEGER NOT NULL,
    claimants INTEGER NOT NULL,
    conflicts INTEGER NOT NULL,
    killed_low INTEGER,
    killed_high INTEGER,
    killed_open INTEGER CHECK (killed_open IN (0, 1)),
    known_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    merged_into TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
    split_from TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
    retired_at TEXT,
    retired_reason TEXT
) STRICT;
CREATE INDEX events_day ON events (first_day) WHERE retired_at IS NULL;
CREATE INDEX events_country ON events (country, first_day) WHERE retired_at IS NULL;
CREATE INDEX events_updated ON events (updated_at);
CREATE TABLE event_versions (           -- what an event's row said, and from when to when
    event TEXT NOT NULL REFERENCES events(id),
    known_at TEXT NOT NULL,
    retired_at TEXT,
    header TEXT NOT NULL CHECK (json_valid(header)),  -- the columns of `events` from title to killed_open
    PRIMARY KEY (event, known_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE event_claims (
    event TEXT NOT NULL REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
    claim TEXT NOT NULL REFERENCES claims(id),
    known_at TEXT NOT NULL,
    retired_at TEXT,
    PRIMARY KEY (event, claim, known_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_claims_claim ON event_claims (claim);
CREATE TABLE event_documents (
    event TEXT NOT NULL REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
    document TEXT NOT NULL REFERENCES documents(id),
    known_at TEXT NOT NULL,
    retired_at TEXT,
    PRIMARY KEY (event, document, known_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_documents_document ON event_documents (document);
CREATE TABLE estimates (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
    outcome TEXT NOT NULL,
    population TEXT NOT NULL,
    basis TEXT NOT NULL,
    unit TEXT NOT NULL,
    grp TEXT NOT NULL,                  -- whose figures: all, parties, third_parties
    low INTEGER,
    high INTEGER,
    high_open INTEGER NOT NULL CHECK (high_open IN (0, 1)),
    agreed INTEGER NOT NULL CHECK (agreed IN (0, 1)),
    agreed_low INTEGER,
    agreed_high INTEGER,                -- null with agreed = 1: open
    best INTEGER,
    best_rule TEXT NOT NULL,
    best_claim TEXT REFERENCES claims(id),
    support TEXT NOT NULL,
    claimants INTEGER NOT NULL,
    known_at TEXT NOT NULL,
    retired_at TEXT,
    run INTEGER REFERENCES runs(id)
) STRICT;
CREATE INDEX estimates_event ON estimates (event, outcome, population);
CREATE TABLE estimate_claims (
    estimate TEXT NOT NULL REFERENCES estimates(id),
    claim TEXT NOT NULL REFERENCES claims(id),
    PRIMARY KEY (estimate, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX estimate_claims_claim ON estimate_claims (claim);
CREATE TABLE relations (                -- read "a TYPE b"
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
    a TEXT NOT NULL REFERENCES claims(id),
    b TEXT NOT NULL REFERENCES claims(id),
    type TEXT NOT NULL,
    rule TEXT NOT NULL,
    gap REAL,
    size TEXT,
    explanation TEXT NOT NULL,
    known_at TEXT NOT NULL,
    retired_at TEXT,
    run INTEGER REFERENCES runs(id)
) STRICT;
CREATE INDEX relations_event ON relations (event, type);
CREATE INDEX relations_a ON relations (a);
CREATE INDEX relations_b ON relations (b);
CREATE INDEX relations_conflict ON relations (type, event) WHERE retired_at IS NULL AND type LIKE 'conflict%';
