"""People's decisions: kept beside the machine's result, replayed after every recompute, undone by a later one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from aggregator import reconcile
from aggregator.commands.review import review
from aggregator.core.decisions import Action, Decision, best_within, correction
from aggregator.core.errors import InputError, NotFound, UnknownName
from aggregator.regroup import regroup
from db import decisions, documents
from db.store import Store
from tests.said import told
from tests.test_store import Clock

FERRY = "The ferry Blue Heron capsized off Tarn Point and 12 people drowned."
AGAIN = "Divers at the wreck of the Blue Heron near Tarn Point counted 20 dead."
MINE = "An explosion in the Oxley colliery at Brandt killed 7 miners."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "figures.db", Clock())
    for hour, text in enumerate((FERRY, AGAIN, MINE)):
        documents.keep(opened, *told(text, hours=hour, claimant=f"witness {hour}"), snapshot=None, versions="v1")
    regroup(opened)
    yield opened
    opened.close()


def claim(store: Store, low: int) -> str:
    row = store.one("SELECT id FROM claims WHERE low = ? AND retired_at IS NULL", [low])
    assert row is not None
    return str(row["id"])


def event(store: Store, low: int) -> str:
    row = store.one("SELECT event FROM claims WHERE low = ? AND retired_at IS NULL", [low])
    assert row is not None
    return str(row["event"])


def killed(store: Store, low: int) -> tuple[int | None, int | None]:
    """The range of everyone killed in the event that the claim of `low` stands in."""
    sql = (
        "SELECT low, high FROM estimates WHERE event = ? AND outcome = 'killed' AND population = 'all' AND grp = 'all' "
        "AND retired_at IS NULL"
    )
    row = store.one(sql, [event(store, low)])
    assert row is not None
    return row["low"], row["high"]


def decide(store: Store, action: str, target: str, **fields: object) -> int:
    made = Decision(action=Action(action), target=target, author="ana", reason="saw the list", **fields)  # type: ignore[arg-type]
    number = decisions.decide(store, made)
    regroup(store)
    return number


def test_a_rejected_claim_leaves_the_range_and_comes_back(store: Store) -> None:
    assert killed(store, 12) == (12, 20)
    number = decide(store, "reject", claim(store, 20))
    assert killed(store, 12) == (12, 12)
    decisions.undo(store, number, author="ben", reason="it was right")
    regroup(store)
    assert killed(store, 12) == (12, 20)


def test_the_one_value_of_a_corrected_claim_lies_within_its_bounds(store: Store) -> None:
    def bests() -> str:
        row = store.one("SELECT killed_bests FROM events WHERE id = ?", [event(store, 20)])
        assert row is not None
        return str(row["killed_bests"])

    assert "20" in bests()
    decide(store, "correct", claim(store, 20), field="low", value="15")
    decide(store, "correct", claim(store, 20), field="high", value="15")
    assert "20" not in bests()
    assert "15" in bests()


def test_a_low_end_is_never_corrected_to_lie_above_the_high_one(store: Store) -> None:
    target = claim(store, 20)
    with pytest.raises(InputError, match="low 25 would lie above high 20: correct high first"):
        decide(store, "correct", target, field="low", value="25")
    with pytest.raises(InputError, match="correct low first"):
        decide(store, "correct", target, field="high", value="15")
    decide(store, "correct", target, field="high", value="25")
    decide(store, "correct", target, field="low", value="25")
    decide(store, "correct", target, field="high", value="open")
    decide(store, "correct", target, field="low", value="90")


@pytest.mark.parametrize(
    ("low", "high", "best", "within"),
    [(15, 15, 20, 15), (10, 25, 20, 20), (10, 15, 20, None), (25, None, 20, None), (5, None, 20, 20)],
)
def test_what_was_read_is_the_one_value_only_between_the_bounds(
    low: int | None, high: int | None, best: int | None, within: int | None
) -> None:
    assert best_within(low, high, best) == within


def test_a_correction_stands_beside_what_the_machine_read(store: Store) -> None:
    decide(store, "correct", claim(store, 20), field="low", value="15")
    decide(store, "correct", claim(store, 20), field="high", value="open")
    assert killed(store, 12) == (12, 15)
    row = store.one("SELECT low, high FROM claims WHERE id = ?", [claim(store, 20)])
    assert row == {"low": 20, "high": 20}


def test_decisions_outlive_a_recompute(store: Store) -> None:
    decide(store, "reject", claim(store, 20))
    regroup(store, full=True, anew=True)
    assert killed(store, 12) == (12, 12)


def test_merged_events_stay_one_and_part_again(store: Store) -> None:
    assert event(store, 7) != event(store, 12)
    number = decide(store, "merge", event(store, 12), value=event(store, 7))
    assert event(store, 7) == event(store, 12)
    regroup(store, full=True)
    assert event(store, 7) == event(store, 12)
    decisions.undo(store, number, author="ana", reason="no")
    regroup(store)
    assert event(store, 7) != event(store, 12)


def test_split_documents_are_not_grouped_again(store: Store) -> None:
    leaving = told(AGAIN, hours=1, claimant="witness 1")[0].id
    decide(store, "split", event(store, 12), documents=(leaving,))
    assert event(store, 12) != event(store, 20)
    regroup(store, full=True)
    assert event(store, 12) != event(store, 20)


def test_undoing_an_undoing_brings_the_first_back(store: Store) -> None:
    number = decide(store, "reject", claim(store, 20))
    undoing = decisions.undo(store, number, author="ana", reason="a slip")
    assert decisions.standing(store) == []
    decisions.undo(store, undoing, author="ana", reason="it was none")
    assert [d.id for d in decisions.standing(store)] == [number]
    with pytest.raises(InputError, match="undone by"):
        decisions.undo(store, undoing, author="ana", reason="again")


@pytest.mark.parametrize("action", ["reject", "merge"])
def test_however_often_an_undoing_is_undone_the_range_follows(store: Store, action: str) -> None:
    other = {"value": event(store, 7)} if action == "merge" else {}
    number = first = decide(store, action, event(store, 12) if other else claim(store, 20), **other)
    for turn in range(1, 6):
        number = decisions.undo(store, number, author="ana", reason="again")
        regroup(store)
        holds = [d.id for d in decisions.standing(store)] == [first]
        assert holds == (turn % 2 == 0)
        assert (event(store, 7) == event(store, 12) if other else killed(store, 12) == (12, 12)) == holds


def test_a_decision_made_while_others_regroup_is_not_lost(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever regroups has read the decisions already; what comes then must not be taken for done."""
    real, late = reconcile.reconcile, []

    def slow(*given: object, **named: object) -> object:
        if not late:
            other = Store.open(tmp_path / "figures.db", Clock())
            late.append(decisions.decide(other, Decision(action=Action.REJECT, target=aim, author="ana", reason="now")))
            other.close()
        return real(*given, **named)  # type: ignore[arg-type]

    aim = claim(store, 20)
    monkeypatch.setattr(reconcile, "reconcile", slow)
    store.database.conn.execute("INSERT INTO pending SELECT id FROM documents")
    regroup(store, full=True, anew=True)
    assert late and killed(store, 12) == (12, 12)


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (Decision(action=Action.REJECT, target="nowhere", author="ana", reason="r"), NotFound),
        (Decision(action=Action.REJECT, target="nowhere", author=" ", reason="r"), InputError),
        (Decision(action=Action.MERGE, target="nowhere", value="x", author="ana", reason="r"), NotFound),
        (Decision(action=Action.CORRECT, target="nowhere", field="place", value="x", author="ana", reason="r"), UnknownName),
    ],
)
def test_what_cannot_be_decided_leaves_nothing_behind(store: Store, made: Decision, error: type[Exception]) -> None:
    with pytest.raises(error):
        decisions.decide(store, made)
    assert decisions.history(store) == []


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("low", "9" * 30, InputError),
        ("low", "-3", InputError),
        ("low", "many", InputError),
        ("outcome", "sad", UnknownName),
        ("background", "yes", UnknownName),
    ],
)
def test_a_value_that_cannot_be_is_refused(field: str, value: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        correction(field, value)


def test_the_command_decides_lists_and_undoes(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = claim(store, 20)
    monkeypatch.setenv("FIGURES_DB", str(tmp_path / "figures.db"))

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(review, [*arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    assert "decision 1" in run("reject", target, "--author", "ana", "--reason", "hearsay")
    assert killed(store, 12) == (12, 12)
    assert "undoes 1" in run("undo", "1", "--author", "ben", "--reason", "no")
    assert killed(store, 12) == (12, 20)
    assert "hearsay" in run("list", "--target", target)
    wrong = CliRunner().invoke(review, ["correct", target, "low", "-5", "--author", "ana", "--reason", "typed so"])
    assert "'-5' is no whole number" in str(wrong.exception or wrong.output)
