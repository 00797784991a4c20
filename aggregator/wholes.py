"""Which figures of an event count everybody, which a part of them, and which come on top of another's toll.

A figure counts the whole unless its text makes it a part ("including 12 children"), or names it beside the other parts of one
sum ("two soldiers and a civilian"), or gives a larger total beside it (`onetext`). What a figure calls its people ("17
militants") does not make it a part: that is what they are said to have been.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from aggregator.bysides import by_side
from aggregator.core import vocab
from aggregator.core.model import Figure, Outcome
from aggregator.counts import cue
from aggregator.echoes import short
from aggregator.intervals import bounds
from aggregator.onetext import within_text
from aggregator.scope import running, wider
from aggregator.speakers import speakers
from aggregator.standing import Standing, foreign, larger, nation, part_name


def stand(figures: Sequence[Figure]) -> tuple[Standing, ...]:
    """Return every figure of an event as a Standing, oldest first. The order given does not matter."""
    speaker = speakers(figures)
    parts, here, brief = _parts(figures), {f.claim.id for f in figures}, short(figures, speaker)
    standing = [
        Standing(
            figure=f,
            bounds=bounds(f),
            speaker=speaker[f.claim.id],
            whole=f.claim.id not in parts,
            population=(nation(f) or part_name(f)) if f.claim.id in parts else "all",
            parent=f.claim.subset_of if f.claim.id in parts and f.claim.subset_of in here else None,
            short=f.claim.id in brief,
        )
        for f in figures
    ]
    standing = _found_dead(_died_since(by_side(_by_country(_named_elsewhere(within_text(running(wider(standing))))))))
    return tuple(sorted(standing, key=lambda s: s.order))


def _by_country(standing: list[Standing]) -> list[Standing]:
    """Tell the tolls of an event's countries apart: beside the country that most figures count, another's dead are a part."""
    placed = [s for s in standing if s.whole and not s.doubt and s.figure.place.country]
    if len({s.figure.place.country for s in placed}) < 2:
        return standing
    told = [s for s in placed if _tells_place(s.figure)]
    countries = [s.figure.place.country or "" for s in sorted(told, key=lambda s: s.order)]
    if len(set(countries)) < 2:
        return standing
    main = max(countries, key=lambda country: (countries.count(country), -countries.index(country)))
    abroad = {s.id: f"in {s.figure.place.country}" for s in told if s.figure.place.country != main}
    return [replace(s, whole=False, population=abroad[s.id]) if s.id in abroad else s for s in standing]


def _died_since(standing: list[Standing]) -> list[Standing]:
    """Make those who died of wounds, told after a larger toll, an addition to it, which replaces and contradicts nothing.

    However that toll is made up, and although their own text gives the new one. Who is counted as dead is none of the wounded.
    """
    tolls = [[s] for s in standing if s.whole and not s.doubt]
    tolls += [[o for o in standing if o.id in ids] for ids in dict.fromkeys(s.sum for s in standing if s.sum)]
    later = {
        s.id
        for s in standing
        if s.figure.claim.subset_of is None
        and not (s.doubt or s.sum or s.onto)
        and s.outcome is Outcome.KILLED
        and _of_wounds(s)
        and (s.parent or any(toll[-1].order < s.order and larger(toll, s) for toll in tolls))
    }
    dead = {_words(s) for s in standing if s.outcome is Outcome.KILLED and not s.doubt and s.bounds.bottom > 0}
    return [
        replace(s, since=True)
        if s.id in later
        else replace(s, whole=False, population="part")
        if s.outcome is Outcome.INJURED and _words(s) in dead
        else s
        for s in standing
    ]


def _found_dead(standing: list[Standing]) -> list[Standing]:
    """Make the missing who were found dead an addition to the toll told beside them before, or below their text's own total.

    They are missing no more, and so are those told missing before: all where "the 12" or "all 12" were found, else no more than
    these.
    """
    missing = {_words(s) for s in standing if s.outcome is Outcome.MISSING and cue("now_dead").search(s.figure.claim.sentence)}
    dead = [s for s in standing if s.outcome is Outcome.KILLED and s.figure.claim.subset_of is None and _words(s) in missing]
    if not dead:
        return standing
    before = [s for s in standing if s.outcome is Outcome.MISSING and _words(s) not in missing]
    gone = {s.id for s in before for d in dead if s.order < d.order and (_all(d) or (s.bounds.top or 0) <= (d.bounds.high or 0))}
    gone |= {s.id for s in standing if s.outcome is Outcome.MISSING and _words(s) in missing}
    added = {
        d.id
        for d in dead
        if any(s.order < d.order and (s.bounds.top or 0) >= d.bounds.bottom for s in before)
        or any(larger([s], d) and s.figure.claim.document == d.figure.claim.document for s in standing if s.whole)
    }
    standing = [replace(s, whole=False, population="part", parent=None) if s.id in gone else s for s in standing]
    return [replace(s, since=True) if s.id in added else s for s in standing]


def _all(dead: Standing) -> bool:
    """Whether these are all who were missing: "the 17 still missing", "all 12"."""
    claim = dead.figure.claim
    return _THE.search(claim.sentence[: max(0, claim.start - claim.sentence_start)]) is not None


_THE = re.compile(r"\b(?:the|all)\s+(?:of the\s+|the\s+)?$", re.IGNORECASE)


def _words(s: Standing) -> tuple[str, int, int]:
    return s.figure.claim.document, s.figure.claim.start, s.figure.claim.end


def _of_wounds(s: Standing) -> bool:
    """Whether the words behind people who died tell them as wounded: "a girl wounded on Tuesday died", "died of her wounds"."""
    claim = s.figure.claim
    behind = claim.sentence[max(0, claim.end - claim.sentence_start) :]
    if cue("of_wounds").search(behind):
        return True
    told = behind.removeprefix(f" {claim.victims.text}")
    return cue("were_hurt").match(told.lstrip(" ,")) is not None


def _tells_place(figure: Figure) -> bool:
    """Whether the figure's own sentence names its place; one carried over from elsewhere in the text proves nothing."""
    words = figure.claim.place.text
    return words is not None and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", figure.claim.sentence) is not None


