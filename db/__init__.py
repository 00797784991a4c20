"""All SQL lives here: connect, migrations, store (writes), queries (reads)."""
