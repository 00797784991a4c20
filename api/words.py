"""Figures, days and codes in words for the pages: what is vague sounds vague, what is open sounds open."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from aggregator.core.ends import in_words

TOLL = re.compile(r"(.+?) killed(?: in all so far)?,")  # how an event's sentence opens (aggregator.explain.headline)

SHORT = re.compile(r"^(us|uk|un|lna|gna|uae)\b")  # sides that are written in capitals

FAMILIES = {
    "party": ("Party to the conflict", ("party_to_conflict",)),
    "official": ("Government, army, officials", ("government", "military", "anonymous_official")),
    "rescue": ("Rescue, hospitals, Red Cross", ("civil_defence_rescue", "hospital_morgue", "red_cross")),
    "monitor": ("Monitors, UN, researchers", ("monitor_ngo", "un", "researcher")),
    "media": ("Media", ("local_media", "wire_agency", "broadcaster_press", "social_media")),
    "other": ("Witnesses and others", ("eyewitness", "machine", "unknown")),
}
FAMILY_OF = {kind: family for family, (_, kinds) in FAMILIES.items() for kind in kinds}
KINDS = {
    "party_to_conflict": "party to the conflict",
    "civil_defence_rescue": "civil defence and rescue",
    "hospital_morgue": "hospital or morgue",
    "monitor_ngo": "monitor",
    "un": "United Nations",
    "red_cross": "Red Cross and Red Crescent",
    "wire_agency": "news agency",
    "broadcaster_press": "press and broadcasters",
    "anonymous_official": "official, not named",
    "machine": "machine-coded",
    "unknown": "kind not known",
}
OUTCOMES = {"casualties": "killed or wounded", "homeless": "made homeless"}
STANCES = {
    "confirms": "confirms",
    "revises": "revises",
    "denies": "denies",
    "disputes": "disputes",
    "unverified": "could not verify",
    "retracts": "takes back",
}
QUALIFIERS = {
    "at_least": "at least {n}",
    "more_than": "more than {n}",
    "at_most": "at most {n}",
    "less_than": "fewer than {n}",
    "up_to": "up to {n}",
    "nearly": "nearly {n}",
    "about": "about {n}",
}
SUPPORT = {
    "conflicting": "sources conflict",
    "corroborated": "independent sources agree",
    "single_source": "one source only",
    "uncorroborated": "several sources, and no agreement among them",
    "superseded": "overtaken by a newer count",
    "retracted": "withdrawn",
}
RELATIONS = {
    "conflict": "Cannot both be right",
    "conflict: status": "Disagree on who the dead were",
    "conflict: part_exceeds_whole": "A part larger than the whole",
    "denies": "Denied",
    "disputes": "Disputed",
    "unverified_by": "Could not be verified",
    "retracts": "Taken back",
    "revised_down": "Revised down",
    "disputed_magnitude": "Of another order",
    "later_higher": "A later count is higher",
    "supersedes": "A newer count by the same body",
    "different": "Differ, and no rule says why",
    "different_scope": "Count another place or time",
    "different_basis": "Count over something else",
    "rounding": "Differ by rounding",
    "later_lower": "A later count is lower, as such counts become",
    "compatible": "Could both be right",
    "refines": "One is more precise",
    "confirms": "Confirmed",
    "subset": "One counts a part of the other",
    "complement": "Count different people",
    "copy_of": "The same statement, passed on",
    "not_comparable": "Not comparable",
}
PLACES = {
    "exact": "this place",
    "near": "in or near it",
    "admin2": "somewhere in this district",
    "admin1": "somewhere in this province",
    "country": "somewhere in this country",
}
LOUD = tuple(RELATIONS)[:10]


def number(value: float | None) -> str:
    """Return 1,200 for 1200; nothing for nothing."""
    return "" if value is None else f"{value:,}"


def spaced(code: str | None) -> str:
    """Return a code as words."""
    return (code or "").replace("_", " ")


def outcome(code: str) -> str:
    """Return an outcome as it reads after a number."""
    return OUTCOMES.get(code, spaced(code))


def kind(code: str) -> str:
    """Return a source kind in words."""
    return KINDS.get(code, spaced(code))


def family(code: str) -> str:
    """Return the colour family of a source kind."""
    return FAMILY_OF.get(code, "other")


def family_of(claim: Any) -> str:
    """Return the colour family of a claim's speaker: a party to the conflict is shown as one, whatever kind of body it is."""
    return "party" if claim.party else family(claim.claimant_kind)


