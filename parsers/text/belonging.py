"""Whose part a claim is: of a count of its own sentence, of one told before, of the wounded who died."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.core.model import Claim, Outcome, Status, Victims
from aggregator.core.persons import person
from parsers.text import victims
from parsers.text.clause import Finding
from parsers.text.lexicon import lexicon
from parsers.text.personwords import bodies
from parsers.text.pieces import Piece

Made = dict[tuple[int, Outcome], Claim]  # what a sentence told, by piece and outcome


def whole_of(finding: Finding, made: Made) -> Claim | None:
    """Return the claim that a finding is a part of: of the same harm, or of the wounded who have died since."""
    if finding.whole is None:
        return None
    since = made.get((finding.whole, Outcome.INJURED)) if finding.outcome is Outcome.KILLED else None
    return made.get((finding.whole, finding.outcome)) or since


def apart(finding: Finding, findings: list[Finding], made: Made) -> Made:
    """Return what a sentence told that a finding may be part of: "The dead were three women and two men" are parts of neither."""
    if finding.rule != "inverted":
        return made
    beside = {f.piece for f in findings if f.trigger == finding.trigger}
    return {key: claim for key, claim in made.items() if key[0] not in beside}


def beside(claim: Claim, whole: Claim | None, made: Made) -> Victims:
    """Let parts, and "others", have the status of the people they are part of or stand beside."""
    if claim.victims.status is Status.UNKNOWN and whole is None and (claim.victims.text or "").lower().endswith("others"):
        whole = next(reversed(made.values()), None)
    return victims.inherit(claim.victims, whole.victims) if whole else claim.victims


def another_name(name: Sequence[str], told: Sequence[Claim]) -> bool:
    """Return whether all who were told of have names, and none of them any word of this full one: nobody told of so far."""
    alone = [c for c in told if c.outcome in (Outcome.KILLED, Outcome.INJURED) and c.high == 1]
    if len(name) < 2 or not alone or any("named_person" not in c.flags for c in alone):
        return False
    return all(set(name).isdisjoint(c.quote.lower().split()) for c in alone)


_BODY_NEAR = 600  # characters between somebody's death and "his body"
_MET = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED, Outcome.MISSING, Outcome.DETAINED))


def body_of(words: Sequence[str], piece: Piece, at: int, told: Sequence[Claim]) -> bool:
    """Return whether "his body" is that of the one person told of last, and told dead: "Tarn was killed and his body found".

    `words` are those of the piece, `at` its offset. "His wife's body" is hers.
    """
    sex = {"his": "female", "her": "male"}.get(words[0])
    if sex is None or piece.word is None or piece.word.lemma not in bodies() or piece.quantity is not None:
        return False
    singles = lexicon().singles
    if any(word == "'s" or (word in singles and singles[word].role in "HP") for word in words[1:-1]):
        return False
    alone = [c for c in told if c.high == 1 and c.outcome in _MET and 0 < at - c.end < _BODY_NEAR]
    last = max((c for c in alone if person(c).sex != sex), key=lambda c: c.start, default=None)
    return last is not None and last.outcome is Outcome.KILLED
