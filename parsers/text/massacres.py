"""Those shot at a massacre: a text that tells of one does not tell that they lived."""

from __future__ import annotations

from dataclasses import replace

from aggregator.core.model import Outcome
from parsers.text.carried import negative
from parsers.text.clause import Finding
from parsers.text.making import Sentence


def fell(folded: str, sentence: Sentence, finding: Finding) -> Finding:
    """Return a finding; where people "were shot" in a text of a massacre, as dead or wounded, and not as wounded."""
    word, quantity = sentence.pieces[finding.trigger].trigger, sentence.pieces[finding.piece].quantity
    shot = finding.outcome is Outcome.INJURED and finding.rule == "passive" and word is not None and word.lemma == "shoot"
    if not shot or quantity is None or quantity.high == 1 or negative("massacres").search(folded) is None:
        return finding
    lived = negative("lived_on").search(folded, *sentence.span) or negative("survives").search(folded, *sentence.span)
    return finding if lived else replace(finding, outcome=Outcome.CASUALTIES)
