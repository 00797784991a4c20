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
