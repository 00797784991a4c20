"""One document's figures to the toll of the one incident it reports: what `tally` prints.

The rules, in order, for each outcome:

1. Background, other incidents, running totals, denials, households and parts of a stated whole stay out.
2. One person counts once, under the gravest outcome: who was abducted and then killed is killed.
3. In one sentence, figures for different people add ("two soldiers and a civilian" is 3), unless one of them is the sum.
4. Singled-out people ("a teacher was shot dead ... he then killed the principal") add up until the text gives a count.
5. A count said again, or a narrower statement of it, counts once; a stated total wins over everything before it.
6. Counts that different claimants put differently give a range; a smaller one by the same voice is a detail of the larger.

Nothing is averaged; `best` is a stated value or the sum of stated values, or None where the text gives a range or a vague word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aggregator.core.model import Basis, Document, Figure, Outcome, Qualifier, Stance, Tally

# Graver first: the same person is counted under the first of these that befell them.
GRAVITY = (Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED, Outcome.DETAINED, Outcome.MISSING)
STANDING = {Stance.ASSERTS, Stance.CONFIRMS, Stance.REVISES}
FURTHER = {"another", "other", "others", "more", "additional", "further"}
TOTAL_WORDS = ("total", "toll", "in all", "altogether", "overall", "number of dead", "number of deaths")


@dataclass(frozen=True, slots=True)
class Count:
    """A toll as read so far: bounds in people, what was stated, and the figures (by index) that it rests on."""

    low: int | None
    high: int | None
    best: int | None
    stated_high: int | None
    members: tuple[int, ...]
    claimant: str
    rule: str
    single: bool = False
    total: bool = False

    @property
    def size(self) -> int:
        """The figure to compare by: the stated value, else the nearest bound."""
        for value in (self.best, self.low, self.high):
            if value is not None:
                return value
        return 0

    @property
    def open(self) -> bool:
        """True when the text sets no upper bound."""
        return self.high is None


def tally(document: Document, figures: Sequence[Figure]) -> dict[Outcome, Tally]:
    """Return the toll per outcome of the incident that `document` reports; outcomes it does not speak of are absent."""
    kept = one_outcome_each(figures, [i for i, figure in enumerate(figures) if counts(figure)])
    found: dict[Outcome, Tally] = {}
    for outcome in dict.fromkeys(figures[i].claim.outcome for i in kept):
        indexes = whole_only(figures, [i for i in kept if figures[i].claim.outcome is outcome])
        sentences: dict[int, list[int]] = {}
        for i in indexes:
            sentences.setdefault(figures[i].claim.sentence_start, []).append(i)
        said = [count for group in sentences.values() for count in in_one_sentence(figures, group)]
        if said:
            toll = across_sentences(figures, said)
            found[outcome] = Tally(
                low=toll.low,
                high=toll.high,
                high_open=toll.open,
                best=toll.best,
                stated_high=toll.stated_high,
                claims=toll.members,
                rule=toll.rule,
            )
    return found


def counts(figure: Figure) -> bool:
    """Say whether a figure can belong to the incident's own toll."""
    claim = figure.claim
    return (
        claim.unit == "person"
        and not claim.background
        and claim.stance in STANDING
        and claim.basis in {Basis.INCIDENT, Basis.INCREMENT, Basis.CUMULATIVE}
        and (claim.low is not None or claim.high is not None or claim.best is not None)
    )


