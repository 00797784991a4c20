"""Whose part a claim is: of a count of its own sentence, of one told before, of the wounded who died."""

from __future__ import annotations

import re

from aggregator.core.model import Claim, Outcome, Status, Victims
from parsers.text import victims
from parsers.text.clause import Finding

Made = dict[tuple[int, Outcome], Claim]  # what a sentence told, by piece and outcome

_OF_THE_HURT = re.compile(r"\bof (?:the|those) (?:wounded|injured|hurt|hospitali[sz]ed)\b", re.IGNORECASE)
_NEXT = 24  # characters behind "one" within which "of the wounded" ends


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


def part_of(claim: Claim, made: Made, earlier: list[Claim], whole: Claim | None) -> str | None:
    """Return the id of the count that a claim goes on from, where it can lie within it: of its own sentence, or before.

    `earlier` are the claims of the sentences before, `whole` is the last count of more than one among them.
    """
    for c in made.values():
        if c.outcome is claim.outcome and c.explicit and c.start < claim.start and (c.high or 0) > (claim.high or 0):
            return c.id
    if claim.outcome is Outcome.KILLED and _OF_THE_HURT.search(claim.sentence, 0, claim.end - claim.sentence_start + _NEXT):
        hurt = (c for c in reversed(earlier[-12:]) if c.outcome is Outcome.INJURED and c.explicit and c.subset_of is None)
        whole = next(hurt, whole)
    elif whole is not None and whole.outcome is not claim.outcome:  # "nine died and 30 were hurt. The dead were named as ..."
        near = (c for c in reversed(earlier[-12:]) if c.outcome is claim.outcome and c.explicit and c.high != 1)
        whole = next(near, whole)
    if whole is None or (whole.high is not None and (claim.low or 0) > whole.high):
        return None
    return whole.id
