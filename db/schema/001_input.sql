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
