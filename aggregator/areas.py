"""A calamity told place by place or wave by wave: "31 people drowned in Honduras ... two died in Belize" is 33.

A storm, a flood or a quake strikes several places, and where a text gives no toll for all of them its counts are those of the
places. They add up only where each stands beside its own place and the places lie outside each other, whoever tells of each; so
do those of a first and a second quake, blast or landslide that one voice tells of. A later count without a place is the whole
where it is no lower than what the places come to, or where the calamity itself is its subject. The hazards are in
`vocab/causes.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from aggregator.core import gazetteer, vocab
from aggregator.core.model import Document, Figure, Place, Precision
from aggregator.counts import Count, added

LEAD = 500  # characters of a text that tell what it is about
BACK = 600  # characters before "nationwide" in which the nation was named


@cache
def _hazard_words() -> str:
    data = vocab.read("causes")
    words = sorted((word for code in data["spread"] for word in data["codes"][code]), key=len, reverse=True)
    return "|".join(map(re.escape, words))


@cache
def _hazards() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_hazard_words()})\b", re.IGNORECASE)


def spread_out(document: Document) -> bool:
    """Say whether a text opens with a hazard that strikes several places at once."""
    return _hazards().search(document.text, 0, LEAD) is not None


def by_place(document: Document, figures: Sequence[Figure], toll: Count, said: Sequence[Count]) -> Count:
    """Return `toll` with the counts of other places or waves behind it in `said`, or the later count that is told of them all."""
    if toll.total or toll not in said or _over_several(figures, toll):
        return toll
    spread = spread_out(document)
    told, spots = [toll], [_spots(document, figures, toll)]
    for count in said[said.index(toll) + 1 :]:
        if count.hollow:
            continue
        here, likewise = _spots(document, figures, count) if spread else (), count.claimant == toll.claimant
        if (here and all(_apart(here, others) for others in spots)) or (likewise and _next_wave(figures, told, count)):
            told.append(count)
            spots.append(here)
        elif likewise and spread and not _placed(figures, count) and _whole(document, figures, told, count):
            return count
    if len(told) == 1:
        return toll
    return added(told, "sum_over_places" if all(spots) else "sum_over_waves")


def abroad(document: Document, figures: Sequence[Figure], toll: Count, count: Count) -> bool:
    """Say whether a count is told of another country than the toll: two figures of two places are no rivals."""
    here, there = ({place.country for place in _spots(document, figures, each)} for each in (toll, count))
    return bool(here) and bool(there) and here.isdisjoint(there)


def one_of_two(figures: Sequence[Figure], toll: Count, count: Count) -> bool:
    """Say whether a count is of one of two places that the toll is told of: "in Malawi and Mozambique ... in Malawi 98"."""
    told = figures[toll.members[0]].claim.sentence
    names = {re.escape(figures[i].claim.place.text or "-") for i in count.members}
    return len(names) == 1 and any(re.search(rf"\b(?:{name} and [A-Z]|[A-Z][\w-]+ and {name}\b)", told) for name in names)


def _spots(document: Document, figures: Sequence[Figure], count: Count) -> tuple[Place, ...]:
    """Return the places of a count, if all are known and each stands in the figure's own sentence, or "nationwide" does.

    "Two others", told right behind those of a place, are of its country.
    """
    places: list[Place] = []
    for i in count.members:
        claim, place = figures[i].claim, figures[i].place
        if _pointing().match(claim.sentence):
            place = _nation_before(document, claim.sentence_start)
        elif not (claim.place.text and claim.place.text in claim.sentence) and not (places and count.rule == "sum_of_further"):
            return ()
        if not place.country:
            return ()
        places.append(place)
    return tuple(places)


@cache
def _pointing() -> re.Pattern[str]:
    words = "|".join(map(re.escape, vocab.read("en/tally")["pointing"]["words"]))
    return re.compile(rf"(?:{words})\b", re.IGNORECASE)


_NAME = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+)?")


def _nation_before(document: Document, end: int) -> Place:
    """Return the country named last before offset `end`: the one that "nationwide" and "there" speak of."""
    for match in reversed(list(_NAME.finditer(document.text, max(0, end - BACK), end))):
        if country := gazetteer.country_of(match.group().lower()) or gazetteer.country_of(match.group().split()[-1].lower()):
            return Place(text=match.group(), country=country, precision=Precision.COUNTRY)
    return Place()


def _placed(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether a figure stands in one sentence with the words of its place, or with "there"; others took theirs over."""
    claims = [figures[i].claim for i in count.members]
    return any((c.place.text and c.place.text in c.sentence) or _pointing().match(c.sentence) for c in claims)


def _apart(here: tuple[Place, ...], others: tuple[Place, ...]) -> bool:
    """Say whether every place of one count is known to lie outside every place of the other."""
    return bool(others) and all(_outside(a, b) for a in here for b in others)


def _outside(a: Place, b: Place) -> bool:
    """Say whether two known places lie outside each other: neither is the other, nor the country or province that holds it."""
    if a.country != b.country:
        return True
    if Precision.COUNTRY in (a.precision, b.precision):
        return _other_parts(a, b)
    if a.admin1 != b.admin1:
        return a.admin1 is not None and b.admin1 is not None
    return Precision.ADMIN1 not in (a.precision, b.precision) and a.name != b.name


