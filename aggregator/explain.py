"""Relations and events in words: one sentence each, with the names and the numbers, for a reader who has not seen the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from aggregator.core.ends import in_words
from aggregator.core.leading import scope, slow
from aggregator.core.model import Basis, Estimate, Outcome, Qualifier, RelationType, Stance
from aggregator.intervals import Bounds, overlap, ratio
from aggregator.standing import ATTACKERS, Standing

PHRASES = {
    Qualifier.AT_LEAST: "at least {n}",
    Qualifier.MORE_THAN: "more than {n}",
    Qualifier.AT_MOST: "at most {n}",
    Qualifier.LESS_THAN: "fewer than {n}",
    Qualifier.UP_TO: "up to {n}",
    Qualifier.NEARLY: "nearly {n}",
    Qualifier.ABOUT: "about {n}",
    Qualifier.NONE: "nobody",
}
OUTCOMES = {Outcome.CASUALTIES: "killed or wounded", Outcome.MISSING: "missing", Outcome.HOMELESS: "made homeless"}
BASES = {
    Basis.INCIDENT: "this incident",
    Basis.CUMULATIVE: "a running total",
    Basis.INCREMENT: "an addition to an earlier count",
    Basis.PERIOD: "a period of its own",
    Basis.RATE: "a rate",
    Basis.STOCK: "how many there are at one time",
}
DOUBT = {
    Stance.DENIES: "denies",
    Stance.DISPUTES: "disputes",
    Stance.UNVERIFIED: "could not verify",
    Stance.RETRACTS: "takes back",
}
COUNT_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def number(n: int) -> str:
    """Return a number with thousands separated."""
    return f"{n:,}"


def counted(n: int, noun: str) -> str:
    """Return "one claimant", "five claimants", "14 claimants"."""
    return f"{COUNT_WORDS[n] if n < len(COUNT_WORDS) else number(n)} {noun}{'' if n == 1 else 's'}"


def value(s: Standing) -> str:
    """Return the number as it was qualified, with its unit where that is not people."""
    claim = s.figure.claim
    stated = claim.stated_low if claim.stated_low == claim.stated_high else None
    if claim.qualifier in PHRASES and (stated is not None or claim.qualifier is Qualifier.NONE):
        words = PHRASES[claim.qualifier].format(n=number(stated or 0))
    else:
        words = in_words(s.bounds.low, s.bounds.high)
    return words if s.bounds.unit == "person" else f"{words} {s.bounds.unit}s"


def name(s: Standing) -> str:
    """Return who says it, fit to stand anywhere in a sentence: `_first` opens one with it."""
    who = s.figure.claimant_name or s.figure.claimant or "an unnamed source"
    article, _, rest = who.partition(" ")
    return f"{article.lower()} {rest}" if rest and article in ("The", "A", "An", "Two", "Some", "Several", "One") else who


def owner(s: Standing) -> str:
    """Return "the ministry's 471" or, for a name that ends in s, "Reuters' 471"."""
    who = name(s)
    return f"{who}{'’' if who.endswith('s') else '’s'} {value(s)}"


def outcome(o: Outcome) -> str:
    """Return an outcome as a reader says it."""
    return OUTCOMES.get(o, o.value)


def day(moment: date, beside: date | None = None) -> str:
    """Return "17 October", with the year where it is not that of the date `beside`."""
    plain = f"{moment.day} {MONTHS[moment.month - 1]}"
    return plain if beside is None or beside.year == moment.year else f"{plain} {moment.year}"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _times(low: Bounds, high: Bounds) -> str:
    """Return how far apart two disjoint intervals lie, in words with the number."""
    factor = ratio(low, high)
    if factor is None:
        return "one of them says nobody, so no ratio can be given"
    if factor < 1.1:
        return "they differ by less than a tenth"
    if factor < 1.4:
        return f"they differ by about {round((factor - 1) * 100)} percent"
    if factor < 1.7:
        return f"they differ by half again ({factor:.2f} times)"
    if factor < 2.3:
        return f"one is about twice the other ({factor:.2f} times)"
    return f"one is {factor:,.1f} times the other"


def _apart(a: Standing, b: Standing) -> str:
    """Return a clause on when two figures were said."""
    if a.when is None or b.when is None:
        return "when they speak for is not known for both"
    if a.when.date() == b.when.date():
        return f"both speak for {day(a.when)}"
    return f"they speak for {day(a.when, b.when)} and {day(b.when, a.when)}"


def sentence(kind: RelationType, a: Standing, b: Standing) -> str:
    """Return why "a KIND b", in one sentence that ends in a full stop."""
    said, other = owner(a), owner(b)
    match kind:
        case RelationType.COPY_OF:
            same = a.speaker == b.speaker
            text = f"{said} repeats {other}" + (
                ": one speaker, one value, counted once" if same else ": the same words, counted once"
            )
        case RelationType.DENIES | RelationType.DISPUTES | RelationType.RETRACTS:
            text = f"{name(a)} {DOUBT[a.figure.claim.stance]} {other} {outcome(b.outcome)}"
        case RelationType.UNVERIFIED_BY:
            text = f"{name(b)} {DOUBT[Stance.UNVERIFIED]} {said} {outcome(a.outcome)}"
        case RelationType.NOT_COMPARABLE if a.outcome != b.outcome:
            text = f"{said} counts the {outcome(a.outcome)}, {other} the {outcome(b.outcome)}: never compared or added"
        case RelationType.NOT_COMPARABLE:
            text = f"{said} counts {a.bounds.unit}s, {other} {b.bounds.unit}s, and no size is given that would convert them"
        case RelationType.DIFFERENT_BASIS:
            text = f"{said} is {BASES[a.basis]} and {other} is {BASES[b.basis]}: they are not compared and never added"
        case RelationType.DIFFERENT_SCOPE:
            text = f"{said} counts {BASES[a.basis]} and {other} {BASES[b.basis]}, which takes in more time or a wider area"
        case RelationType.SUBSET if a.bounds.high == 0:
            text = f"{name(a)} says that nobody of one part ({a.population}) was {outcome(a.outcome)}: no word against {other}"
        case RelationType.SUBSET:
            text = f"{said} ({a.population}) is a part of {other}: the two are never added"
        case RelationType.CONFLICT_PART:
            text = f"{said} counts only a part ({a.population}) and yet lies above {other} for everyone"
        case RelationType.CONFLICT_STATUS if b.bounds.high == 0:
            text = (
                f"{name(b)} says that no civilians were {outcome(b.outcome)}, and the text of {said} tells some of these as such"
            )
        case RelationType.CONFLICT_STATUS:
            text = f"{said} ({_status(a)}) and {other} ({_status(b)}) disagree on whether the same dead were fighters"
        case RelationType.COMPLEMENT if b.population == ATTACKERS:
            text = f"{other} counts people who are told to have done the harm, none of {said}"
        case RelationType.COMPLEMENT if a.population == b.population == "all":
            first, second = (s.figure.claim.victims.text or s.figure.claim.quote for s in (a, b))
            text = f"{said} ({first}) and {other} ({second}) count different people: they may be added"
        case RelationType.COMPLEMENT:
            text = f"{said} ({a.population}) and {other} ({b.population}) count different people of one toll: they may be added"
        case _:
            text = _measured(kind, a, b)
    return _first(text) + "."


def _measured(kind: RelationType, a: Standing, b: Standing) -> str:
    """Return the sentence for the relations that rest on how two intervals lie."""
    said, other = owner(a), owner(b)
    low, high = sorted((a.bounds, b.bounds), key=lambda x: x.bottom)
    match kind:
        case RelationType.SUPERSEDES | RelationType.REVISED_DOWN:
            higher = ", higher" if kind is RelationType.REVISED_DOWN else ""
            return f"{said} replaces {_whose(a, b)} earlier{higher} {value(b)}"
        case RelationType.DISPUTED_MAGNITUDE:
            return f"{said} and {other} do not exclude one another, but one names ten or more times the other’s number"
        case RelationType.COMPATIBLE if not overlap(a.bounds, b.bounds):
            return f"{said} and {other} can both be right: {_beside(a if a.besides else b)}"
        case RelationType.COMPATIBLE:
            return f"{said} and {other} can both be right"
        case RelationType.REFINES:
            return f"{said} lies within {other} and is narrower"
        case RelationType.ROUNDING if Qualifier.VAGUE in (a.figure.claim.qualifier, b.figure.claim.qualifier):
            return f"{said} and {other} lie no further apart than a vague word allows"
        case RelationType.ROUNDING:
            return f"{said} and {other} lie no further apart than rounding can explain"
        case RelationType.LATER_HIGHER:
            return f"{said} lies above {other} and speaks for a later time ({_apart(a, b)}), so it may be the newer count"
        case RelationType.LATER_LOWER:
            return (
                f"{said} lies below {other} and speaks for a later time ({_apart(a, b)}): the {outcome(a.outcome)} become fewer"
            )
        case RelationType.CONFLICT:
            return f"{said} lies above {other}; {_apart(a, b)}; {_times(low, high)}"
        case _:
            return f"{said} and {other} differ, and no rule explains it: {_apart(a, b)}; {_times(low, high)}"


def _whose(a: Standing, b: Standing) -> str:
    if a.speaker == b.speaker:
        return "the same speaker’s"
    return f"{name(b)}{'’' if name(b).endswith('s') else '’s'}"


def _beside(s: Standing) -> str:
    """Return whom a figure's text tells of beside it, as a clause."""
    more = ", ".join(value(o) + ("" if o.population == "part" else f" ({o.population})") for o in s.besides)
    return f"the text of {owner(s)} tells {more} beside it, {in_words(s.reach.low, s.reach.high)} with it"


