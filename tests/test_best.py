"""What each rule chooses is kept with the estimate, and a store from before learns it with its next regrouping."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from aggregator.best import bests
from aggregator.commands.corpus import events
from aggregator.core.model import BestRule
from aggregator.regroup import regroup
from aggregator.wholes import stand
from db import documents
from db.nouns import FIGURES
from db.queries import Query
from db.reading import Reading
from db.shapes import Shape
from db.store import Store
from tests.factories import figure
from tests.said import told
from tests.test_store import Clock

REPORTS = (
    (0, "police", "The ferry Blue Heron capsized off Tarn Point and 12 people drowned."),
    (4, "divers", "Divers at the wreck of the Blue Heron near Tarn Point counted 31 dead."),
    (8, "a hospital", "The hospital took in the dead of the Blue Heron from Tarn Point: 20 of them."),
)
CHOSEN = {"gtd": 12, "latest": 12, "median": 20, "lowest": 12, "highest": 31}


def filled(path: Path) -> Store:
    store = Store.open(path, Clock())
    for hour, who, text in REPORTS:
        documents.keep(store, *told(text, hours=hour, claimant=who), snapshot=None, versions="v1")
    regroup(store)
    return store


def chosen(path: Path) -> dict[str, int | None]:
    """What a reader of the whole toll gets under each rule, each value checked against the claim it names."""
    reading = Reading(path)
    found = {}
    for rule in CHOSEN:
        (row,) = reading.page(Query.parse(FIGURES, [("best_rule", rule), ("population", "all")]), Shape.CELLS).rows
        found[rule] = row.best
        if row.best is not None:
            said = reading._connection.execute("SELECT best FROM claims WHERE id = ?", [row.best_claim]).fetchone()
            assert said == (row.best,) and row.best_claim in json.loads(row.claims)
    reading.close()
    return found


def test_each_rule_and_the_claim_that_gave_it_are_kept(tmp_path: Path) -> None:
    filled(tmp_path / "f.db").close()
    assert chosen(tmp_path / "f.db") == CHOSEN


def test_a_store_from_before_says_nothing_until_it_is_regrouped(tmp_path: Path) -> None:
    store = filled(tmp_path / "f.db")
    for sql in ("PRAGMA foreign_keys=OFF", "UPDATE estimates SET bests = NULL, id = 'old ' || id", "PRAGMA foreign_keys=ON"):
        store.database.conn.execute(sql)
    store.database.conn.execute("UPDATE estimate_claims SET estimate = 'old ' || estimate")
    assert chosen(tmp_path / "f.db") == dict.fromkeys(CHOSEN) | {"gtd": 12}
    store.database.conn.execute("INSERT INTO pending SELECT id FROM documents")
    assert regroup(store) == 3
    assert chosen(tmp_path / "f.db") == CHOSEN
    before = store.revision()
    store.database.conn.execute("INSERT INTO pending SELECT id FROM documents")
    assert regroup(store) == 3 and store.revision() == before
    store.close()


@pytest.mark.parametrize(("rule", "best", "giver"), [("lowest", 12, "police"), ("highest", 31, "hospital")])
def test_the_events_command_takes_a_rule(rule: str, best: int, giver: str) -> None:
    reports = [
        ("police", "Twelve people were killed when a bus fell into a ravine near Pokhara on Tuesday, police said."),
        ("hospital", "A bus fell into a ravine near Pokhara on Tuesday, killing 31 people, the hospital said."),
    ]
    lines = [json.dumps({"id": name, "published": "2031-03-05", "text": text}) for name, text in reports]
    done = CliRunner().invoke(events, ["--best-rule", rule, "-"], input="\n".join(lines))
    (found,) = [json.loads(line) for line in done.stdout.splitlines()]
    (killed,) = [e for e in found["estimates"] if e["outcome"] == "killed" and e["population"] == "all" and e["group"] == "all"]
    assert (killed["best"], killed["best_rule"]) == (best, rule) and "bests" not in killed
    assert killed["best_claim"]["document"] == giver


@pytest.mark.parametrize(
    ("said", "best"),
    [  # where all are parties: the value of most sides, else the lowest
        ((("television", "north", 80), ("capital", "north", 80), ("white house", "south", 0)), 0),
        ((("television", None, 80), ("capital", None, 80), ("white house", "south", 0)), 80),
        ((("capital", "north", 80), ("army", "south", 80), ("rebels", "east", 5)), 80),
        ((("capital", "north", 80), ("army", "south", 5)), 5),
    ],
)
def test_a_side_has_one_vote(said: tuple[tuple[str, str | None, int], ...], best: int) -> None:
    figures = [figure(count, claimant=who, side=side, party=True) for who, side, count in said]
    chosen = {each.rule: each.value for each in bests(stand(figures))}
    assert chosen[BestRule.GTD] == best
