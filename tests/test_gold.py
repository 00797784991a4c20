"""Our own gold sentences: the file is sound, and the extractor reads it at least as well as the floors say."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from aggregator.core.model import Basis, Document, Outcome, Qualifier, Stance, Status
from parsers.text.claims import extract
from tests.benchmarks import accuracy
from tests.gold import judge

HOME = Path(judge.__file__).resolve().parent
ROWS = judge.rows()
FLOORS: dict[str, float] = tomllib.loads((HOME / "floors.toml").read_text(encoding="utf-8"))["gold"]
# Constructions that must stay covered, whatever else is added.
CONSTRUCTIONS = {
    *(str(each) for each in Qualifier),
    "number words",
    "N-strong",
    "ordinal",
    "one of N",
    "all N",
    "none of N",
    "couple",
    "family",
    "both",
    "mixed nouns",
    "names",
    "others",
    "another",
    "rose by",
    "from to",
    "total",
    "including",
    "M of them",
    "killed and wounded",
    "N dead",
    "death toll",
    "claimed lives",
    "left dead",
    "killing",
    "bodies",
    "succumbed",
    "headline",
    "bullets",
    "table",
    "upper case",
    "hard-wrapped",
    "households",
    "singular",
    "perpetrator",
    *(f"attribution {each}" for each in ("before", "after", "middle", "across", "chain", "title", "abbreviation", "two sides")),
    *("denies", "unverified", "reportedly", "confirms", "revises", "retracts", "disputes"),
    *("cumulative", "period", "rate", "stock", "place", "when", "background", "report"),
    *(
        f"not: {each}"
        for each in ("ages", "dates", "calibres", "money", "percentages", "animals", "strength", "crowds", "scores")
    ),
    *(
        f"not: {each}"
        for each in ("polls", "forecasts", "threats", "drills", "fiction", "idioms", "negated", "rescues", "releases")
    ),
    *("not: vehicles and houses", "not: weapons and attacks"),
}


@cache
def verdicts() -> tuple[judge.Verdict, ...]:
    return tuple(judge.run(ROWS))


def test_there_are_enough_rows_and_a_quarter_of_them_state_nothing() -> None:
    assert len(ROWS) >= 400
    silent = [row for row in ROWS if all(claim["optional"] for claim in row.claims)]
    assert len(silent) * 4 >= len(ROWS)
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert len({row.text for row in ROWS}) == len(ROWS)


def test_every_construction_is_covered() -> None:
    assert {row.about for row in ROWS} >= CONSTRUCTIONS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_sound(row: judge.Row) -> None:
    for claim in row.claims:
        assert set(claim) <= {*judge.DEFAULTS, "at", "start", "end", "quote", "outcome"}
        assert row.text[claim["start"] : claim["end"]] == claim["quote"]
        assert claim["outcome"] in tuple(Outcome)
        assert claim["stance"] in tuple(Stance)
        assert claim["basis"] in tuple(Basis)
        assert claim["status"] in tuple(Status)
        assert claim["qualifier"] is None or claim["qualifier"] in tuple(Qualifier)
        assert claim["value"] is None or claim["value"][0] <= claim["value"][1]
        assert (claim["value"] is None) <= (claim["qualifier"] in (None, "vague"))
        assert claim["subset_of"] is None or claim["subset_of"] < len(row.claims)
        for words in ("claimant", "place", "when"):
            assert claim[words] is None or judge.words(claim[words]) <= judge.words(row.text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_offsets_slice_back(row: judge.Row) -> None:
    for claim in extract(Document(id=row.id, text=row.text, published=row.published)):
        assert row.text[claim.start : claim.end] == claim.quote
        assert row.text[claim.sentence_start :].startswith(claim.sentence)


def test_the_floors_name_what_is_measured() -> None:
    assert set(FLOORS) == set(judge.measures(verdicts()))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_the_floor_holds(name: str) -> None:
    measured = judge.measures(each for each in verdicts() if not each.row.todo)
    assert measured[name] >= FLOORS[name], f"{name}: {measured[name]:.3f}; see `make accuracy`"


def test_the_judge_sees_a_missed_a_false_and_a_wrong_claim() -> None:
    row = next(each for each in ROWS if each.id == "including-1")
    ours = list(extract(Document(id="x", text="At least 63 people were killed, including 12 children, on Al Nasr street.")))
    assert Counter(judge.judge(row, []).missed) == Counter(judge.key(row, each["start"], each["outcome"]) for each in row.claims)
    assert judge.judge(ROWS[-1], ours).alarms
    gold = judge.Row(
        id="x", about="x", text="", claims=({**judge.DEFAULTS, "start": 0, "end": 11, "outcome": "killed", "value": [64, 64]},)
    )
    assert judge.judge(gold, ours).wrong["x@0:killed"]["value"] == ([63, 63], [64, 64])


def test_floors_rise_and_never_fall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accuracy, "GOLD", tmp_path)
    accuracy.raise_floors({"gold": {"f1": 0.9, "recall": 0.5}})
    accuracy.raise_floors({"gold": {"f1": 0.7, "recall": 0.8}})
    floors = accuracy.read_floors("gold")
    assert floors["f1"] == pytest.approx(0.9 - accuracy.MARGIN, abs=0.001)
    assert floors["recall"] == pytest.approx(0.8 - accuracy.MARGIN, abs=0.001)


def test_two_versions_are_judged_apart(tmp_path: Path) -> None:
    """A folder whose extractor finds nothing, one that raises: both are judged, neither touches the code of this process."""
    for name, body in (("silent", "return ()"), ("broken", "raise ValueError(document.id)")):
        text = tmp_path / name / "parsers" / "text"
        text.mkdir(parents=True)
        (text / "claims.py").write_text(f"def extract(document):\n    {body}\n", encoding="utf-8")
        (tmp_path / name / "aggregator").symlink_to(HOME.parent.parent / "aggregator")
    silent, broken = accuracy.verdicts(tmp_path / "silent"), accuracy.verdicts(tmp_path / "broken")
    assert silent["measures"]["recall"] == broken["measures"]["recall"] == 0
    assert silent["measures"]["negatives_silent"] == 1
    assert (len(silent["crashed"]), len(broken["crashed"])) == (0, len(ROWS))
