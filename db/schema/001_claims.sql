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
