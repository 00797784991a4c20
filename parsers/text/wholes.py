"""Of which count of the text a part is that names it only in words: "two of the wounded", "seven of the dead"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aggregator.core.model import Claim, Outcome
from parsers.text.clause import Finding
from parsers.text.making import Sentence
from parsers.text.pieces import Piece

BACK = 40  # claims back to which a part may point


def whose(sentence: Sentence, finding: Finding) -> Outcome | None:
    """Return what befell those of whom a finding's people are a part, as its words tell: injured of "two of the wounded"."""
    near = [*sentence.pieces[finding.piece + 1 : finding.piece + 4], *sentence.pieces[max(0, finding.piece - 4) : finding.piece]]
    for of, the, hurt in zip(near, near[1:], near[2:], strict=False):
        word = hurt.trigger
        if of.code == "o" and the.code == "t" and hurt.code in "AV" and word and word.lemma != "the victims":
            return word.outcome
    return None


def whole(claim: Claim, own: Iterable[Claim], earlier: Sequence[Claim], last: Claim | None, of: Outcome | None) -> str | None:
    """Return the id of the count that a claim goes on from, where it can lie within it: of its own sentence, or before.

    `own` are the claims of its sentence, `last` is the last count of more than one, `of` what befell those it is a part of.
    """
    if of is not None and of is not claim.outcome:
        told = (c for c in reversed([*earlier[-BACK:], *own]) if c.outcome is of and c.explicit and c.high != 1)
        return next((c.id for c in told if _holds(c, claim)), None)
    for c in own:
        if claim.rule == "apart" and c.subset_of:
            continue  # "Nine of the dead were hanged, four were shot": not of the nine
        if c.outcome is claim.outcome and c.explicit and c.start < claim.start and (c.high or 0) > (claim.high or 0):
            return c.id
    if last is not None and last.outcome is claim.outcome and _holds(last, claim):
        return last.id
    near = (c for c in reversed(earlier[-BACK:]) if c.outcome is claim.outcome and c.explicit and c.high != 1)
    fitting = next((c for c in near if _holds(c, claim)), last)  # "nine died and 30 were hurt. The dead were named as ..."
    return fitting.id if fitting is not None and _holds(fitting, claim) else None


def of_the_dead(earlier: Sequence[Claim], sentence: Sentence, finding: Finding) -> bool:
    """Return whether "two of the victims had stab wounds" where the text told of the dead alone: how they died."""
    piece = sentence.pieces[finding.piece]
    words = sentence.line.words[piece.start : piece.end + 3]
    wound = sentence.pieces[finding.trigger].code == "O" and finding.outcome is Outcome.INJURED
    if not wound or "victims" not in words or "of" not in words:
        return False
    told = {c.outcome for c in earlier[-BACK:]}
    least = piece.quantity.low or 0 if piece.quantity else 1
    return (
        Outcome.KILLED in told
        and told.isdisjoint(_HURT)
        and sum(c.best or 1 for c in earlier if c.outcome is Outcome.KILLED) >= least
    )


_HURT = frozenset((Outcome.INJURED, Outcome.CASUALTIES))


def victims(earlier: Sequence[Claim], part: Piece) -> Outcome | None:
    """Return what befell "five of the victims" where the sentence before tells of several harms: death, if so many died."""
    told = [c for c in earlier[-BACK:] if c.sentence_start == earlier[-1].sentence_start and c.explicit and c.high != 1]
    least = part.quantity.low or 0 if part.quantity else 1
    dead = any(c.outcome is Outcome.KILLED and (c.high is None or c.high >= least) for c in told)
    return Outcome.KILLED if dead else None


def _holds(whole: Claim, part: Claim) -> bool:
    return whole.high is None or (part.low or 0) <= whole.high


def among(claims: Sequence[Claim], sentence: Sentence, finding: Finding) -> Finding:
    """Return a finding; one who is "among the victims" of a text that tells of no dead met what it told last."""
    word = sentence.pieces[finding.trigger].trigger
    if not finding.follows or word is None or not claims:
        return finding
    if word.lemma == "the victims" and finding.rule == "apart":
        return replace(finding, outcome=victims(claims, sentence.pieces[finding.piece]) or finding.outcome)
    if word.lemma != "among the victims":
        return finding
    dead = any(claim.outcome is Outcome.KILLED for claim in claims)
    return finding if dead else replace(finding, outcome=claims[-1].outcome)
