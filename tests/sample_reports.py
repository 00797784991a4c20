"""The sample corpus as the tests see it: its manifest, its reports read by our own parsers, and how well they are understood."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from aggregator.core.errors import FormatError
from aggregator.core.model import Claim, Document, Event, Snapshot, Source, SourceKind
from tests.gold.judge import alike

HOME = Path(__file__).resolve().parent.parent / "sample"
SOURCE = Source(id="sample", name="sample", publisher="", kind=SourceKind.BROADCASTER_PRESS, format="files", url="sample")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A claim that a reader should find; `event` is the id of the event it speaks of."""

    quote: str
    outcome: str
    event: str
    low: int | None = None
    high: int | None = None
    qualifier: str | None = None
    claimant: str = ""
    stance: str = "asserts"
    status: str | None = None
    basis: str | None = None
    since: date | None = None
    subset: bool = False
    background: bool = False
    optional: bool = False
    implied: bool = False
    outcome_any: bool = False
    qualifier_any: bool = False
    basis_any: bool = False
    stance_any: bool = False
    claimant_any: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of the manifest."""

    event: str
    file: str
    url: str
    publisher: str
    published: datetime
    claims: tuple[Expected, ...]
    copy: str | None = None


@cache
def manifest() -> dict[str, Any]:
    """Return the manifest as written."""
    return tomllib.loads((HOME / "manifest.toml").read_text(encoding="utf-8"))


@cache
def reports() -> tuple[Report, ...]:
    """Return the manifest's reports, in its order; an unknown key is a TypeError."""
    found = []
    for event in manifest()["events"]:
        for row in event["reports"]:
            claims = tuple(Expected(**{"event": event["id"], **claim}) for claim in row["claims"])
            found.append(Report(**{"event": event["id"], **row, "claims": claims}))
    return tuple(found)


def files() -> list[Path]:
    """Return every file of the reports, sorted."""
    return sorted(path for path in (HOME / "reports").rglob("*") if path.is_file())


@cache
def documents() -> tuple[tuple[str, Document | FormatError], ...]:
    """Return what our parsers read out of the files: (file, document or error)."""
    from parsers import registry

    found: list[tuple[str, Document | FormatError]] = []
    for path in files():
        body, name = path.read_bytes(), path.relative_to(HOME).as_posix()
        form = registry.sniff(name, body)
        made = Snapshot(
            id=Snapshot.digest(body),
            source="sample",
            url=name,
            body=body,
            media_type="",
            fetched_at=datetime(2030, 1, 1, tzinfo=UTC),
        )
        options = {"publisher_from": "item"} if form == "feed" else {}
        parse = registry.formats()[form]
        found += [(name, each) for each in parse(made, replace(SOURCE, format=form, options=options))]
    return tuple(found)


def by_url() -> dict[str, Document]:
    """Return the documents by address."""
    return {each.url: each for _, each in documents() if isinstance(each, Document) and each.url}


def spot(text: str, claim: Expected) -> tuple[int, int]:
    """Return where the claim's quote stands in the report."""
    start = text.index(claim.quote)
    return start, start + len(claim.quote)


def partner(text: str, claim: Expected, ours: Sequence[Claim], used: set[int]) -> int | None:
    """Return the index of the claim of ours that answers to this expected one: same outcome, overlapping words."""
    start, end = spot(text, claim)
    for index, each in enumerate(ours):
        fits = each.start < end and start < each.end
        numberless = claim.qualifier is None and each.stance != "asserts"
        if index not in used and each.outcome == claim.outcome and (fits or numberless):
            return index
    return None


def faults(claim: Expected, ours: Claim) -> dict[str, str]:
    """Return what is wrong with a claim that was found, by field."""
    wrong = {}
    if claim.qualifier is not None and not claim.qualifier_any:
        if (ours.low, ours.high) != (claim.low, claim.high):
            wrong["bounds"] = f"{ours.low} to {ours.high}, not {claim.low} to {claim.high}"
        if ours.qualifier != claim.qualifier:
            wrong["qualifier"] = f"{ours.qualifier}, not {claim.qualifier}"
    named = ours.claimant.name if ours.claimant else ""
    if not claim.claimant_any and not alike(named, claim.claimant):
        wrong["claimant"] = f"{named!r}, not {claim.claimant!r}"
    if not claim.stance_any and ours.stance != claim.stance:
        wrong["stance"] = f"{ours.stance}, not {claim.stance}"
    if claim.status and ours.victims.status != claim.status:
        wrong["status"] = f"{ours.victims.status}, not {claim.status}"
    return wrong


