"""Who says so: which hand-over a claim stands under, whom pronouns and "the ministry" mean, and the chain that makes.

`steps` is the only door. A claim in the text's own voice gets no claimant: its publisher vouches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.core.model import Role, Stance, Step
from parsers.text import denials
from parsers.text.bodies import registered
from parsers.text.cues import Cue
from parsers.text.mentions import around, speaker, text_of
from parsers.text.officially import official
from parsers.text.placenames import settled
from parsers.text.reading import Line, Reading
from parsers.text.relays import carriers
from parsers.text.setaside import whose_other
from parsers.text.speech import words
from parsers.text.toldafter import told_after

NEAR = 40  # characters around a hand-over in which the platform that carried it is named
_OVER = frozenset((Stance.DENIES, Stance.DISPUTES, Stance.RETRACTS))  # what may end before the figure comes
LABELLED = 6  # sentences of its paragraph that a label may speak for


def steps(reading: Reading, line: Line, start: int, end: int) -> tuple[tuple[Step, ...], Stance]:
    """Return the attribution chain of the words at `start:end` of `line`, innermost first, and what its speaker does."""
    cue = _cue(reading, line, start, end)
    if cue is not None and text_of(reading, cue).lower() in words().mere:
        cue = _cue(reading, line, start, end, without=cue) or cue  # "told us that reports indicated 11 dead": his words
    if cue is not None and cue.stance in _OVER and denials.ended(reading.lower, cue.end, start):
        cue = _cue(reading, line, start, end, without=cue)  # "denied that 30 were killed; elders named 24 dead"
    if cue is None and (behind := told_after(reading, line)) is not None:
        line, cue = behind
    made: list[Step] = []
    stance = cue.stance if cue else Stance.ASSERTS
    name = speaker(reading, line, cue) if cue else _labelled(reading, line, start, end) or official(reading, line, start)
    if name:
        made.append(Step(role=Role.CLAIMANT, name=name, verb=cue.verb if cue else None, stance=stance))
    if cue:
        made += _quoters(reading, line, cue, name)
    if name:
        told = {step.name.lower() for step in made}
        made += [Step(role=Role.RELAY, name=carrier) for carrier in carriers(reading, name) if not _told(carrier, told)]
    credit = reading.text[slice(*reading.dateline.credit)] if reading.dateline and reading.dateline.credit else None
    publisher = reading.document.publisher
    known = {step.name.lower() for step in made}
    if credit and credit.lower() not in known and not _same(credit, publisher) and start >= _credit_from(reading):
        made.append(Step(role=Role.RELAY, name=credit))
    if publisher:
        made.append(Step(role=Role.PUBLISHER, name=publisher))
    return tuple(made), _sound(reading, line, stance)


def _told(carrier: str, names: set[str]) -> bool:
    """Whether an agency is among the steps already: "Associated Press" in "another Associated Press report"."""
    return any(re.search(rf"\b{re.escape(carrier.lower())}\b", name) for name in names)


def _carries(name: str) -> bool:
    """Whether a quoter is an agency or an outlet, whose trade it is to pass on."""
    w, low = words(), name.lower().removeprefix("the ")
    return any(re.search(rf"\b{re.escape(wire)}\b", low) for wire in w.wires) or any(part in w.media for part in low.split())


def _credit_from(reading: Reading) -> int:
    return reading.dateline.start if reading.dateline else 0


def _same(credit: str, publisher: str | None) -> bool:
    """Whether a credit names the publisher itself: "AP" in the Associated Press's own copy."""
    parts = (publisher or "").lower().split()
    low = credit.lower()
    return low in (" ".join(parts), "".join(part[0] for part in parts)) or low in parts


def _sound(reading: Reading, line: Line, stance: Stance) -> Stance:
    """What the sentence does with the figure besides its verb of saying: corrects it. Doubts are `denials`'."""
    if line.sound is None:
        line.sound = Stance.REVISES if words().revise.search(reading.lower, line.start, line.end) else Stance.ASSERTS
    return line.sound if line.sound is not Stance.ASSERTS and stance in (Stance.ASSERTS, Stance.CONFIRMS) else stance


def _cue(reading: Reading, line: Line, start: int, end: int, without: Cue | None = None) -> Cue | None:
    """Return the hand-over that governs `start:end`: in its sentence, or around the quotation that it stands in.

    `without`: one that is known to be over before it.
    """
    quote = reading.quote(start)
    if without is not None:
        left = [cue for cue in line.cues if cue is not without and cue.stance not in _OVER]
        return governing(reading.lower, left, start, end) if quote is None else None
    if quote is not None:
        outside = [cue for cue in line.cues if not (quote[0] < cue.start and cue.end < quote[1])]
        inside = [cue for cue in line.cues if quote[0] < cue.start and cue.end < quote[1]]
        within = governing(reading.lower, inside, start, end)
        if within is not None and within.name is not None and text_of(reading, within).lower() not in words().own:
            return within
        return governing(reading.lower, outside, start, end) or around(reading, quote)
    return governing(reading.lower, [cue for cue in line.cues if reading.quote(cue.start) is None or not cue.before], start, end)


