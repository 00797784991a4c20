"""Where: the place words of a sentence, as written. `aggregator/places.py` makes coordinates of them.

A place is a name behind a preposition, a name with a kind of place ("Wajir camp", "the town of Ardo"), or a kind alone with its
article ("the camp"). Neighbouring places are one: "a house in Old Keshet, in Orlan Province". Organisations, people and times
are told apart by the lists of `aggregator/vocab/en/places.toml`; the gazetteer is asked where capitals tell too little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.text.placenames import Name, Span, Where, anchored, settled
from parsers.text.placewords import vocabulary

LONGEST = 120  # characters of a chain of places


def find(text: str, lower: str, start: int, end: int, taken: Sequence[Span] = (), *, upper: bool = False) -> list[Where]:
    """Return the places of `text[start:end]` in order.

    `taken` are spans of other things: times, speakers. `lower` is `clean.fold(text)`; `upper` says that capitals tell nothing.
    """
    upper = upper or _titled(text, start, end)
    found = [place for place in (_opening(text, lower, start, end, upper),) if place is not None]
    floor = found[0].end if found else start
    w = vocabulary()
    asides = w.asides.may_find(lower, start, end)
    for hit in w.hits.finditer(lower, start, end):
        if hit.start() < floor or any(a <= hit.start() < b for a, b in taken):
            continue
        place = Name(text, lower, upper, taken).read(hit.end(), end, hit.group())
        place = place or (_hit(text, lower, hit, end, taken) if hit.group() in w.strikes and not upper else None)
        if place is None or place.text in w.acronyms:
            continue
        floor = place.end
        if lower.startswith(", where ", place.end):
            place = place._replace(weak=False, moving=False)  # "it then struck Ardo, where nine died"
        if hit.group() == "from" and anchored(place.text) and w.raised.search(lower, max(start, hit.start() - 40), hit.start()):
            place = place._replace(weak=False, moving=False)  # "five bodies were recovered from Lake Kasu"
        if asides and w.aside.search(lower, max(start, hit.start() - 40), hit.start()):
            place = place._replace(weak=True, moving=True)
        elif len(hit.group()) > 12 and hit.group().rstrip(":").endswith(w.listing):
            place = place._replace(listing=True)
        if found and _joined(lower, found[-1], place):
            place = _whole(text, found.pop(), place)
        found.append(place)
    happened = not upper and w.happened.may_find(lower, start, end)
    for hit in w.happenings.finditer(lower, start, end) if happened else ():
        place = _named_after(text, start, hit.start() - 1)
        if place is not None and not any(p.start < place.end and place.start < p.end for p in found):
            found.append(place)
    blows = not upper and w.blows.search(lower, start, end)
    for hit in w.struck.finditer(lower, start, end) if blows else ():
        subject = _subject(text, start, hit.start())
        if subject is not None and not any(a < hit.start() <= b for a, b in ((p.start, p.end) for p in found)):
            found.append(subject)
    return found


_ENDS = re.compile(r"[.,]| (?:on|and|in|at|late|early|overnight|yesterday|today)\b|$")


def _hit(text: str, lower: str, hit: re.Match[str], end: int, taken: Sequence[Span]) -> Where | None:
    """The town that a bomb or a storm hit, by one name which no gazetteer knows: "a rocket hit Kasu on Monday"."""
    if vocabulary().striker.search(lower, max(0, hit.start() - 30), hit.start()) is None:
        return None
    place = Name(text, lower, False, taken).read(hit.end(), end, "in")
    return place if place and place.text.isalpha() and _ENDS.match(lower, place.end) else None


def _whole(text: str, first: Where, last: Where) -> Where:
    """Two places joined to one: "Ardo in Belin Province"."""
    return last._replace(
        start=first.start,
        text=text[first.start : last.end],
        named=first.named or last.named,
        sure=first.sure or last.sure,
        weak=first.weak and (last.weak or first.moving),
        moving=first.moving,
        care=first.care,
    )


_RUN = re.compile(r"(?:[A-Z][\w'-]* ){0,2}[A-Z][\w'-]*$")


def _named_after(text: str, start: int, end: int) -> Where | None:
    """The place that a happening is called by: "the Ardo floods", "Monday's Ardo floods"; of "the Ardo Marathon bombing" the
    first word: a later one is a name of something there."""
    match = _RUN.search(text, max(start, end - 40), end)
    if match is None:
        return None
    skip = vocabulary().not_places | vocabulary().function | {"the", "a", "an"}
    at, words = match.start(), match.group().split()
    while words and (words[0].lower().removesuffix("'s") in skip or words[0].endswith(("'s", "s'"))):
        at, words = at + len(words[0]) + 1, words[1:]
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size])
        if settled(name):
            return Where(at, at + len(name), name, True, True, True, False)
    return None


_CAPITALS = re.compile(r"[A-Z][\w'-]*(?: (?:[A-Z][\w'-]*|of|and))*$")


def _subject(text: str, start: int, end: int) -> Where | None:
    """The place that was struck: "In May, Ardo was hit by"."""
    match = _CAPITALS.search(text, max(start, end - 60), end)
    if match is None or not settled(match.group()):
        return None
    return Where(match.start(), match.end(), match.group(), True, True, False, False)


_LABEL = re.compile(
    r"([^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*){0,4}?)"
    r"(?=:| -|,? (?:was|were|is|has been|have been) (?:\w+ )?(?:by|hit|struck)\b|, |$)"
)


def _titled(text: str, start: int, end: int) -> bool:
    """Whether a line is a headline In Title Case, where capitals tell nothing either."""
    if not 20 < end - start < 160 or text[end - 1] in ".!?":
        return False
    words = [word for word in text[start:end].split() if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def _opening(text: str, lower: str, start: int, end: int, upper: bool) -> Where | None:
    """The place that a line opens with, as a label or a subject: "Kenya - floods", "ARDO:", "Ardo was struck by"."""
    match = vocabulary().revises.match(lower, start, min(end, start + 90)) or _LABEL.match(lower, start, min(end, start + 60))
    if match is None or not text[start].isupper():
        return None
    words = match.group().split()
    if any(word in vocabulary().not_places or word in vocabulary().function for word in words):
        return None
    kind = words[-1] in vocabulary().kinds and len(words) > 1 and (match.end() == end or text[match.end()] == ":")
    kind = kind and (text[match.start() + match.group().rindex(" ") + 1].isupper() or settled(" ".join(words[:-1])))
    if words[-1] in vocabulary().directions or (not kind and not settled(match.group())):
        return None
    if lower.startswith(",", match.end()) and end - start > 200:
        return None
    return Where(start, match.end(), text[start : match.end()], True, True, False, False)


def _joined(lower: str, left: Where, right: Where) -> bool:
    """Whether two places stand side by side as one: "the camp in the west of Ardo", "Old Keshet, in Orlan"."""
    near = right.end - left.start <= LONGEST and not right.care and not lower.startswith(":", left.end)
    return near and vocabulary().joins.fullmatch(lower, left.end, right.start) is not None
