CREATE INDEX claims_in_country ON claims (country) WHERE retired_at IS NULL;
CREATE INDEX claims_by_claimant ON claims (claimant) WHERE retired_at IS NULL;
CREATE INDEX claims_of_kind ON claims (claimant_kind) WHERE retired_at IS NULL;
