"""How badly some of the hurt were hurt: "seven were stabbed, two critically" makes the two a part."""

from __future__ import annotations

import re
from dataclasses import replace

from aggregator.core.model import Outcome
from parsers.text import moves
from parsers.text.clause import Clause, Finding
from parsers.text.parts import counted_before, more, told

_BADLY = re.compile(r"[VIA][^.;:VIA]*?,(N)d(?=[,.;pc]|$)")


def graded(clause: Clause) -> None:
    """ "Seven people were stabbed, two critically": a part of those hurt."""
    for match in _BADLY.finditer(clause.shape):
        at = match.start(1)
        owner = next((f for f in counted_before(clause, at) if f.outcome is Outcome.INJURED), None)
        if owner and clause.text(at + 1) in moves.words("grades") and not told(clause, at):
            clause.found.append(replace(owner, piece=at, rule="apart", whole=owner.piece))
    for n, finding in enumerate(clause.found):
        if _worse(clause, finding):
            owner = next((f for f in counted_before(clause, finding.trigger) if f.outcome is Outcome.INJURED), None)
            if owner and not more(clause, finding.piece, owner.piece) and not told_more(clause, finding.piece):
                clause.found[n] = replace(finding, whole=owner.piece)
            continue
        if finding.rule != "bearing" or finding.whole is not None or clause.shape[finding.piece - 1 : finding.piece] != ",":
            continue
        owner = next((f for f in counted_before(clause, finding.piece) if f.outcome is Outcome.INJURED), None)
        if owner is not None and not more(clause, finding.piece, owner.piece):
            clause.found[n] = replace(finding, whole=owner.piece)  # "64 were admitted, nine with serious injuries"


def _worse(clause: Clause, finding: Finding) -> bool:
    """Return whether a harm is how badly some were hurt: "hurt nine people, | seriously wounding | two"."""
    at = finding.trigger
    by = finding.outcome is Outcome.INJURED and clause.shape[at] == "E" and clause.shape[finding.piece] in "N"
    return by and clause.shape[at - 2 : at] == ",d" and clause.text(at - 1) in moves.words("grades")


def told_more(clause: Clause, at: int) -> bool:
    """Return whether "three more" or "three others" are counted, who are no part."""
    quantity = clause.pieces[at].quantity
    return quantity is not None and quantity.increment
