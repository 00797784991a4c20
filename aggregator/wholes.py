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
from aggregator.shares import by_land
from aggregator.sides import side_of
from aggregator.speakers import speakers
from aggregator.standing import Standing, foreign, larger, nation, part_name
from aggregator.whosedead import attackers_apart, noughts, own_people
from aggregator.wounded import OWN_END, attacks


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
    standing = own_people(attackers_apart(within_text(running(wider(standing)))))
    standing = noughts(_found_dead(_died_since(by_side(by_land(_named_elsewhere(standing))))))
    return tuple(sorted(standing, key=lambda s: s.order))


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
    these. Where they are "the last 12", nobody is missing or trapped any more.
    """
    missing = {_words(s) for s in standing if s.outcome is Outcome.MISSING and cue("now_dead").search(s.figure.claim.sentence)}
    killed = [s for s in standing if s.outcome is Outcome.KILLED and s.figure.claim.subset_of is None]
    dead = [s for s in killed if _words(s) in missing or _told_missing(s)]
    if not dead:
        return standing
    before = [s for s in standing if s.outcome is Outcome.MISSING and _words(s) not in missing]
    gone = {s.id for s in before for d in dead if s.order < d.order and (_all(d) or (s.bounds.top or 0) <= (d.bounds.high or 0))}
    last = [d for d in dead if _LAST.search(d.figure.claim.before)]
    gone |= {s.id for s in standing if s.outcome is Outcome.TRAPPED and any(s.order < d.order for d in last)}
    gone |= {s.id for s in standing if s.outcome is Outcome.MISSING and _words(s) in missing}
    added = {
        d.id
        for d in dead
        if any(s.order < d.order and (s.bounds.top or 0) >= d.bounds.bottom for s in before)
        or any(larger([s], d) and s.figure.claim.document == d.figure.claim.document for s in standing if s.whole)
    }
    standing = [replace(s, whole=False, population="part", parent=None) if s.id in gone else s for s in standing]
    return [replace(s, since=True) if s.id in added else s for s in standing]


def _told_missing(dead: Standing) -> bool:
    """Whether a count of the dead calls them missing: "the last 11 missing miners were found dead"."""
    claim = dead.figure.claim
    told = _MISSING.search(claim.victims.text or "") is not None
    return told and cue("now_dead").search(claim.sentence, max(0, claim.end - claim.sentence_start)) is not None


def _all(dead: Standing) -> bool:
    """Whether these are all who were missing: "the 17 still missing", "all 12", "the last 11"."""
    return _THE.search(dead.figure.claim.before) is not None


_MISSING = re.compile(r"\bmissing\b", re.IGNORECASE)
_LAST = re.compile(r"\bthe\s+(?:last|remaining|final)\s+$", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|all)\s+(?:of the\s+|the\s+)?(?:last\s+|remaining\s+|final\s+)?$", re.IGNORECASE)


def _words(s: Standing) -> tuple[str, int, int]:
    return s.figure.claim.document, s.figure.claim.start, s.figure.claim.end


def _of_wounds(s: Standing) -> bool:
    """Whether the words behind people who died tell them as wounded: "a girl wounded on Tuesday died", "died of her wounds"."""
    claim = s.figure.claim
    behind = claim.behind
    if cue("of_wounds").search(behind):
        return True
    told = behind.removeprefix(f" {claim.victims.text}")
    return cue("were_hurt").match(told.lstrip(" ,")) is not None


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
            if _attacker(s) and any(larger([w], s) for w in wholes):
                result.append(replace(s, whole=False, population="part"))
                continue
            for own in (nation(s.figure), part_name(s.figure)):
                known = own == nation(s.figure) and ((s.outcome, own) in named or foreign(s.figure))
                told = own in groups or known or _none_of_some(s, own)
                if not own or not told:
                    continue
                if any(larger([w], s) and _holds(w, own) for w in wholes):
                    s = replace(s, whole=False, population=own)
                    break
        result.append(s)
    return _in_headlines(standing, result)


def _attacker(s: Standing) -> bool:
    """Whether a figure is of the one who did the harm and died by his own hand: "the attacker, who killed himself"."""
    claim = s.figure.claim
    return claim.rule in OWN_END and s.bounds.high == 1 and attacks(claim)


def _holds(whole: Standing, own: str) -> bool:
    """Whether a larger count can hold people of this name: not where it goes by that name itself, nor soldiers aid workers."""
    if side_of(whole.figure.claim) and own in vocab.read("reconcile")["populations"]["unarmed"]:
        return False
    return own == "part" or own not in (nation(whole.figure), part_name(whole.figure))


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
