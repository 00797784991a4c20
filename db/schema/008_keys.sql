ALTER TABLE decisions ADD COLUMN once TEXT;   -- the Idempotency-Key it came with, null without; a key counts for its token
ALTER TABLE decisions ADD COLUMN asked TEXT;  -- SHA-256 of the request that came with the key
CREATE UNIQUE INDEX decisions_once ON decisions (token, once) WHERE once IS NOT NULL;
