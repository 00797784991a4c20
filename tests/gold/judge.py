"""Runs the extractor over our gold sentences and says what it got right: `make accuracy` and `tests/test_gold.py` both ask here.

A row of `en.jsonl` is a short text with every claim that a careful reader finds in it; what a claim leaves out is the default
of DEFAULTS. A claim of ours is matched to a gold claim of the same outcome whose number it overlaps; a denial or doubt without
a number to one with that outcome and a stance of its own. `optional` claims are right to find and no fault to miss; `todo` rows
are known to fail and measured apart. As a program, it judges the code of another folder, to compare two versions:

    python tests/gold/judge.py CODE_FOLDER > verdicts.json
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aggregator.core.model import Claim

HOME = Path(__file__).resolve().parent
DEFAULTS: Mapping[str, Any] = {
    "qualifier": None,
    "value": None,
    "explicit": True,
    "unit": "person",
    "victims": None,
    "status": "unknown",
    "claimant": None,
    "stance": "asserts",
    "basis": "incident",
    "place": None,
    "when": None,
    "subset_of": None,
    "optional": False,
}
FIELDS = (
    "value",
    "qualifier",
    "explicit",
    "unit",
    "victims",
    "status",
    "claimant",
    "stance",
    "basis",
    "place",
    "when",
    "subset_of",
)
WORDED = ("victims", "claimant", "place", "when")
SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "her", "his", "in", "its", "near", "of", "on", "or", "s", "the", "their", "to"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One gold text; `about` names the construction it stands for."""

    id: str
    about: str
    text: str
    claims: tuple[Mapping[str, Any], ...]
    published: datetime | None = None
    title: str | None = None
    publisher: str | None = None
    todo: bool = False


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What became of one row. Keys are `row@start:outcome`; `wrong` maps a found claim to its wrong fields (ours, theirs)."""

    row: Row
    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    right: dict[str, list[str]] = field(default_factory=dict)
    wrong: dict[str, dict[str, tuple[Any, Any]]] = field(default_factory=dict)


def rows(path: Path = HOME / "en.jsonl") -> tuple[Row, ...]:
    """Return the gold rows in the order of the file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        data["claims"] = tuple({**DEFAULTS, **claim, "start": claim["at"][0], "end": claim["at"][1]} for claim in data["claims"])
        if data.get("published"):
            data["published"] = datetime.fromisoformat(data["published"])
        found.append(Row(**data))
    return tuple(found)


def words(text: str | None) -> set[str]:
    """Return the content words of a worded answer."""
    return set(re.findall(r"\w+", (text or "").lower())) - SMALL


def alike(ours: str | None, gold: str | None) -> bool:
    """Two worded answers agree: both empty, or most content words of the shorter stand in the longer."""
    left, right = words(ours), words(gold)
    if not left or not right:
        return not left and not right
    return len(left & right) >= 0.6 * min(len(left), len(right))


def answers(claim: Claim) -> dict[str, Any]:
    """Return our claim's answer to each of FIELDS but `subset_of`."""
    claimant = claim.claimant
    stated = None if claim.stated_low is None and claim.stated_high is None else [claim.stated_low, claim.stated_high]
    return {
        "value": stated,
        "qualifier": str(claim.qualifier),
        "explicit": claim.explicit,
        "unit": claim.unit,
        "victims": claim.victims.text,
        "status": str(claim.victims.status),
        "claimant": claimant.name if claimant else None,
        "stance": str(claim.stance),
        "basis": str(claim.basis),
        "place": claim.place.text,
        "when": claim.window_text,
    }


def key(row: Row, start: int, outcome: str) -> str:
    """Return a name for a claim that stays the same as the code changes."""
    return f"{row.id}@{start}:{outcome}"


def partner(gold: Mapping[str, Any], ours: list[Claim], used: set[int]) -> int | None:
    """Return the index of the claim of ours that answers to this gold claim, or None."""
    numberless = gold["qualifier"] is None
    for wanted in (True, False):
        for index, claim in enumerate(ours):
            if index in used or claim.outcome != gold["outcome"]:
                continue
            overlap = claim.start < gold["end"] and gold["start"] < claim.end
            same = gold["value"] is None or [claim.stated_low, claim.stated_high] == gold["value"]
            if overlap and (same or not wanted):
                return index
            if numberless and not wanted and claim.stance != "asserts":
                return index
    return None