def _status(s: Standing) -> str:
    return s.figure.claim.victims.text or s.figure.claim.victims.status.value


def headline(
    estimates: tuple[Estimate, ...],
    standing: Iterable[Standing],
    as_of: datetime | None,
    began: date | None = None,
    cause: str | None = None,
) -> str:
    """Return an event's opening: "12 to 40 killed, five claimants, as of 21 November"; empty without an estimate.

    `standing` are the figures that the estimates were made of, `cause` the event's.
    """
    ranks = {o: n for n, o in enumerate((Outcome.KILLED, Outcome.CASUALTIES, Outcome.INJURED))}
    whole = [e for e in estimates if e.population == "all" and e.group == "all" and not (e.low is None and e.high is None)]
    if slow(cause):
        whole.sort(key=lambda e: (ranks.get(e.outcome, 9), *scope(e, cause)))
    else:
        whole.sort(key=lambda e: (*scope(e, cause), ranks.get(e.outcome, 9), -e.claimants))
    if not whole:
        return ""
    first = whole[0]
    words = in_words(first.low, first.high, first.high_open, (s.figure.claim for s in standing if s.id in first.claims))
    if first.low == first.high == 0 and not first.high_open:
        words = "nobody"
    unit = "" if first.unit == "person" else f" {first.unit}s"
    total = " in all so far" if first.basis is Basis.CUMULATIVE else ""
    stamp = f", as of {day(as_of, began)}" if as_of else ""
    return _first(f"{words}{unit} {outcome(first.outcome)}{total}, {counted(first.claimants, 'claimant')}{stamp}")
