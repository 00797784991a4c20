-- Indexes that no question reads: others have taken their place (003, 007), or nothing is looked up by them.
DROP INDEX changes_id;
DROP INDEX claims_country;
DROP INDEX claims_window;
DROP INDEX documents_source;
DROP INDEX documents_text;
