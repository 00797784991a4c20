ALTER TABLE documents ADD COLUMN utc_offset INTEGER CHECK (utc_offset BETWEEN -720 AND 840);  -- minutes; null: UTC, or not told
