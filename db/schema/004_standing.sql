CREATE INDEX documents_standing ON documents (id, retired_at) WHERE retired_at IS NULL;
CREATE INDEX claims_standing ON claims (document, retired_at) WHERE retired_at IS NULL;
CREATE INDEX snapshots_blob ON snapshots (blob);