def measure(complaints: list[str] | None = None) -> dict[str, float]:
    """Return how well the extractor reads the sample corpus; append what is wrong to `complaints`, in words."""
    from parsers.text.claims import extract

    found = missed = alarms = 0
    wrong: Counter[str] = Counter()
    said: list[str] = [] if complaints is None else complaints
    for report in reports():
        document = by_url()[report.url]
        ours, used, name = list(extract(document)), set[int](), report.url.rsplit("/", 1)[1]
        for claim in sorted(report.claims, key=lambda each: each.optional):
            match = partner(document.text, claim, ours, used)
            if match is not None:
                used.add(match)
            if claim.optional:
                continue
            found, missed = found + (match is not None), missed + (match is None)
            if match is None:
                said.append(f"{name}: missed {claim.outcome} {claim.quote!r}")
                continue
            bad = faults(claim, ours[match])
            wrong.update(list(bad))
            said += [f"{name}: {claim.quote!r}: {field} {what}" for field, what in bad.items()]
        extra = [each for index, each in enumerate(ours) if index not in used]
        alarms += len(extra)
        said += [f"{name}: false alarm {each.outcome} {each.quote!r} in {each.sentence[:80]!r}" for each in extra]
    shares = {field: 1 - wrong[field] / max(1, found) for field in ("bounds", "qualifier", "claimant", "stance", "status")}
    return {"precision": found / max(1, found + alarms), "recall": found / max(1, found + missed), **shares}


@cache
def events() -> tuple[Event, ...]:
    """Return the events that the pipeline makes of the whole sample, with their estimates and relations."""
    from aggregator.events import group
    from aggregator.normalise import normalise
    from aggregator.reconcile import reconcile
    from parsers.text.claims import extract

    said = [(document, normalise(document, extract(document))) for document in by_url().values()]
    return tuple(reconcile(event) for event in group(said))


def addresses(event: Event) -> set[str]:
    """Return the addresses of the reports whose figures an event holds."""
    known = {document.id: url for url, document in by_url().items()}
    return {known[figure.claim.document] for figure in event.figures}


def grouping() -> dict[str, float]:
    """Return the share of pairs put together rightly, and of pairs that belong together and are; reports of two events aside."""
    themes = {report.url: {report.event, *(claim.event for claim in report.claims)} for report in reports()}
    single = sorted(url for url, themed in themes.items() if len(themed) == 1)
    ours = {pair for event in events() for pair in combinations(sorted(addresses(event) & set(single)), 2)}
    theirs = {(a, b) for a, b in combinations(single, 2) if themes[a] == themes[b]}
    return {
        "pair_precision": len(ours & theirs) / max(1, len(ours)),
        "pair_recall": len(ours & theirs) / max(1, len(theirs)),
    }


def stories(complaints: list[str] | None = None) -> dict[str, float]:
    """Return the share of the manifest's ranges and relations that stand in the event holding most of the reports concerned."""
    said: list[str] = [] if complaints is None else complaints
    right, asked = Counter[str](), Counter[str]()
    for row in manifest()["events"]:
        urls = {report["url"] for report in row["reports"]}
        home = max(events(), key=lambda event: len(addresses(event) & urls))
        wanted = row.get("range")
        if wanted:
            made = {
                (each.outcome.value, each.low, each.high, each.high_open)
                for each in home.estimates
                if each.population == "all" and each.group == "all"
            }
            stands = (wanted["outcome"], wanted["low"], wanted["high"], wanted["open"])
            asked["ranges"] += 1
            right["ranges"] += stands in made
            if stands not in made:
                said.append(
                    f"{row['id']}: range {stands} is not among {sorted((each for each in made if each[0] == stands[0]), key=str)}"
                )
        types = {relation.type.value for relation in home.relations}
        for relation in row.get("relations", []):
            asked["relations"] += 1
            right["relations"] += relation in types
            if relation not in types:
                said.append(f"{row['id']}: no relation {relation!r} among {sorted(types)}")
    return {name: right[name] / asked[name] for name in ("ranges", "relations")}


def everything(complaints: list[str] | None = None) -> dict[str, float]:
    """Return every measure of the sample corpus."""
    return measure(complaints) | grouping() | stories(complaints)
