"""Which counts a newer one takes the place of by naming their number: "lowered the toll from 17 to 16", "an earlier toll of 10".

The number says which count is over, also where its speaker goes by another name. It is the speaker's own where there is such a
one, and then no other's; else one of the authorities, the press or a speaker unknown: a hospital, a monitor or a party to the
fighting counts for itself. The words are `vocab/renewed.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from aggregator.core import vocab
from aggregator.core.model import Claim, SourceKind
from aggregator.pairs import PARTIAL, printed
from aggregator.standing import Standing

Renewed = Mapping[str, frozenset[str]]
_APART = frozenset(
    {
        SourceKind.PARTY_TO_CONFLICT, SourceKind.HOSPITAL_MORGUE, SourceKind.MONITOR_NGO, SourceKind.UN, SourceKind.RED_CROSS,
        SourceKind.SOCIAL_MEDIA, SourceKind.EYEWITNESS, SourceKind.RESEARCHER,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Old:
    """A number that a sentence says is over, at [start, end) of it.

    `own` says that it is the speaker's ("its earlier toll"), `paper`, the paper's ("Correction: 15, not 16").
    """

    number: int
    start: int
    end: int
    own: bool
    paper: bool = False


def renewed(standing: Sequence[Standing]) -> Renewed:
    """Return of each claim (by id) that names older numbers the claims (by id) which gave them."""
    told = [s for s in standing if not s.doubt and not s.bounds.empty and s.basis not in PARTIAL and s.bounds.unit == "person"]
    found: dict[str, frozenset[str]] = {}
    for newer in told:
        old = olds(newer.figure.claim.sentence)
        if old and newer.whole and not _is_old(newer, old):
            found[newer.id] = frozenset(s.id for each in old for s in _gave(each, newer, told))
    for first in (s for s in told if at_first(s.figure.claim)):
        for newer in (s for s in told if _told_instead(s, first)):
            found[newer.id] = found.get(newer.id, frozenset()) | {first.id}
    return {id: gone for id, gone in found.items() if gone}


def _told_instead(newer: Standing, old: Standing) -> bool:
    """Whether a text gives this number of the speaker who had "earlier put the figure at" the other."""
    same = newer.figure.claim.document == old.figure.claim.document and newer.outcome == old.outcome and newer.whole
    return same and newer.id != old.id and newer.speaker == old.speaker and not at_first(newer.figure.claim)


def at_first(claim: Claim) -> bool:
    """Whether right before a number stands that its speaker gave it earlier: "he had earlier put the figure at 15"."""
    before = claim.before.casefold()
    return _had_said().search(before) is not None


@cache
def _had_said() -> re.Pattern[str]:
    words = vocab.read("renewed")
    when, said = ("|".join(words[kind]) for kind in ("at_first", "said"))
    first = rf"(?:had (?:{when}) (?:{said})|(?:{when}) had (?:{said}))"
    return re.compile(rf"\b{first}(?: (?:that|the|its|a|an|death|toll|of|number|figure|count|dead|at|as|about|some|around))* *$")


def _is_old(s: Standing, old: Sequence[Old]) -> bool:
    at = s.figure.claim.start - s.figure.claim.sentence_start
    return any(each.start <= at < each.end for each in old)


def _gave(old: Old, newer: Standing, told: Sequence[Standing]) -> list[Standing]:
    """Return the counts of an older number: the newer one's speaker's, else those who may have told the same toll."""
    gave = [s for s in told if s.id != newer.id and s.outcome == newer.outcome and _number(s) == old.number]
    if old.paper:
        return [s for s in gave if _printed_by(newer, s)]
    here = [s for s in gave if s.figure.claim.document == newer.figure.claim.document and _is_old(s, (old,))]
    elsewhere = [s for s in gave if s.whole and s.figure.claim.document != newer.figure.claim.document]
    before = [s for s in elsewhere if printed(s) < printed(newer)]
    own = [s for s in before if s.speaker == newer.speaker]
    if own or old.own:
        return here + own
    return here + [s for s in before if s.figure.claimant_kind not in _APART]


def corrects(s: Standing) -> bool:
    """Whether a count is a paper's correction of one that it printed: "Correction: The toll is 15, not 16"."""
    return any(old.paper for old in olds(s.figure.claim.sentence))


def _printed_by(newer: Standing, told: Standing) -> bool:
    """Whether a count stands in the text of another's correction, or in what the same paper printed before."""
    a, b = newer.figure, told.figure
    before = a.publisher is not None and a.publisher == b.publisher and printed(told) < printed(newer)
    return a.claim.document == b.claim.document or before


def _number(s: Standing) -> int | None:
    claim = s.figure.claim
    return claim.stated_low if claim.stated_low == claim.stated_high else None


def olds(sentence: str) -> list[Old]:
    """Return the numbers that a sentence says are over."""
    found, low = [], sentence.casefold()
    for match in _pattern().finditer(low):
        number = value(match["a"] or match["b"] or match["c"])
        if number is not None and (not match["a"] or _change().search(low)):
            found.append(Old(number, match.start(), match.end(), match["own"] is not None))
    for match in _note().finditer(low):
        number = value(match["d"])
        if number is not None:
            found.append(Old(number, match.start("d"), match.end(), own=False, paper=True))
    return found


@cache
def numerals() -> Mapping[str, int]:
    words = vocab.read("en/numbers")
    return {**words["units"], **words["tens"]}


def value(written: str) -> int | None:
    if written[0].isdigit():
        return int(written.replace(",", ""))
    parts = [numerals().get(part) for part in written.split("-")]
    return None if None in parts else sum(part for part in parts if part is not None)


@cache
def _change() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocab.read('renewed')['change'])})\b")


@cache
def _note() -> re.Pattern[str]:
    words = vocab.read("renewed")
    number = rf"(?:\d[\d,]*\b(?<!,)|\b(?:{'|'.join(numerals())})(?:-(?:{'|'.join(numerals())}))?\b)"
    about = rf"(?:(?:{'|'.join(words['about'])}) )?"
    notes, instead = "|".join(words["notes"]), "|".join(words["instead"])
    return re.compile(rf"^\W*(?:{notes})\b.*?{number}(?: [^\W\d]+){{0,3}},? (?:{instead}) {about}(?P<d>{number})", re.DOTALL)


@cache
def _pattern() -> re.Pattern[str]:
    words = vocab.read("renewed")
    number = r"(?P<{}>\d[\d,]*\b(?<!,)|\b(?:" + "|".join(numerals()) + r")(?:-(?:" + "|".join(numerals()) + r"))?\b)"
    about = rf"(?:(?:{'|'.join(words['about'])}) )?"
    toll = rf"(?:(?P<own>{'|'.join(words['own'])}) )?(?:{'|'.join(words['earlier'])}) (?:death |casualty |official )?"
    return re.compile(
        rf"\b(?:{'|'.join(words['ranged'])}) {about}{number.format('a')} (?=to {about}{number.format('_')})"
        rf"|\b(?:{'|'.join(words['before'])}) {about}{number.format('b')}"
        rf"|\b{toll}(?:{'|'.join(words['counts'])}) of {about}{number.format('c')}"
    )