def _other_parts(a: Place, b: Place) -> bool:
    """Say whether a pair of places of which only the country is known ("Colima and Oaxaca") is outside the other place."""
    pair, part = (a, b) if a.precision is Precision.COUNTRY else (b, a)
    if part.precision is Precision.COUNTRY or not pair.text or not part.text or " and " not in pair.text:
        return False
    words = set(re.findall(r"[A-Z]\w+", f"{part.text} {part.name} {part.admin1}"))
    return words.isdisjoint(re.findall(r"[A-Z]\w+", pair.text)) and (pair.name or "") not in pair.text


def _whole(document: Document, figures: Sequence[Figure], told: list[Count], count: Count) -> bool:
    """Say whether a count without a place is the toll of all: no lower than the sum, or told of the calamity itself."""
    if len(told) > 1:
        return count.size >= sum(other.size for other in told)
    claim = figures[count.members[0]].claim
    before = claim.before
    doer = rf"(?:^|[,;] )(?:[Tt]he |[Tt]his )?(?:[\w-]+ ){{0,2}}(?:{_hazard_words()}|{_called(document)})\b[^.;,]{{0,50}}$"
    return count.size > told[0].size and re.search(doer, before) is not None and not _wave(before)


def _called(document: Document) -> str:
    """Return the name of the storm that a text opens with, as a pattern that nothing else fits where there is none."""
    match = re.search(rf"\b(?i:{_hazard_words()}) ([A-Z][a-z]+)", document.text[:LEAD])
    return re.escape(match[1]) if match else r"(?!)"


@cache
def _waves() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = vocab.read("en/tally")["waves"]
    kinds = "|".join([_hazard_words(), *map(re.escape, data["words"])])
    ranks = "|".join(map(re.escape, data["ranks"]))
    after = "|".join(map(re.escape, data["after"]))
    wave = (
        rf"\b(?P<rank>{ranks})(?: [\w-]+){{0,2}}? (?:{kinds})s?\b|^(?:The|A) (?P<bare>{ranks}),?(?= )|\ban (?P<after>{after})\b"
    )
    several = "|".join(map(re.escape, data["several"]))
    return re.compile(wave, re.IGNORECASE), re.compile(
        rf"\b(?:an?|the|one|first)(?: [\w-]+){{0,2}}? (?:{kinds})\b|\b(?:{several})\b", re.IGNORECASE
    )


@cache
def _together() -> re.Pattern[str]:
    """Return the pattern of several waves told at once: "twin blasts", "two bombs"."""
    data = vocab.read("en/tally")["waves"]
    numbers = "|".join(word for word, value in vocab.read("en/numbers")["units"].items() if value > 1)
    kinds = "|".join(map(re.escape, (*data["words"], *data["several"])))
    return re.compile(rf"\b(?:{'|'.join(data['twin'])}|{numbers}|\d+)(?: [\w-]+)? (?:{kinds})s?\b", re.IGNORECASE)


@cache
def _ranks() -> re.Pattern[str]:
    data = vocab.read("en/tally")["waves"]
    return re.compile("|".join([*data["ranks"], *data["after"]]), re.IGNORECASE)


def _wave(before: str) -> str:
    """Return the rank of the wave that the words before a figure name: "second" of "a second landslide", or nothing."""
    if not _ranks().search(before):
        return ""
    match = _waves()[0].search(before)
    return (match["rank"] or match["bare"] or "another").lower() if match else ""  # "an aftershock" is another of its own


def _next_wave(figures: Sequence[Figure], told: list[Count], count: Count) -> bool:
    """Say whether a count is of a second quake or blast, where the ones before it are each of one quake or blast."""
    rank = _wave(figures[count.members[0]].claim.before)
    if rank in ("", "first"):
        return False
    before = [figures[other.members[0]].claim.before for other in told]
    if any(_together().search(words) for words in before):
        return False  # "Two bombs went off, killing 22 ... the second killed 18"
    if not all(_waves()[1].search(words) for words in before):
        return False
    return rank in vocab.read("en/tally")["waves"]["more"] or rank not in map(_wave, before)


def _over_several(figures: Sequence[Figure], count: Count) -> bool:
    """Say whether the sentence of a count tells that it runs over several places: "in three countries"."""
    return any(_several().search(figures[i].claim.sentence) for i in count.members)


@cache
def _several() -> re.Pattern[str]:
    data = vocab.read("en/tally")["areas"]
    words, more = ("|".join(map(re.escape, data[name])) for name in ("words", "several"))
    numbers = "|".join(word for word, value in vocab.read("en/numbers")["units"].items() if value > 1)
    return re.compile(rf"\b(?:\d+|{numbers}|{more})(?: \w+)? (?:{words})\b", re.IGNORECASE)


_PLACE = r"[A-Z][\w-]+(?: [A-Z][\w-]+)*(?:, | and |, and )?(?:nearby )?"
_EACH = re.compile(rf"^(?: [\w-]+){{0,3}} each\b[^.;]*?\b(?:in|on|at) (?P<places>(?:{_PLACE}){{2,}})")


def each_place(figure: Figure) -> int:
    """Return in how many places so many died: 2 for "two people each were killed in Haiti and Cuba"."""
    claim = figure.claim
    if " each" not in claim.sentence:
        return 1
    match = _EACH.match(claim.behind)
    names = [name for name in re.split(r", and | and |, ", match["places"]) if name.strip()] if match else []
    return max(1, len(names))
