ALTER TABLE estimates ADD COLUMN bests TEXT;            -- what other rules than best_rule choose; null: not known
ALTER TABLE events ADD COLUMN killed_best INTEGER;      -- of the toll of killed: the one value, who gave it, and the other rules
ALTER TABLE events ADD COLUMN killed_best_claim TEXT;
ALTER TABLE events ADD COLUMN killed_bests TEXT;
CREATE INDEX estimates_unruled ON estimates (event) WHERE bests IS NULL AND retired_at IS NULL;
INSERT OR IGNORE INTO pending SELECT id FROM documents WHERE retired_at IS NULL;