def _parts(figures: Iterable[Figure]) -> set[str]:
    """Return the ids of claims that lie within another: links that lead round in a circle make no part."""
    parent = {f.claim.id: f.claim.subset_of for f in figures if f.claim.subset_of}
    circular = set()
    for start in parent:
        seen, node = {start}, parent[start]
        while node in parent and node not in seen:
            seen.add(node)
            node = parent[node]
        if node == start:
            circular.add(start)
    return set(parent) - circular


def _named_elsewhere(standing: list[Standing]) -> list[Standing]:
    """Make a part of a count of people whom another text counts as a part of the event's, or of a group that is never everyone.

    One outlet says eight died, two of them Poles; a ministry says two Polish citizens died: both speak of the same part.
    """
    groups = set(vocab.read("reconcile")["populations"]["parts"])
    wholes = [s for s in standing if s.whole and not s.doubt and s.bounds.low is not None]
    named = {(s.outcome, s.population) for s in standing if not s.whole}
    result = []
    for s in standing:
        if s.whole and not s.doubt and s.bounds.low is not None:
            for own in (nation(s.figure), part_name(s.figure)):
                known = own == nation(s.figure) and ((s.outcome, own) in named or foreign(s.figure))
                told = own in groups or known or _none_of_some(s, own)
                if not own or not told:
                    continue
                if any(larger([w], s) and (own == "part" or own not in (nation(w.figure), part_name(w.figure))) for w in wholes):
                    s = replace(s, whole=False, population=own)
                    break
        result.append(s)
    return _in_headlines(standing, result)


def _in_headlines(before: Sequence[Standing], standing: Sequence[Standing]) -> list[Standing]:
    """Make a text's own number that its body tells of a part only ("Four dead in crash", then "four Poles") that part."""
    parts: dict[str, list[Standing]] = defaultdict(list)
    told: dict[str, list[Standing]] = defaultdict(list)
    for was, s in zip(before, standing, strict=True):
        if was.whole:  # else a part by its own text's words
            (told if s.whole else parts)[s.figure.claim.document].append(s)
    again: dict[str, str] = {}
    for document in parts:
        for s in told[document]:
            own = [p for p in parts[document] if _tells(p, s)]
            if own and s.figure.claim.claimant is None and not any(_tells(o, s) for o in told[document]):
                again[s.id] = own[0].population
    return [replace(s, whole=False, population=again[s.id]) if s.id in again else s for s in standing]


def _tells(later: Standing, headline: Standing) -> bool:
    """Whether a text gives a number once more in a later sentence."""
    a, b = later.figure.claim, headline.figure.claim
    same = (a.document, later.outcome, later.bounds) == (b.document, headline.outcome, headline.bounds)
    return same and a.sentence_start > b.sentence_start


def _none_of_some(s: Standing, own: str | None) -> bool:
    """Whether nobody of some people is told: "no civilians were killed", "none of its workers died"; the others are left out."""
    return s.bounds.high == 0 and (own not in (None, "part") or _WHOSE.match(s.figure.claim.victims.text or "") is not None)


_WHOSE = re.compile(r"(?:its|his|her|their|our|my)\b", re.IGNORECASE)
