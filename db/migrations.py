"""The schema, as a list of steps that only grows: an applied step is never edited, a change is a new step.

All tables are STRICT; times are ISO 8601 text in UTC that ends in `Z`, days `YYYY-MM-DD`, flags 0 or 1. Rows of what was said and
what came of it are never deleted: `retired_at` says when one stopped holding and `retired_reason` why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import kept
from db.connect import migration_set, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

INPUT = """
CREATE TABLE blobs (                    -- raw bytes, addressed by their SHA-256
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    size INTEGER NOT NULL,              -- of the bytes as they came
    encoding TEXT NOT NULL CHECK (encoding IN ('zlib', 'raw')),
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE snapshots (                -- how some bytes came: id = SHA-256 of source, options and the body's SHA-256
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    blob TEXT NOT NULL REFERENCES blobs(hash),
    media_type TEXT NOT NULL,
    charset TEXT,
    status INTEGER,
    etag TEXT,
    last_modified TEXT,
    fetched_at TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options)),  -- what the caller said of the file: publisher, date, ...
    read_by TEXT                        -- the versions that read it through to its end; null: not yet, or cut short
) STRICT;
CREATE INDEX snapshots_source ON snapshots (source, fetched_at);
CREATE INDEX snapshots_fetched ON snapshots (fetched_at);
CREATE INDEX snapshots_unread ON snapshots (source) WHERE read_by IS NULL;
CREATE TABLE documents (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,            -- hash of origin, publisher and text
    origin TEXT NOT NULL,               -- its URL, else the id its file gave it: what newer texts of the same document share
    snapshot TEXT REFERENCES snapshots(id),
    source TEXT,                        -- the feed (feeds.id) it came by, or null for an ingested file
    url TEXT,
    title TEXT,
    publisher TEXT,                     -- as written
    publisher_source TEXT,              -- canonical id (sources.id) or null
    published TEXT,
    language TEXT,
    licence TEXT,
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    extracted_by TEXT,                  -- extractor, vocabulary and policy versions that read it
    known_at TEXT NOT NULL,
    retired_at TEXT,
    retired_reason TEXT
) STRICT;
CREATE INDEX documents_origin ON documents (origin);
CREATE INDEX documents_text ON documents (text_hash);
CREATE INDEX documents_published ON documents (published);
CREATE INDEX documents_source ON documents (source);
CREATE INDEX documents_snapshot ON documents (snapshot);
"""

CLAIMS = """
CREATE TABLE claims (                   -- append-only but for event and retired_*; a row is a Claim and its Figure
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES documents(id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    sentence TEXT NOT NULL,
    sentence_start INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    low INTEGER,
    high INTEGER,
    best INTEGER,
    stated_low INTEGER,
    stated_high INTEGER,
    qualifier TEXT NOT NULL,
    bound_basis TEXT NOT NULL,
    policy TEXT,
    unit TEXT NOT NULL,
    explicit INTEGER NOT NULL CHECK (explicit IN (0, 1)),
    victims_text TEXT,
    victims_groups TEXT NOT NULL CHECK (json_valid(victims_groups)),
    victims_status TEXT NOT NULL,
    population TEXT NOT NULL,
    cause_text TEXT,
    cause_code TEXT,
    basis TEXT NOT NULL,
    window_text TEXT,
    window_start TEXT,
    window_end TEXT,
    window_precision TEXT,
    as_of TEXT,
    as_of_text TEXT,
    as_of_basis TEXT NOT NULL,
    place_text TEXT,                    -- place_*, country, admin1, lat, lon, geoname: as resolved (Figure.place)
    place_name TEXT,
    country TEXT,
    admin1 TEXT,
    lat REAL,
    lon REAL,
    place_precision TEXT,
    geoname INTEGER,
    said_place TEXT NOT NULL CHECK (json_valid(said_place)),  -- Claim.place, as extracted
    claimant TEXT NOT NULL,             -- canonical id, or the lower-cased name
    claimant_name TEXT NOT NULL,
    claimant_kind TEXT NOT NULL,
    claimant_side TEXT,
    party INTEGER NOT NULL CHECK (party IN (0, 1)),
    stance TEXT NOT NULL,
    subset_of TEXT,
    background INTEGER NOT NULL CHECK (background IN (0, 1)),
    people_low INTEGER,
    people_high INTEGER,
    rule TEXT NOT NULL,
    extractor TEXT NOT NULL,
    confidence REAL NOT NULL,
    flags TEXT NOT NULL CHECK (json_valid(flags)),              -- Claim.flags
    figure_flags TEXT NOT NULL CHECK (json_valid(figure_flags)),
    published TEXT,
    publisher TEXT,
    position INTEGER NOT NULL,          -- the claim's place in its document, from 0
    event TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
    known_at TEXT NOT NULL,
    retired_at TEXT,
    retired_reason TEXT
) STRICT;
CREATE INDEX claims_document ON claims (document, position);
CREATE INDEX claims_event ON claims (event, outcome);
CREATE INDEX claims_outcome ON claims (outcome, window_start) WHERE retired_at IS NULL;
CREATE INDEX claims_country ON claims (country, window_start) WHERE retired_at IS NULL;
CREATE INDEX claims_claimant ON claims (claimant, as_of) WHERE retired_at IS NULL;
CREATE INDEX claims_window ON claims (window_start, window_end) WHERE retired_at IS NULL;
CREATE INDEX claims_as_of ON claims (as_of) WHERE retired_at IS NULL;
CREATE INDEX claims_published ON claims (published) WHERE retired_at IS NULL;
CREATE TABLE attributions (
    claim TEXT NOT NULL REFERENCES claims(id),
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT,
    verb TEXT,
    stance TEXT NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attributions_source ON attributions (source) WHERE source IS NOT NULL;
CREATE VIRTUAL TABLE claims_fts USING fts5(
    quote, sentence, place_text, claimant_name, content='claims', content_rowid='seq', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER claims_fts_insert AFTER INSERT ON claims BEGIN
    INSERT INTO claims_fts (rowid, quote, sentence, place_text, claimant_name)
    VALUES (new.seq, new.quote, new.sentence, new.place_text, new.claimant_name);
END;
"""

EVENTS = """
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
"""

OPERATION = """
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
"""

BLOCKS = """
DROP TABLE blocks;
CREATE TABLE blocks (                   -- under which keys a document's figures may meet others of the same event
    key TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents(id),
    week INTEGER NOT NULL,              -- of the document, counted from the first of January of the year 1
    reports INTEGER NOT NULL,           -- of the document's reports, how many bear the key
    PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_document ON blocks (document);
INSERT OR IGNORE INTO pending SELECT id FROM documents WHERE retired_at IS NULL;
"""


READING = """
CREATE INDEX claims_in_country ON claims (country) WHERE retired_at IS NULL;
CREATE INDEX claims_by_claimant ON claims (claimant) WHERE retired_at IS NULL;
CREATE INDEX claims_of_kind ON claims (claimant_kind) WHERE retired_at IS NULL;
"""

STANDING = """
CREATE INDEX documents_standing ON documents (id, retired_at) WHERE retired_at IS NULL;
CREATE INDEX claims_standing ON claims (document, retired_at) WHERE retired_at IS NULL;
CREATE INDEX snapshots_blob ON snapshots (blob);
"""


BESTS = """
ALTER TABLE estimates ADD COLUMN bests TEXT;            -- what other rules than best_rule choose; null: not known
ALTER TABLE events ADD COLUMN killed_best INTEGER;      -- of the toll of killed: the one value, who gave it, and the other rules
ALTER TABLE events ADD COLUMN killed_best_claim TEXT;
ALTER TABLE events ADD COLUMN killed_bests TEXT;
CREATE INDEX estimates_unruled ON estimates (event) WHERE bests IS NULL AND retired_at IS NULL;
INSERT OR IGNORE INTO pending SELECT id FROM documents WHERE retired_at IS NULL;
"""


TOKENS = """
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
"""


KEYS = """
ALTER TABLE decisions ADD COLUMN once TEXT;   -- the Idempotency-Key it came with, null without; a key counts for its token
ALTER TABLE decisions ADD COLUMN asked TEXT;  -- SHA-256 of the request that came with the key
CREATE UNIQUE INDEX decisions_once ON decisions (token, once) WHERE once IS NOT NULL;
"""


# How long a claim's window is (to 1, 8, 64, 512, 4096 days, longer or unknown), its last day, its first: see db/shortcuts.py.
OVERLAPS = """
CREATE INDEX claims_days ON claims (
    CASE WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 1 THEN 0
    WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 8 THEN 1
    WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 64 THEN 2
    WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 512 THEN 3
    WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 4096 THEN 4
    ELSE 5 END,
    coalesce(window_end, window_start), coalesce(window_start, window_end)
);
"""


def m001_first_schema(database: Database) -> None:
    """Input, claims, events, operation."""
    for script in (INPUT, CLAIMS, OPERATION, EVENTS):
        database.executescript(script)


def m002_what_keys_count(database: Database) -> None:
    """A document's keys with its week and how many of its reports bear them: a part is weighed by the counts of the whole."""
    database.executescript(BLOCKS)


def m003_lists_in_their_order(database: Database) -> None:
    """A list filtered by one value is read in the order of `seq`, page after page, without sorting."""
    database.executescript(READING)


def m004_standing_rows(database: Database) -> None:
    """What stands is counted and listed without reading past the texts."""
    database.executescript(STANDING)


def m005_what_every_rule_chooses(database: Database) -> None:
    """An estimate keeps the value of every rule and the claim that gave it; the next regrouping reconciles what stands anew."""
    database.executescript(BESTS)


def m006_tokens_for_review(database: Database) -> None:
    """Who may decide over HTTP, and by which token a decision came."""
    database.executescript(TOKENS)


def m007_days_that_overlap(database: Database) -> None:
    """The claims of a few days are found by how long their windows are and when they end, not by reading all that came after."""
    database.executescript(OVERLAPS)


def m009_keys_of_decisions(database: Database) -> None:
    """A decision that is sent again under the same key is known for the same."""
    database.executescript(KEYS)


def m010_kept_while_written(database: Database) -> None:
    """A claim keeps its chain, its conflicts and whether CSV needs care with it; what the claims say is counted as they come."""
    database.executescript(kept.SCHEMA)
    kept.fill(database.conn.execute)
    database.executescript(kept.TRIGGERS)


STEPS: tuple[Callable[[Database], None], ...] = (
    m001_first_schema,
    m002_what_keys_count,
    m003_lists_in_their_order,
    m004_standing_rows,
    m005_what_every_rule_chooses,
    m006_tokens_for_review,
    m007_days_that_overlap,
    m009_keys_of_decisions,
    m010_kept_while_written,
)


def migrate(database: Database) -> list[str]:
    """Apply the steps that are missing, all in one transaction, and return their names; a second call applies nothing.

    Two processes may call it at once: the second waits for the first. Raises StoreError when SQLite refuses.
    """
    migrations = _set()
    with transaction(database):
        names = [step.name for step in migrations.pending(database)]
        if names:
            migrations.apply(database)
    return names


def known_steps() -> tuple[str, ...]:
    """Return the name of every step this version has, in order."""
    return tuple(step.__name__ for step in STEPS)


def pending(database: Database) -> list[str]:
    """Return the names of the steps this database lacks; writes nothing."""
    return [step.name for step in _set().pending(database)]


def _set() -> Migrations:
    """The steps as a migration set."""
    migrations = migration_set("casualty-figures")
    for step in STEPS:
        migrations(name=step.__name__)(step)
    return migrations