def toll(event: Any) -> str:
    """Return an event's range of killed, as its sentence words it where it opens with that: "more than 9,000" is no 9,001."""
    opening = TOLL.match(event.sentence or "")
    if opening and event.killed_high is not None:
        return opening[1]
    return in_words(event.killed_low, event.killed_high, bool(event.killed_high_open))


def said(claim: Any) -> str:
    """Return what a claim says in words: its qualifier and printed number, and the bounds where a policy made them."""
    if claim.low is None and claim.high is None and claim.stated_high is None:
        return STANCES.get(claim.stance, "no number")
    shape = QUALIFIERS.get(claim.qualifier)
    stated = claim.stated_high if claim.stated_high is not None else claim.best
    if claim.qualifier == "none":
        words = "none"
    elif shape and stated is not None:
        words = shape.format(n=number(stated))
        if claim.low is not None and claim.high is not None and claim.qualifier in ("about", "nearly"):
            words += f" ({in_words(claim.low, claim.high)})"
    elif claim.qualifier == "vague":
        words = f"vague ({in_words(claim.low, claim.high)})"
    else:
        words = in_words(claim.low, claim.high)
    return f"{STANCES[claim.stance]} {words}" if claim.stance in STANCES and claim.stance != "revises" else words


def of_whom(claim: Any) -> str:
    """Return the outcome with the population and the unit where they are not everyone and people."""
    parts = [outcome(claim.outcome)]
    if claim.population != "all":
        parts.append(f"({spaced(claim.population)})")
    if claim.unit != "person":
        parts.insert(0, f"{spaced(claim.unit)}s")
    return " ".join(parts)


def side(value: str | None) -> str:
    """Return the sides of a source, one in each conflict it is a party to: LNA, US-coalition for "lna, us-coalition"."""
    named = [SHORT.sub(lambda found: found[0].upper(), each.strip()) for each in (value or "").split(",")]
    return ", ".join(each[:1].upper() + each[1:] for each in named if each)


def day(value: str | None) -> str:
    """Return 2016-12-26 as 26 December 2016; a moment as its day; what is no date as it is."""
    if not value:
        return ""
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return f"{found.day} {found:%B %Y}"


def days(first: str | None, last: str | None) -> str:
    """Return one day, or a span of days."""
    if not first and not last:
        return "day not known"
    if not first or not last or first == last:
        return day(first or last)
    a, b = day(first).split(" "), day(last).split(" ")
    while len(a) > 1 and a[-1] == b[-1] and len(b) > 1 and a[1:] == b[1:]:
        return f"{a[0]} to {' '.join(b)}"
    return f"{day(first)} to {day(last)}"


def moment(value: str | None) -> str:
    """Return a moment as 26 December 2016, 18:30 UTC; a midnight as its day."""
    if not value:
        return ""
    try:
        found = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return value
    return day(value) if (found.hour, found.minute) == (0, 0) else f"{day(value)}, {found:%H:%M} UTC"


def count(amount: int, one: str, many: str = "") -> str:
    """Return 1 claim, 2 claims."""
    return f"{number(amount)} {one if amount == 1 else many or one + 's'}"


def size(amount: int) -> str:
    """Return a number of bytes as people read it: 950 bytes, 12 kB, 3.4 MB."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if amount >= scale:
            return f"{amount / scale:.1f} {unit}" if amount < 10 * scale else f"{amount / scale:,.0f} {unit}"
    return count(amount, "byte")
