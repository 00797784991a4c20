-- One index of a document's claims, in their order and with which of them stand, instead of two; none of documents without snapshot.
DROP INDEX claims_standing;
DROP INDEX claims_document;
CREATE INDEX claims_document ON claims (document, position, retired_at);
DROP INDEX documents_snapshot;
CREATE INDEX documents_snapshot ON documents (snapshot) WHERE snapshot IS NOT NULL;
