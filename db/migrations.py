"""The schema, as a list of steps that only grows: an applied step is never edited, a change is a new step (SQL in `db/schema/`).

All tables are STRICT; times are ISO 8601 text in UTC that ends in `Z`, days `YYYY-MM-DD`, flags 0 or 1. Rows of what was said and
what came of it are never deleted: `retired_at` says when one stopped holding and `retired_reason` why.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db import facets_of_events, kept, reviews
from db.connect import migration_set, run_script, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

SCHEMA = Path(__file__).resolve().parent / "schema"


def m001_first_schema(database: Database) -> None:
    """Input, claims, events, operation."""
    _run(database, "001_input", "001_claims", "001_operation", "001_events")


def m002_what_keys_count(database: Database) -> None:
    """A document's keys with its week and how many of its reports bear them: a part is weighed by the counts of the whole."""
    _run(database, "002_blocks")


def m003_lists_in_their_order(database: Database) -> None:
    """A list filtered by one value is read in the order of `seq`, page after page, without sorting."""
    _run(database, "003_reading")


def m004_standing_rows(database: Database) -> None:
    """What stands is counted and listed without reading past the texts."""
    _run(database, "004_standing")


def m005_what_every_rule_chooses(database: Database) -> None:
    """An estimate keeps the value of every rule and the claim that gave it; the next regrouping reconciles what stands anew."""
    _run(database, "005_bests")


def m006_tokens_for_review(database: Database) -> None:
    """Who may decide over HTTP, and by which token a decision came."""
    _run(database, "006_tokens")


def m007_days_that_overlap(database: Database) -> None:
    """The claims of a few days are found by how long their windows are and when they end, not by reading all that came after."""
    _run(database, "007_overlaps")


def m008_keys_of_decisions(database: Database) -> None:
    """A decision that is sent again under the same key is known for the same."""
    _run(database, "008_keys")


def m009_kept_while_written(database: Database) -> None:
    """A claim keeps its chain, its conflicts and whether CSV needs care with it; what the claims say is counted as they come."""
    run_script(database, kept.SCHEMA)
    run = database.conn.execute
    run(kept.WRITTEN)
    run(kept.DISPUTED)
    kept.fill_tallies(run, kept.alike(run))
    run_script(database, kept.TRIGGERS)


def m010_whose_days(database: Database) -> None:
    """An event says whether a report tells its days or they are only those of publication."""
    _run(database, "010_days_basis")


def m011_indexes_that_nothing_reads(database: Database) -> None:
    """Five indexes go that cost every write and served no question."""
    _run(database, "011_unread")


def m012_tallies_of_countries(database: Database) -> None:
    """What the claims of each country say is counted as they come."""
    run_script(database, kept.BY_COUNTRY_SCHEMA)
    kept.fill_countries(database.conn.execute, kept.alike(database.conn.execute))
    run_script(database, kept.BY_COUNTRY_TRIGGERS)


def m013_tallies_of_events(database: Database) -> None:
    """What is said of each event is kept beside it, and of how many events each thing is said is counted as they change."""
    run_script(database, facets_of_events.SCHEMA)
    facets_of_events.fill(database.conn.execute)
    run_script(database, facets_of_events.TRIGGERS)


def m014_tallies_of_outcomes(database: Database) -> None:
    """What the claims of each country and outcome say is counted as they come, in the place of what those of each country say."""
    run_script(database, kept.THERE_SCHEMA)
    kept.fill_there(database.conn.execute, kept.alike(database.conn.execute))
    run_script(database, kept.THERE_TRIGGERS)


def m015_fewer_indexes(database: Database) -> None:
    """One index tells a document's claims in their order and which of them stand; what has no snapshot is in no index of them."""
    _run(database, "015_fewer")


def m016_crowds(database: Database) -> None:
    """The keys of happenings that very many tell of lead to those, though too many bear them."""
    _run(database, "016_crowds")


def m017_problems_of_a_snapshot(database: Database) -> None:
    """What could not be used of a snapshot is found without reading all problems."""
    _run(database, "017_problems")


def m018_publishers_clocks(database: Database) -> None:
    """A document keeps how far its publisher's clock was ahead of UTC: words such as "on Monday" are of the publisher's day."""
    _run(database, "018_clocks")


def m019_what_people_decided(database: Database) -> None:
    """A claim keeps what people decided of it and holds, and since when; of what was decided before only what holds is known."""
    _run(database, "019_reviews")
    reviews.fill(database.conn.execute)


STEPS: tuple[Callable[[Database], None], ...] = (
    m001_first_schema,
    m002_what_keys_count,
    m003_lists_in_their_order,
    m004_standing_rows,
    m005_what_every_rule_chooses,
    m006_tokens_for_review,
    m007_days_that_overlap,
    m008_keys_of_decisions,
    m009_kept_while_written,
    m010_whose_days,
    m011_indexes_that_nothing_reads,
    m012_tallies_of_countries,
    m013_tallies_of_events,
    m014_tallies_of_outcomes,
    m015_fewer_indexes,
    m016_crowds,
    m017_problems_of_a_snapshot,
    m018_publishers_clocks,
    m019_what_people_decided,
)


def migrate(database: Database) -> list[str]:
    """Apply the steps that are missing, all in one transaction, and return their names; a second call applies nothing.

    Two processes may call it at once: the second waits for the first. Raises StoreError when SQLite refuses.
    """
    migrations = _set()
    with transaction(database):
        names = [step.name for step in migrations.pending(database)]
        if names:
            migrations.apply(database)
    return names


def known_steps() -> tuple[str, ...]:
    """Return the name of every step this version has, in order."""
    return tuple(step.__name__ for step in STEPS)


def pending(database: Database) -> list[str]:
    """Return the names of the steps this database lacks; writes nothing."""
    return [step.name for step in _set().pending(database)]


def _run(database: Database, *scripts: str) -> None:
    """Run scripts of `db/schema/`."""
    for name in scripts:
        run_script(database, (SCHEMA / f"{name}.sql").read_text(encoding="utf-8"))


def _set() -> Migrations:
    """The steps as a migration set."""
    migrations = migration_set("casualty-figures")
    for step in STEPS:
        migrations(name=step.__name__)(step)
    return migrations
