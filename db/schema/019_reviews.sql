ALTER TABLE claims ADD COLUMN review TEXT CHECK (json_valid(review));  -- what people decided of it and holds (db/reviews.py); null: nothing
CREATE TABLE reviews (                  -- the same over time: what was decided of a claim held from then until then
    claim TEXT NOT NULL REFERENCES claims(id),
    since TEXT NOT NULL,
    until TEXT,                         -- null: it holds
    review TEXT NOT NULL CHECK (json_valid(review))
) STRICT;
CREATE INDEX reviews_claim ON reviews (claim, since);