def judge(row: Row, ours: list[Claim]) -> Verdict:
    """Compare what we read with what stands there."""
    verdict = Verdict(row=row)
    used: set[int] = set()
    pairs: dict[int, int] = {}
    for number, gold in sorted(enumerate(row.claims), key=lambda each: bool(each[1]["optional"])):
        name, match = key(row, gold["start"], gold["outcome"]), partner(gold, ours, used)
        if match is not None:
            used.add(match)
            pairs[number] = match
        if gold["optional"]:
            continue
        (verdict.missed if match is None else verdict.found).append(name)
    for number in pairs:
        if not row.claims[number]["optional"]:
            compare(row, number, ours, pairs, verdict)
    verdict.alarms = [key(row, each.start, str(each.outcome)) for k, each in enumerate(ours) if k not in used]
    return verdict


def compare(row: Row, number: int, ours: list[Claim], pairs: Mapping[int, int], verdict: Verdict) -> None:
    """Ask each field of a matched pair."""
    gold, claim = row.claims[number], ours[pairs[number]]
    name = key(row, gold["start"], gold["outcome"])
    mine = answers(claim)
    whole = pairs.get(gold["subset_of"]) if gold["subset_of"] is not None else None
    mine["subset_of"] = claim.subset_of
    wanted = {**gold, "subset_of": ours[whole].id if whole is not None else gold["subset_of"]}
    verdict.right[name], verdict.wrong[name] = [], {}
    for each in FIELDS:
        if each == "value" and (gold["value"] is None or gold["qualifier"] == "none"):
            continue
        if each in ("qualifier", "explicit") and gold["qualifier"] is None:
            continue
        same = alike(mine[each], wanted[each]) if each in WORDED else mine[each] == wanted[each]
        if same:
            verdict.right[name].append(each)
        else:
            verdict.wrong[name][each] = (mine[each], wanted[each])


def run(chosen: Iterable[Row], crashed: list[str] | None = None) -> list[Verdict]:
    """Extract and judge each row with whatever `parsers` is importable.

    An exception comes through, unless `crashed` is given: then the row's id is added to it and the row counts as all missed.
    """
    from aggregator.core.model import Document
    from parsers.text.claims import extract

    verdicts = []
    for row in chosen:
        document = Document(id=row.id, text=row.text, title=row.title, publisher=row.publisher, published=row.published)
        ours: list[Claim] = []
        try:
            ours = list(extract(document))
        except Exception:
            if crashed is None:
                raise
            crashed.append(row.id)
        verdicts.append(judge(row, ours))
    return verdicts


def measures(verdicts: Iterable[Verdict]) -> dict[str, float]:
    """Return precision, recall, F1, each field's share of right among the claims found, and how many negatives stayed silent."""
    found = missed = alarms = silent = negatives = full = explicit = explicit_found = 0
    right, asked = Counter[str](), Counter[str]()
    for verdict in verdicts:
        found, missed, alarms = found + len(verdict.found), missed + len(verdict.missed), alarms + len(verdict.alarms)
        gold = {key(verdict.row, each["start"], each["outcome"]): each for each in verdict.row.claims if not each["optional"]}
        if not gold:
            negatives += 1
            silent += not verdict.alarms
        explicit += sum(1 for name in gold if gold[name]["explicit"])
        explicit_found += sum(1 for name in verdict.found if gold[name]["explicit"])
        for name in verdict.found:
            wrong = verdict.wrong[name]
            for each in (*verdict.right[name], *wrong):
                asked[each] += 1
                right[each] += each not in wrong
            full += not {"value", "qualifier", "claimant"} & set(wrong)
            if gold[name]["claimant"]:
                asked["claimant_where_named"] += 1
                right["claimant_where_named"] += "claimant" not in wrong
    out = {
        "precision": found / max(1, found + alarms),
        "recall": found / max(1, found + missed),
        "recall_explicit": explicit_found / max(1, explicit),
        "f1": 2 * found / max(1, 2 * found + alarms + missed),
        "full_f1": 2 * full / max(1, 2 * found + alarms + missed),
        "negatives_silent": silent / max(1, negatives),
    }
    return out | {name: right[name] / asked[name] for name in sorted(asked)}


def main() -> None:
    """Judge the code of the folder given and write the verdicts as JSON."""
    sys.path.insert(0, sys.argv[1])
    crashed: list[str] = []
    verdicts = run(rows(), crashed)
    solid = [each for each in verdicts if not each.row.todo]
    rest = [each for each in verdicts if each.row.todo]
    out = {
        "measures": measures(solid),
        "todo": measures(rest),
        "crashed": crashed,
        "rows": [
            {"id": v.row.id, "todo": v.row.todo, "found": v.found, "missed": v.missed, "alarms": v.alarms, "wrong": v.wrong}
            for v in verdicts
        ],
    }
    json.dump(out, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
