"""Whose part a claim is: of a count of its own sentence, of one told before, of the wounded who died."""

from __future__ import annotations

from aggregator.core.model import Claim, Outcome, Status, Victims
from parsers.text import victims
from parsers.text.clause import Finding

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
