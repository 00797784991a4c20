"""The Flask service: REST, CSV and pages over the read side of `db`."""
