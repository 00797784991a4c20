"""Figures of another calamity than the text's own: of long ago ("Ten years ago a fire killed 36. On Tuesday ..."), of elsewhere.

A part of `tally`; the words are in `vocab/en/tally.toml`. The reader takes the lead of a text for its incident, so that what is
told there of long ago has to be known by what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from aggregator.areas import spread_out
from aggregator.core.model import Basis, Claim, Document, Figure, Outcome
from aggregator.core.vocab import read
from aggregator.counts import cue
from aggregator.evidence import other_province
from aggregator.geography import kilometres
from aggregator.happenings import fine


@cache
def _long_ago() -> re.Pattern[str]:
    """Return the pattern of a sentence's head that tells of long ago: "Ten years ago", "In 2015", "A decade earlier"."""
    data = read("en/tally")["long_ago"]
    spans, then = "|".join(data["spans"]), "|".join(data["words"])
    return re.compile(rf"\W*(?:(?:\w+ ){{1,4}}(?:{spans}) (?:{then})\b|(?:[Bb]ack )?[Ii]n (?:[A-Z]\w+ )?(?:1[89]|20)\d\d\b)")


@cache
def _since_then() -> re.Pattern[str]:
    """Return the pattern of a clause about another calamity before a sentence's own: "A month after a storm that ...,"."""
    spans = "|".join(read("en/tally")["long_ago"]["spans"])
    return re.compile(rf"\W*(?:[\w-]+ ){{1,5}}(?:{spans}) after (?:an?|another) [^,.;]+, ", re.IGNORECASE)


def without_earlier(document: Document, figures: Sequence[Figure], told: list[int]) -> list[int]:
    """Drop the figures of another calamity, long ago or before, where the text or their sentence goes on to its own."""
    told = _without_days_before(figures, _without_fronted(figures, told))
    told = told if spread_out(document) else _without_other_places(figures, told)
    old = [i for i in told if _long_ago().match(figures[i].claim.sentence) and not _has_day(figures[i].claim)]
    if not old or old[0] != told[0]:
        return told
    end = max(figures[i].claim.end for i in old)
    rest = [i for i in told if i not in old and figures[i].claim.start > end and figures[i].claim.outcome is Outcome.KILLED]
    if not rest or not cue("this_time").search(document.text, end, figures[rest[0]].claim.sentence_start + NEAR):
        return told
    return [i for i in told if i not in old]


def without_running(figures: Sequence[Figure], told: list[int]) -> list[int]:
    """Drop what an incident brings a year's total to, where the text counts the incident: "brings the number this year to 58"."""
    claims = {i: figures[i].claim for i in told}
    if not any(claim.basis is Basis.INCIDENT for claim in claims.values()):
        return told
    running = {i for i, claim in claims.items() if claim.basis is Basis.CUMULATIVE and cue("of_a_year").search(claim.sentence)}
    gone = {i for i in running if cue("brings").search(claims[i].sentence)}
    gone |= {i for i, claim in claims.items() if _of_more(claim) and any(other.end < claim.start for other in claims.values())}
    return [i for i in told if i not in gone]


def without_standing_in(figures: Sequence[Figure], told: list[int]) -> list[int]:
    """Drop sums over months and years behind the figures of an incident: "one hurt ... 75 killed since the start of the rains".

    A sum since a day of this week is the incident's own.
    """
    claims = {i: figures[i].claim for i in told}
    first = min((claim.start for claim in claims.values() if claim.basis is Basis.INCIDENT), default=None)
    return [i for i, claim in claims.items() if first is None or claim.start < first or not _runs_on(claim)]


def _runs_on(claim: Claim) -> bool:
    """Say whether a figure is a sum since long ago, and not that of "the deadliest crash this year"."""
    long = claim.basis is Basis.CUMULATIVE and cue("long_since").search(claim.sentence) is not None
    return long and cue("superlative").search(claim.sentence) is None


def _of_more(claim: Claim) -> bool:
    """Say whether deaths told of before bring a toll of more than one incident to a number: "killed in the country"."""
    if "toll" not in claim.rule:
        return False
    before = claim.before
    deaths = cue("these_deaths").match(before)
    return deaths is not None and cue("brings").search(before) is not None and cue("of_a_land").search(claim.sentence) is not None