def governing(lower: str, found: Sequence[Cue], start: int, end: int) -> Cue | None:
    """Return the cue that the words at `start:end` stand under, or None when the text speaks in its own voice."""
    found = [cue for cue in found if not whose_other(lower, cue.start, cue.end, start, end)]
    spoken = next((cue for cue in found if cue.after and cue.name and max(cue.start, cue.name[1]) <= start < cue.end), None)
    if spoken is not None:  # the words begin with the verb itself: "denied that anybody died"
        return spoken
    over = [cue for cue in found if cue.after and not cue.before and cue.end <= start]
    if over:
        return over[-1]
    behind = next((cue for cue in found if cue.before and cue.start >= end), None)
    if behind is not None and ";" not in lower[end : behind.start]:
        return behind
    return next((cue for cue in reversed(found) if cue.after and cue.end <= start), None)


def _quoters(reading: Reading, line: Line, cue: Cue, name: str | None) -> list[Step]:
    """Who quoted the speaker, or was told: "state media quoted", "told Reuters", "..., Reuters reported"."""
    w = words()
    made = []
    if cue.by:
        by = " ".join(reading.text[slice(*cue.by)].split())
        made.append(Step(role=Role.RELAY if _carries(by) else Role.CITED_BY, name=by))
    if cue.hearer:
        hearer = " ".join(reading.text[slice(*cue.hearer)].split())
        low = hearer.lower().removeprefix("the ")
        if low in w.wires or any(part in w.media for part in low.split()):
            made.append(Step(role=Role.RELAY, name=hearer))
    platform = w.platforms.search(reading.lower, max(line.start, cue.start - NEAR), min(line.end, cue.end + NEAR))
    if platform:
        made.append(Step(role=Role.RELAY, name=reading.text[slice(*platform.span(1))]))
    return made


def _labelled(reading: Reading, line: Line, start: int, end: int) -> str | None:
    """A headline's or a list's label: "Cops: two dead", "Shells kill nine at well: monitor"."""
    found = _label_before(reading, line.start, start) or _label_after(reading, line, end)
    opening = reading.paragraph(line.index)
    if found is None and opening < line.index <= opening + LABELLED:
        first, last = reading.spans[opening]
        found = _label_before(reading, first, min(last, first + 50))
    if found is None and reading.fields.source and reading.headline(line.index):
        found = " ".join(reading.text[slice(*reading.fields.source)].split())
    return found


_HEAD = re.compile(r"([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3})$")
_LETTERS = re.compile(r"[A-Z]{3,8}")
_TAIL = re.compile(r"(?::| -|,) ((?:[\w.'-]+ ?){1,4})$")


def _label_before(reading: Reading, floor: int, start: int) -> str | None:
    w = words()
    colon = reading.lower.rfind(":", floor, min(start, floor + 160))
    if colon < 0 or reading.text[colon + 1 : colon + 2] not in (" ", "\n"):
        return None
    head = _HEAD.search(reading.text[max(floor, colon - 60) : colon])
    if head is None or (colon - len(head.group()) > floor + 2 and reading.text[colon - len(head.group()) - 2] not in "/.|\n-"):
        return None
    parts = head.group().lower().split()
    known = parts[-1] in w.headline or " ".join(parts[-2:]) in w.headline or _body(reading, head.group())
    return head.group() if known and parts[0] not in ("in", "at", "from", "to") else None


def _body(reading: Reading, name: str) -> bool:
    """Whether a label is a body of the register that speaks for itself, and no place: "Hamas: nine killed in Rafah"."""
    return not reading.upper and name[0].isupper() and registered(name, papers=False) and not settled(name)


def _label_after(reading: Reading, line: Line, end: int) -> str | None:
    w = words()
    if line.index > 2 or line.end - end > 120:
        return None
    tail = _TAIL.search(reading.lower[end : line.end])
    if tail is None:
        return None
    parts = tail.group(1).split()
    name = " ".join(reading.text[end + tail.start(1) : end + tail.end(1)].split())
    letters = not reading.upper and _LETTERS.fullmatch(name) and not settled(name)  # "- EHRC" is a body, "- DRC" a country
    known = parts[-1] in w.headline or " ".join(parts[-2:]) in w.headline
    return name if known or letters or _body(reading, name) else None
