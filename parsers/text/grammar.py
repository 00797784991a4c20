"""Who was harmed: the rules that join people to what befell them.

A sentence comes as pieces (see `chunks`), its shape as the string of their codes. Each trigger word - a verb, a state, a noun of
harm - looks for its people where English puts them: before it, behind it, after "of" (see `seek`). Every rule has a name, which
the claim keeps. `RULES` says which rules a trigger tries, in order: they stand by kind in `deeds` (verbs with an object), `fates`
(verbs without one, states), `nouns` (of harm) and `tolls` (labels, counts).
"""

from __future__ import annotations

from collections.abc import Callable

from aggregator.core.model import Outcome
from parsers.text import moves, parts
from parsers.text.clause import Clause, Finding
from parsers.text.deeds import active, burning, inverted, passive, reflexive, them
from parsers.text.fates import captive, forced, happens, state, suffered
from parsers.text.nouns import counted, lives, of, possessive, remains
from parsers.text.pieces import Piece
from parsers.text.tolls import bodies, label, numbered, rising, series, toll

Rule = Callable[[Clause, int], bool]
RULES: dict[str, tuple[Rule, ...]] = {
    "V": (label, numbered, reflexive, them, active, inverted, passive),
    "K": (forced, active),
    "E": (reflexive, them, active, of),
    "I": (label, reflexive, forced, happens),
    "J": (forced, happens),
    "Y": (reflexive, burning),
    "A": (label, state, inverted),
    "O": (label, of, possessive, suffered, rising),
    "T": (toll,),
    "D": (counted,),
    "M": (lives, counted),
    "G": (bodies, lives, of),
    "S": (of, remains),
    "H": (captive,),
}


def read(pieces: list[Piece], words: list[str], told: Outcome | None = None, whole: Outcome | None = None) -> list[Finding]:
    """Return what the sentence says befell whom, in the order of the text, each (people, outcome) once.

    `told` is what the text told last: "They were identified as" goes on from there. `whole` is the one thing that the sentence
    right before told of more than one person: "Three of them were children" are a part of those.
    """
    clause = Clause(pieces, words, told=told)
    listed = series(clause)
    for index, piece in enumerate(pieces):
        if piece.trigger is None or index in listed:
            continue
        for rule in RULES.get(piece.code, ()):
            if rule(clause, index):
                break
    moves.told(clause)
    parts.of_the_dead(clause)
    parts.of_those_hurt(clause)
    if clause.found:
        parts.among(clause)
        parts.included(clause)
        parts.split(clause)
        parts.apart(clause)
        parts.graded(clause)
        parts.gapped(clause)
    parts.items(clause)
    parts.named(clause, told)
    if whole is not None:
        parts.continued(clause, whole)
    best: dict[tuple[int, Outcome], Finding] = {}
    for finding in clause.found:
        best.setdefault((finding.piece, finding.outcome), finding)
    return sorted(parts.one_harm(clause, list(best.values())), key=lambda f: (pieces[f.piece].start, f.outcome))