NEAR = 200  # characters of the sentence of the first figure behind those of long ago


def _has_day(claim: Claim) -> bool:
    """Say whether a sentence of long ago comes to a day of now itself before its figure: "In 2015 ... on Monday it killed"."""
    return cue("this_time").search(claim.before) is not None


def _without_fronted(figures: Sequence[Figure], told: list[int]) -> list[int]:
    """Drop what a clause at the head of a sentence tells of a calamity before: "A week after a raid killed ten, four died"."""
    gone: list[int] = []
    for i in told:
        claim = figures[i].claim
        clause = _since_then().match(claim.sentence) if " after " in claim.sentence else None
        if clause and claim.end - claim.sentence_start <= clause.end():
            own = (figures[k].claim for k in told if figures[k].claim.sentence_start == claim.sentence_start)
            if any(c.outcome is claim.outcome and c.start - c.sentence_start >= clause.end() for c in own):
                gone.append(i)
    return [i for i in told if i not in gone]


def _without_days_before(figures: Sequence[Figure], told: list[int]) -> list[int]:
    """Drop what its own sentence dates to a day before that of the first figure: "On Wednesday another raid killed four".

    Not where the first is told of one who died since ("a third victim died on Monday"): then the day before is the incident's.
    """
    first = figures[told[0]] if told else None
    if first is None or not _on_a_day(first) or any(cue(kind).search(first.claim.sentence) for kind in (*_LATER, "further")):
        return told
    return [i for i in told if not _before(figures[i], first)]


def _before(other: Figure, first: Figure) -> bool:
    """Say whether a figure's sentence dates it before the first figure's day, or sums from before it on ("since Monday")."""
    day, window = first.window.start, other.window
    if day is None or not _dated(other):
        return False
    runs = other.claim.basis is Basis.CUMULATIVE and window.start is not None and window.start < day
    return runs or (window.end is not None and window.end < day)


def _on_a_day(figure: Figure) -> bool:
    start, end = figure.window.start, figure.window.end
    return start is not None and end is not None and (end - start).days <= 1


def _dated(figure: Figure) -> bool:
    """Say whether a figure's own sentence tells its day."""
    return figure.claim.window_text is not None and figure.claim.window_text in figure.claim.sentence


def _without_other_places(figures: Sequence[Figure], told: list[int]) -> list[int]:
    """Drop what another sentence tells of another place than the first figure's: "A raid on Ardo killed two. In Belin ...".

    Both sentences name their place. A storm or a quake is one calamity wherever it strikes (`spread_out`), and who was taken in
    one town may be found in another.
    """
    first = figures[told[0]] if told else None
    if first is None or first.claim.outcome not in (Outcome.KILLED, Outcome.INJURED) or not _placed(first):
        return told
    here = first.claim.sentence_start
    return [i for i in told if figures[i].claim.sentence_start == here or not _elsewhere(first, figures[i])]


def _placed(figure: Figure) -> bool:
    """Say whether a figure's own sentence names its place, and one that we know."""
    words = figure.claim.place.text
    return words is not None and words in figure.claim.sentence and figure.place.country is not None


def _elsewhere(one: Figure, other: Figure) -> bool:
    """Say whether two figures are of other countries, provinces, or towns as far apart as two happenings of one report."""
    claim = other.claim
    more = claim.basis is Basis.INCREMENT or "toll" in claim.rule or cue("further").search(f"{claim.quote} {claim.victims.text}")
    if more or not _placed(other) or any(cue(kind).search(claim.sentence) for kind in _LATER):
        return False  # "Two more were hurt in Belin", "a second man", "two died of their wounds in the capital"
    a, b = one.place, other.place
    if a.country != b.country or other_province(a, b):
        return True
    apart = kilometres(a, b) if fine(a) and fine(b) else None
    return apart is not None and apart > read("reconcile")["happenings"]["km_apart"]


_LATER = ("of_wounds", "died_there", "died_since", "of_the_hurt")  # the same people, wherever they died
