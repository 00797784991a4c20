"""Counts whose verb stands with another: "Nine died in Arak and four in Qom", parts told place by place."""

from __future__ import annotations

import re
from dataclasses import replace

from aggregator.core import gazetteer
from aggregator.core.model import Qualifier
from parsers.text.clause import Clause, Finding, asked, unreal, verb_group
from parsers.text.living import less
from parsers.text.parts import counted_before, more, told
from parsers.text.quantities import OF_OTHERS

_AND_HIS = re.compile(r"[MS]\(c([MNS])\)")


def bracketed(clause: Clause) -> None:
    """ "A clerk (and his son) was killed": those in the bracket as well; no "(and mother of two)"."""
    for match in _AND_HIS.finditer(clause.shape):
        at = match.start(1)
        owner = next((f for f in clause.found if f.piece == match.start()), None)
        other = clause.shape[at] != "S" or clause.words[clause.pieces[at].start] in _OTHER
        if owner is not None and other and not told(clause, at):
            clause.found.append(replace(owner, piece=at, rule="joined", like=None))


_LEFT_OVER = re.compile(r"(?<=V),?c[tsad]*([MS])(?=[.;]|$)")


def left_over(clause: Clause) -> None:
    """ "Two pupils were wounded and a teacher.": whoever is left at the end, without a verb, met the same."""
    for match in _LEFT_OVER.finditer(clause.shape):
        at, verb = match.start(1), match.start() - 1
        owner = next((f for f in clause.found if f.trigger == verb and f.rule == "passive" and f.piece < verb), None)
        new = clause.shape[at] == "M" or clause.words[clause.pieces[at].start] in _OTHER
        if owner is not None and new and not told(clause, at):
            clause.found.append(replace(owner, piece=at, rule="gapped", like=None, whole=None))


_OTHER = frozenset(("a", "an", "his", "her", "their"))
_PREDICATE = re.compile(r"p[^.,;W]*[bhVIAv]")
_GAPPED = re.compile(r"(?:,c|c|[,;:(=])p?[td]*(?:a?(N)|(a))(?=p(?:to)?[tsa]?(?:[jxC]{1,2}fo[tsa]?)?[Sf])")


def gapped(clause: Clause) -> None:
    """ "Nine died in Arak and four in Qom": the same befell them. "Nine died: five in Arak, four in Qom": parts of the nine."""
    for match in _GAPPED.finditer(clause.shape):
        at = match.start(1) if match[1] else match.start(2)
        if match[2] and clause.text(at) != "another":
            continue  # "and a in Ardo"; but "one died in Ardo and another in Belin"
        owner = next((f for f in counted_before(clause, at) if f.trigger < at or f.rule == "counted"), None)
        if owner is None or told(clause, at) or _PREDICATE.match(clause.shape, at + 1):
            continue
        joined = match[0][0] in "c;" or (match[0][:2] == ",c" and _placed(clause.shape[owner.trigger : match.start() + 1]))
        apart = owner.whole if owner.rule in ("gapped", "apart", "split") else None if joined else owner.piece
        if apart is not None and (more(clause, at, apart) or _abroad(clause, apart, at) or _another_place(clause, owner, at)):
            apart = None
        if apart is not None or _placed(clause.shape[owner.trigger : at]):
            clause.found.append(replace(owner, piece=at, rule="gapped", whole=apart))


def _another_place(clause: Clause, owner: Finding, at: int) -> bool:
    """Return whether a list of places opens with the first count's own: "Four died in Ardo, three in Belin and two in Corvo"."""
    if owner.whole is not None or clause.shape[at - 1] != "," or not _placed(clause.shape[owner.trigger : at - 1]):
        return False
    rest = [match for match in _GAPPED.finditer(clause.shape, at - 1) if match[1]]
    numbers = [clause.pieces[i].quantity for i in (owner.piece, *(match.start(1) for match in rest))]
    first, *others = [number.low or 0 for number in numbers if number]
    return len(rest) > 1 and rest[-1][0][:1] == "c" and sum(others) != first


def _abroad(clause: Clause, whole: int, part: int) -> bool:
    """Return whether two counts stand each before its own country: "184 deaths in Venezuela, one in Trinidad"."""
    lands = [
        gazetteer.country_of(clause.text(match.end() - 1)) for at in (whole, part) if (match := _IN.match(clause.shape, at + 1))
    ]
    return len(lands) == 2 and None not in lands and lands[0] != lands[1]


_IN = re.compile(r"(?:[dbh]*[VIA])?p[tsa]?[Sf]")


def _placed(shape: str) -> bool:
    """Return whether a place stands in the last words of a shape, which no verb and no stop breaks but a last semicolon."""
    words = shape.rstrip("ptd").removesuffix(";")
    cut = max(words.rfind(code) for code in ".;VIAv")
    return re.search(r"p[tsa]?(?:[jxC]{0,2}[xf]o)?[Sf]", words[cut + 1 :]) is not None


_AND_THE_REST = r"[^.;:MNUSG]{0,8}[VIA][^.;:MNUS]{0,12}?[,;]?[cBW][td]*(?P<rest>[GM])[bhd]*(?P<harm>[VIA])"
_REST = (
    re.compile(rf"(?:(?<![\s\S])|(?<=[.;:]))o[ts]?(?P<all>[MN])[^.;:]{{0,20}}?,(?P<some>[NM]){_AND_THE_REST}"),
    re.compile(rf"(?P<some>N)o[ts]?(?P<all>[MN]){_AND_THE_REST}"),
)


def the_rest(clause: Clause) -> None:
    """ "Of the nine divers, seven drowned and the rest were hurt", "two of six died, the others ...": what is left."""
    words = asked("the_rest")
    for match in (match for shape in _REST for match in shape.finditer(clause.shape)):
        whole, some, at = (clause.pieces[match.start("all")], clause.pieces[match.start("some")], match.start("rest"))
        word, trigger = clause.pieces[match.start("harm")].trigger, match.start("harm")
        if clause.text(at) not in words or whole.quantity is None or some.quantity is None or word is None:
            continue
        few, rest = some.quantity.low if some.quantity.qualifier is Qualifier.EXACT else None, clause.pieces[at]
        left = less(whole.quantity, few or 0, rest.start, rest.end)
        if left and word.outcome and told(clause, match.start("some")) and not unreal(clause, verb_group(clause, trigger)):
            clause.found = [f for f in clause.found if f.piece != at]
            number = left._replace(flags=(*left.flags, OF_OTHERS))
            clause.pieces[at] = rest.but(code="M", quantity=number)
            clause.found.append(Finding(piece=at, outcome=word.outcome, rule="passive", trigger=trigger))
