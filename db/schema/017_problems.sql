-- What could not be used of a snapshot is asked for with every reply.
CREATE INDEX problems_snapshot ON problems (snapshot) WHERE snapshot IS NOT NULL;