def one_outcome_each(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop a figure when the very same words are also counted under a graver outcome."""
    gravest: dict[tuple[int, int], int] = {}
    for i in indexes:
        claim = figures[i].claim
        if claim.outcome in GRAVITY:
            span, rank = (claim.start, claim.end), GRAVITY.index(claim.outcome)
            gravest[span] = min(rank, gravest.get(span, rank))
    return [
        i
        for i in indexes
        if figures[i].claim.outcome not in GRAVITY
        or GRAVITY.index(figures[i].claim.outcome) == gravest[(figures[i].claim.start, figures[i].claim.end)]
    ]


def whole_only(figures: Sequence[Figure], indexes: list[int]) -> list[int]:
    """Drop parts whose whole is among the figures; running totals and increments, too, where an incident's count stands."""
    present = {figures[i].claim.id for i in indexes}
    wholes = [i for i in indexes if figures[i].claim.subset_of not in present]
    incident = [i for i in wholes if figures[i].claim.basis is Basis.INCIDENT]
    if not incident:
        return wholes
    cumulative = {Basis.CUMULATIVE}
    return [i for i in wholes if figures[i].claim.basis not in cumulative]


def count_of(figure: Figure, index: int) -> Count:
    """Return one figure as a count."""
    claim = figure.claim
    words = claim.quote.lower() + " " + (claim.victims.text or "").lower()
    marked = any(word in words for word in TOTAL_WORDS) or "toll" in claim.rule or "total" in claim.rule
    return Count(
        low=claim.low,
        high=claim.high,
        best=claim.best,
        stated_high=claim.stated_high,
        members=(index,),
        claimant=figure.claimant,
        rule="single_figure",
        single=claim.best == 1 and claim.qualifier is Qualifier.EXACT,
        total=marked,
    )


def in_one_sentence(figures: Sequence[Figure], indexes: list[int]) -> list[Count]:
    """Add up what one sentence says of different people; keep figures of different claimants apart."""
    said = [count_of(figures[i], i) for i in indexes]
    if len(said) == 1:
        return said
    largest = max(said, key=lambda count: count.size)
    others = [count for count in said if count is not largest]
    if largest.size == sum(count.size for count in others) and len(others) > 1:
        return [largest]
    if len({figures[i].claimant for i in indexes}) > 1:
        return said
    if any(count.total for count in said):
        return [next(count for count in reversed(said) if count.total)]
    return [added(said, "sum_of_parts")]


def added(said: Sequence[Count], rule: str) -> Count:
    """Return the sum of counts of different people: outer bounds add, an open end stays open."""
    lows, highs = [c.low for c in said], [c.high for c in said]
    bests, stated = [c.best for c in said], [c.stated_high for c in said]
    return Count(
        low=None if None in lows and not any(lows) else sum(low or 0 for low in lows),
        high=None if None in highs else sum(high or 0 for high in highs),
        best=None if None in bests else sum(best or 0 for best in bests),
        stated_high=None if None in stated else sum(value or 0 for value in stated),
        members=tuple(i for c in said for i in c.members),
        claimant=said[0].claimant,
        rule=rule,
        single=all(c.single for c in said),
    )


def across_sentences(figures: Sequence[Figure], said: list[Count]) -> Count:
    """Read the sentences' counts in the order of the text and return the toll they come to."""
    totals = [count for count in said if count.total]
    if totals:
        return spread(totals[-1], [c for c in said if c.claimant != totals[-1].claimant and not c.single])
    plural = [count for count in said if not count.single]
    if not plural:
        return added(distinct(figures, said), "sum_of_singled_out") if len(said) > 1 else said[0]
    toll = plural[0]
    for count in plural[1:]:
        toll = following(figures, toll, count)
    return toll


def distinct(figures: Sequence[Figure], said: Iterable[Count]) -> list[Count]:
    """Drop a singled-out person mentioned again: the same head words, or a pronoun or definite phrase for one before."""
    kept: list[Count] = []
    seen: set[str] = set()
    for count in said:
        words = (figures[count.members[0]].claim.victims.text or "").lower().strip()
        again = words in seen or words.startswith(("the ", "he", "she", "his ", "her "))
        if kept and again:
            continue
        seen.add(words)
        kept.append(count)
    return kept


def following(figures: Sequence[Figure], toll: Count, count: Count) -> Count:
    """Return the toll after a later sentence's count."""
    words = (figures[count.members[0]].claim.quote + " " + (figures[count.members[0]].claim.victims.text or "")).lower().split()
    if FURTHER & set(words):
        return added([toll, count], "sum_of_further")
    if count.claimant != toll.claimant and disjoint(toll, count):
        return spread(toll, [count])
    return count if count.size > toll.size else toll


def disjoint(a: Count, b: Count) -> bool:
    """Say whether no number satisfies both counts."""
    return (a.high is not None and b.low is not None and b.low > a.high) or (
        b.high is not None and a.low is not None and a.low > b.high
    )


def spread(toll: Count, others: Sequence[Count]) -> Count:
    """Widen the toll to a range over what other claimants say, where they cannot both be right."""
    rivals = [count for count in others if disjoint(toll, count)]
    if not rivals:
        return toll
    everyone = [toll, *rivals]
    lows = [c.low for c in everyone if c.low is not None]
    highs = [c.high if c.high is not None else c.low for c in everyone]
    return Count(
        low=min(lows) if lows else None,
        high=None if any(c.open for c in everyone) else max(h for h in highs if h is not None),
        best=toll.best,
        stated_high=max((c.stated_high for c in everyone if c.stated_high is not None), default=None),
        members=tuple(i for c in everyone for i in c.members),
        claimant=toll.claimant,
        rule="range_over_claimants",
    )
