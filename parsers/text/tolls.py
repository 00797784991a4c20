"""Rules of figures set beside a word: "Deaths: 12", "killed 2, injured 3", "the toll rose from 12 to 20".

Rules are called like those of `deeds`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aggregator.core.model import Basis, Outcome, Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, asked, supposed
from parsers.text.posture import before

_LAST = re.compile(r"N(?=[.;,]|$)")
_LABEL = re.compile(
    r"[Gx]?(?:\([^()]{1,3}\))?(?:[po][tsa]?[SXfx]{1,2})?[:=-](?P<n>[NM])(?![VIA](?!:))|(?P<end>N)(?=\.?$)|(?P<told>[,pWwd][ptsajxdefvuUXbhcC]{0,7}:(?P<last>N)(?=[,;.]|$))"
)


def label(clause: Clause, index: int) -> bool:
    """ "Deaths: 12", "Injured - 40"."""
    left = before(clause, index - 1, "xj")
    if _LAST.match(clause.shape, index + 1) and clause.shape[index] == "O" and (left < 0 or clause.shape[left] in ";:."):
        return clause.add(index, [index + 1], "label")  # "; cumulative deaths 64."
    match = _LABEL.match(clause.shape, index + 1)
    if match and match["told"]:  # "Deaths so far this week: 9"
        return before(clause, index - 1, "xejS") < 0 and clause.add(index, [match.start("last")], "label")
    if clause.shape[index + 1 : index + 2] == "x" and clause.text(index + 1) not in asked("labelled"):
        return False
    if match is None:
        return False
    whose = _whose(clause, index)
    if (
        (match["end"] and index)
        or (index and clause.shape[index - 1] in "NM" and ":" not in clause.shape[index : match.end()])  # "six dead - up to nine"
        or (match.end() - index > 3 and index and clause.shape[index - 1] not in ".;:")
        or (index and clause.shape[index - 1] not in ".;,:)-=?NxMG" and not whose)
    ):
        return False
    if whose:
        who = clause.pieces[index - 1]
        clause.pieces[index - 1] = who.but(words=(who.start, who.end), head=who.start)
    last = match.end() - 1
    if clause.text(last - 1) == "|" and index and clause.shape[index - 1] in "NM":
        return False  # "1,460 dead | 2,200 injured"
    if clause.shape[last : last + 3] == "M?M" and clause.text(last + 1) == "/":
        clause.add(index, [last + 2], "label")  # "Displaced: 350 households / 1,750 individuals"
    like = index - 1 if whose else next((at for at in (index - 1, index + 1) if at >= 0 and clause.shape[at] == "G"), None)
    return clause.add(index, [match.end() - 1], "label", like=like)  # "Families evacuated: 40", "Injured people: 3"


def _whose(clause: Clause, index: int) -> bool:
    """Return whether a noun that opens the label says whose harm it is: "Civilian deaths: 4", "Civilian injured: 6"."""
    if index == 0 or (index > 1 and clause.shape[index - 2] not in ".;:,=-("):
        return False
    piece = clause.pieces[index - 1]
    bare = piece.code in "HS" and piece.word is not None and piece.word.outcome is None and piece.end - piece.start == 1
    return bare and (clause.shape[index] == "O" or clause.text(index - 1) in asked("whose"))


_ITEM = r"[^,;.:()MNQrqbhm]{0,3}?[VAOIGuxfS]N(?:\([^()]{1,30}\))?"
_SAID = r",[^,;.:()VIAKJNMU]{0,5}q"  # ", the army said"
_SERIES = re.compile(rf"(?:^|(?<=[.;:]))d?{_ITEM}(?:[,;c]{{1,2}}{_ITEM})+(?=[.;:]|$|{_SAID})")


def series(clause: Clause) -> set[int]:
    """ "Killed 2, injured 3, missing 1", "dead 7 (Ardo 4, Kasu 3), houses lost 18": each number is the word's before it.

    Return the triggers that are read so.
    """
    read_so: set[int] = set()
    for match in _SERIES.finditer(clause.shape):
        told = [at for at in _harms(clause, match) if clause.shape[at + 1] == "N"]
        if len(told) > 1 or (told and told[0] == match.start()):
            read_so.update(at for at in told if clause.add(at, [at + 1], "label"))
    for match in _BESIDE.finditer(clause.shape):
        told = [at for at in range(match.start(), match.end(), 2) if clause.pieces[at].trigger]
        read_so.update(at for at in told if len(told) > 1 and at not in read_so and clause.add(at, [at + 1], "label"))
    return read_so


_BESIDE = re.compile(r"(?:^|(?<=[.;:]))(?:[VAOIG]N){2,}(?=[.;:]|$)")  # "Deaths 12 Injured 30 Missing 4"
_BRACKETED = re.compile(r"(?:^|(?<=[.;:]))[VAOIG]\(N\)(?:[,;c]{1,2}[^,;.:()]{0,3}?[VAOIG]\(N\))+")


def bracketed(clause: Clause) -> set[int]:
    """ "Killed (4), wounded (11), missing (2)": return the triggers that are read so."""
    match = _BRACKETED.search(clause.shape)
    told = (
        [at for at in range(*match.span()) if clause.pieces[at].trigger and clause.shape[at + 1 : at + 3] == "(N"]
        if match
        else []
    )
    return {at for at in told if len(told) > 1 and clause.add(at, [at + 2], "label")}


def _harms(clause: Clause, series: re.Match[str]) -> Iterator[int]:
    """Yield the words of harm that open an item of a series."""
    for item in re.finditer(r"(?:(?<=[,;c])|^)d?([VAOIG])(?=N)", series[0]):
        at = series.start() + item.start(1)
        if clause.pieces[at].trigger:
            yield at


_NAMED_SO = re.compile(r"[vx]?[:=-](?=[NM])")


def bodies(clause: Clause, index: int) -> bool:
    """ "Bodies recovered: 231"."""
    match, word = _NAMED_SO.match(clause.shape, index + 1), clause.pieces[index].trigger
    return bool(match and word and word.lemma != "life") and clause.add(index, [match.end()], "label") if match else False


_TOLL_OF = re.compile(r"(?:o|W[tdj]*x)[^.;:]{1,16}:(?=[NM])")  # "Toll of the massacre in Kasu: 12 civilians"
_TO_NUMBER = re.compile(r"(?:[^.;:IAONMU]*?[zbpvdoyh][tdap]*|[:=-]|o[td]*)(?=[NMU])")
_WHY = re.compile(r"W[^,]*$")
_AS = re.compile(r"W[td]*(?=[NM])")  # "gave the death toll as 43"
_AT_ONCE = re.compile(r"[td]*(?=[NMU])")  # "put the number at | ten"
_SET = re.compile(r"N")  # "put the number of dead between 50 and 70"
_ESTIMATED = re.compile(r"[xvedb]{0,2}(?=N)")  # "estimates of the dead | range | from 900 to 1,500"
_CHANGED = re.compile(r"d?z[td]*(?=[NMU])")


def toll(clause: Clause, index: int) -> bool:
    """ "the death toll rose from 12 to 20", "rose by five to 68", "a toll of 63", "bringing the total to 31"."""
    word = clause.pieces[index].trigger
    if word and word.lemma.endswith("victims") and not asked("harmless").isdisjoint(_behind(clause, index)):
        return True
    if word and word.lemma in read_vocabulary("en/outcomes")["last_told"]["again"]:
        return _again(clause, index)
    match = _TO_NUMBER.match(clause.shape, index + 1, index + 30) or _AS.match(clause.shape, index + 1)
    match = match or _TOLL_OF.match(clause.shape, index + 1)
    match = match or _ranged(clause, index)
    direct = match is None and (_SET.match(clause.shape, index + 1) or _bounded(clause, index))
    if word and (word.lemma.endswith(_COUNTS) or direct):
        match = _AT_ONCE.match(clause.shape, index + 1)
    if word and word.lemma.startswith("estimates of"):
        match = _ESTIMATED.match(clause.shape, index + 1)
    if match is None:
        return _brought_to(clause, index) or _passed(clause, index)
    if match.re is _AS and clause.text(index + 1) != "as":
        return False
    if (why := _WHY.search(match[0])) and clause.text(index + 1 + why.start()) in asked("because"):
        return True  # "the toll will rise because clinics hold 40 injured": another clause's number
    if _forecast(clause, index + 1, match.end()):
        return True
    if word and (word.lemma in read_vocabulary("en/outcomes")["last_told"]["toll"] or word.lemma.endswith(_COUNTS)):
        changed = _CHANGED.match(clause.shape, match.end() + 1)  # "revised the toll down from 112 to 96"
        return _figure(clause, index, changed.end() if changed else match.end())
    if word and "total" in word.lemma and clause.found:
        clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=clause.found[-1].outcome))
    at = match.end()
    behind = clause.pieces[at + 1].trigger if clause.shape[at + 1 : at + 2] in ("V", "A") else None
    if word and behind and behind.outcome is not word.outcome:
        return True  # "the number of victims has grown to 8 wounded"
    by = Basis.INCREMENT if clause.text(before(clause, at - 1, "td")) == "by" else None  # "rose by five", not "killed by floods"
    changed = _CHANGED.match(clause.shape, at + 1)
    if changed:
        if by:
            clause.add(index, [at], "toll", basis=by)
        return clause.add(index, [changed.end()], "toll")
    return clause.add(index, [at], "toll", basis=by)


def _behind(clause: Clause, index: int) -> list[str]:
    """Return the first words behind a piece: "the number of victims | of the fraud"."""
    return clause.words[clause.pieces[index].end :][:5]


_RANGES = re.compile(r"[xvedb]{1,3}(?=N)")


def _ranged(clause: Clause, index: int) -> re.Match[str] | None:
    """ "the death toll ranged from 20 to 35": the range has its "from" in it."""
    match = _RANGES.match(clause.shape, index + 1)
    quantity = clause.pieces[match.end()].quantity if match else None
    return match if quantity is not None and quantity.qualifier is Qualifier.BETWEEN else None


def _forecast(clause: Clause, start: int, end: int) -> bool:
    """Return whether the words before a number say what the toll may come to.

    Not that it "could be" so, which is somebody's estimate, nor that it "would later rise" so.
    """
    codes, words = clause.shape[start:end], frozenset(clause.text(at) for at in range(start, end))
    if not supposed(codes, words) or not words.isdisjoint(asked("in_the_end")):
        return False
    return "b" not in codes or not set(codes).isdisjoint("vxeh") or words.isdisjoint(asked("perhaps"))


_TO_BEFORE = re.compile(r"[vek](zN)[ts]?$")


def _brought_to(clause: Clause, index: int) -> bool:
    """ "bringing to three | the number of dead": the number stands before the toll."""
    match = _TO_BEFORE.search(clause.shape, max(0, index - 4), index)
    brings = match is not None and clause.text(match.start()) in asked("brings") and clause.text(match.start(1)) == "to"
    return brings and clause.add(index, [match.start(1) + 1], "toll") if match else False


_AWAY = re.compile(r"[^.;:,IAONMUVKE]{1,14}(?=N)")


def _passed(clause: Clause, index: int) -> bool:
    """ "the toll of the quake | passes 5,900": the verb bounds the number, and words stand between."""
    match = _AWAY.match(clause.shape, index + 1)
    verbs = frozenset(read_vocabulary("en/qualifiers")["passing"]["words"])
    number = clause.text(match.end()) if match else ""
    passes = not verbs.isdisjoint(number.split()[:2]) or number.startswith(_went_up())
    return passes and clause.add(index, [match.end()], "toll") if match else False


@cache
def _went_up() -> tuple[str, ...]:
    """Return the words of a number that tell of a rise: "the toll from the raid | went up to 11"."""
    return tuple(f"{words} " for words in read_vocabulary("en/qualifiers")["before"]["exact"] if words.endswith(" up to"))


_COUNTS = ("the number at", "the figure at", "the total at", "the count at")


def _bounded(clause: Clause, index: int) -> bool:
    """Return whether "put the toll" has its number right behind it: "as high as 15", "over 40"."""
    quantity = clause.pieces[index + 1].quantity if clause.shape[index + 1 : index + 2] in ("N", "M") else None
    verb = before(clause, index - 1, "tsaj")
    puts = verb >= 0 and clause.text(verb) in ("put", "puts", "putting", "placed", "estimated")
    return puts and quantity is not None and quantity.qualifier is not Qualifier.EXACT


def _figure(clause: Clause, index: int, at: int) -> bool:
    """ "one put the number at ten", "the correct figure is 12": of what was told last, and of nothing where nothing was."""
    here = next((w.outcome for piece in reversed(clause.pieces[:index]) if (w := piece.trigger)), None)
    last = clause.found[-1].outcome if clause.found else here or clause.told
    word = clause.pieces[index].trigger
    last = last or (Outcome.KILLED if word and word.lemma.endswith(" toll") else None)
    if last is None or word is None:
        return True
    clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=last))
    return clause.add(index, [at], "toll")


_BARE = re.compile(r"[,:]?[td]*(?=N(?:[.;,:)\"cwW]|$))")  # no "7 on the Richter scale"


def _again(clause: Clause, index: int) -> bool:
    """ "rights groups put it at 135", "the army gave a lower figure, nine": of what was told right before."""
    last = clause.found[-1].outcome if clause.found else clause.just
    match, word = _BARE.match(clause.shape, index + 1), clause.pieces[index].trigger
    if last is None or match is None or word is None:
        return True
    clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=last))
    quantity = clause.pieces[match.end()].quantity
    upper = quantity is not None and quantity.qualifier is Qualifier.UP_TO  # "some estimates are as high as 655,000"
    return clause.add(index, [match.end()], "other_end" if upper else "toll")


_NUMBER_OF = re.compile(r"xo(?:[tsaj]*[GUX]d*|j+)$")
_NUMBER_OF_SUCH = re.compile(r"xo[tsajxf]*$")  # "the number of drought | affected | people"


def numbered(clause: Clause, index: int) -> bool:
    """ "puts the tally of miners killed at 31", "the number of rebels killed has reached 60"."""
    start = max(0, index - 12)
    behind = _NUMBER_OF.search(clause.shape[start:index])
    if behind is None and clause.shape[index + 1 : index + 2] == "G":
        behind = _NUMBER_OF_SUCH.search(clause.shape[start:index])
    match = _TO_NUMBER.match(clause.shape, index + 1, index + 30)
    if behind is None or match is None or clause.text(start + behind.start()) not in ("number", "count", "tally"):
        return False
    return clause.add(index, [match.end()], "toll", like=before(clause, index - 1, "d"))


_RISING = re.compile(r"[xpoCdtfS]{0,5}[bvh]{1,2}[pzd]+(?=N)")


def rising(clause: Clause, index: int) -> bool:
    """ "deaths rose to 12", "fatalities stood at nine"."""
    word = clause.pieces[index].trigger
    match = _RISING.match(clause.shape, index + 1)
    return bool(match and word and word.form == "plural") and clause.add(index, [match.end()], "toll") if match else False
