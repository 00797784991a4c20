CREATE TABLE crowds (                   -- a key that too many bear to tell anything, but that names a happening which very many tell of
    key TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents(id),  -- the first that told of it
    week INTEGER NOT NULL,              -- of the happening, counted as in `blocks`
    PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX crowds_document ON crowds (document);
