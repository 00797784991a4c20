"""Who was harmed: the rules that join people to what befell them.

A sentence comes as pieces (see `chunks`), its shape as the string of their codes. Each trigger word - a verb, a state, a noun of
harm - looks for its people where English puts them: before it, behind it, after "of" (see `seek`). Every rule has a name, which
the claim keeps. `RULES` says which rules a trigger tries, in order: they stand by kind in `deeds` (verbs with an object), `fates`
(verbs without one, states), `nouns` (of harm) and `tolls` (labels, counts); `indirect` has the rules without a
trigger, `parts` and `lists` those that go on from what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import captives, ends, exceptions, gaps, indirect, lists, losses, noughts, parts, such, takings
from parsers.text.clause import Clause, Finding, asked
from parsers.text.deeds import active, burning, inverted, them, them_to_death, wounding
from parsers.text.fates import captive, forced, happens, state, suffered
from parsers.text.graded import graded
from parsers.text.nouns import alone, bearing, counted, lives, of, possessive, remains
from parsers.text.ownhand import and_himself, by_own_wound, dying, reflexive
from parsers.text.passives import passive
from parsers.text.pieces import Piece
from parsers.text.posture import nobody
from parsers.text.tolls import bodies, bracketed, label, numbered, rising, series, toll
from parsers.text.unhurt import unhurt

Rule = Callable[[Clause, int], bool]
RULES: dict[str, tuple[Rule, ...]] = {
    "V": (label, numbered, reflexive, them, active, inverted, passive),
    "K": (forced, reflexive, active),
    "E": (reflexive, them, active, of),
    "I": (label, reflexive, forced, by_own_wound, happens),
    "J": (forced, happens),
    "Y": (reflexive, dying, burning),
    "A": (label, numbered, them_to_death, state, inverted),
    "O": (label, wounding, bearing, alone, of, possessive, suffered, rising),
    "T": (toll,),
    "D": (counted,),
    "M": (lives, counted),
    "G": (bodies, remains, lives, of),
    "S": (of, remains),
    "H": (captive,),
}

# What parts and lists ask for, each with the codes without one of which a sentence has none of them.
PARTS: tuple[tuple[Callable[[Clause], None], str], ...] = (
    (exceptions.left_out, "en"),
    (parts.among, "<"),
    (parts.with_among, "<i"),
    (parts.included, "i"),
    (parts.split, "Nir"),
    (parts.died_since, "N"),
    (parts.apart, "ir"),
    (graded, "N"),
    (such.all_such, "G"),
    (ends.in_each_place, "NM"),
    (ends.in_other_places, "N"),
    (ends.and_more, "N"),
    (ends.day_by_day, "d"),
    (ends.told_twice, "NM"),
    (ends.likewise, "W"),
    (gaps.gapped, "Na"),
    (gaps.the_rest, "o"),
    (gaps.bracketed, "("),
    (gaps.left_over, "c"),
    (and_himself, "r"),
)


def read(pieces: list[Piece], words: list[str], told: Outcome | None = None, whole: Outcome | None = None) -> list[Finding]:
    """Return what the sentence says befell whom, in the order of the text, each (people, outcome) once.

    `told` is what the text told last: "They were identified as" goes on from there. `whole` is the one thing that the sentence
    right before told of more than one person: "Three of them were children" are a part of those.
    """
    if not asked("supposed").isdisjoint((*words[:1], " ".join(words[:2]))):
        return []  # "for every soldier who is killed, seven are wounded"
    clause = Clause(pieces, words, told=told, just=whole)
    codes = frozenset(clause.shape)
    listed = series(clause) | (bracketed(clause) if "(" in codes else set()) if "N" in codes else set()
    for index, piece in enumerate(pieces):
        if piece.trigger is None or index in listed or (index and _of_whom_nobody(clause, index)):
            continue
        for rule in RULES.get(piece.code, ()):
            if rule(clause, index):
                break
    indirect.told(clause)
    takings.taken(clause)
    if "A" in codes:
        parts.among_them(clause)
    exceptions.but_for(clause)
    noughts.whose(clause)
    if "t" in codes:
        parts.the_dead_are(clause)
    if "N" in codes:
        parts.of_the_dead(clause)
        parts.of_those_hurt(clause)
        parts.opening_with_whom(clause)
        parts.how_they_died(clause)
    for part, needed in PARTS if clause.found else ():
        if not codes.isdisjoint(needed):
            part(clause)
    unhurt(clause)
    if "q" in codes:
        losses.of_who_speaks(clause)
    lists.items(clause)
    lists.named(clause, told)
    if "N" in codes and (clause.found or whole is not None or "T" in codes):
        ends.only_a_number(clause)
    if whole is not None:
        lists.continued(clause, whole)
    captives.by_an_armed_group(clause)
    captives.brought_out(clause)
    captives.some_of_the_taken(clause)
    best: dict[tuple[int, Outcome], Finding] = {}
    for finding in clause.found:
        best.setdefault((finding.piece, finding.outcome), finding)
    return sorted(_one_harm(clause, list(best.values())), key=lambda f: (pieces[f.piece].start, f.outcome))


def _of_whom_nobody(clause: Clause, index: int) -> bool:
    """Return whether a trigger is the noun of "none of the wounded": it tells of nobody what befell them."""
    before = clause.pieces[index - 1]
    return before.code == "M" and nobody(clause, index - 1) and clause.words[before.end - 1] in ("the", "those", "these")


# What people were before, told beside what befell them.
_STANDING = frozenset((Outcome.AFFECTED, Outcome.DISPLACED, Outcome.HOMELESS, Outcome.ABDUCTED))
_HARM = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES, Outcome.EVACUATED, Outcome.DETAINED, Outcome.ABDUCTED))
_UNTIL_DEATH = frozenset((Outcome.INJURED, Outcome.MISSING))


def _lost_either(clause: Clause, lost: int, wounded: int) -> bool:
    """Return whether people lost are told to be dead or wounded: "has lost 1,080 soldiers, killed or wounded"."""
    word = clause.pieces[lost].trigger
    return word is not None and word.lemma == "lose" and clause.text(wounded - 1) in ("or", "and") and wounded > lost + 3


def _dragged_out(clause: Clause, dragged: Finding, group: list[Finding]) -> bool:
    """Return whether people "were dragged from their car and shot": hurt there, not taken away."""
    word = clause.pieces[dragged.trigger].trigger
    behind = any(f.trigger > dragged.trigger and f.outcome in (Outcome.KILLED, Outcome.INJURED) for f in group)
    return behind and word is not None and word.lemma.startswith("dragged from")


def _who_fled(clause: Clause, fled: Finding, group: list[Finding]) -> bool:
    """Return whether a flight only tells who the harmed were: "nine farmers who had fled their homes were killed"."""
    words = _WHO_HAD.fullmatch(clause.shape, fled.piece + 1, fled.trigger)
    before = words is not None and "h" in words.group()  # "wounded nine farmers, who fled": afterwards
    return words is not None and any(f.outcome in _HARM and (before or f.trigger > fled.trigger) for f in group)


_WHO_HAD = re.compile(r",?w[hbd]*")


def _one_harm(clause: Clause, findings: list[Finding]) -> list[Finding]:
    """Let "shot and killed" be killed, and "killed or wounded 12" casualties: people are counted once."""
    ways = read_vocabulary("en/outcomes")["ways"]["verbs"]
    by_piece: dict[int, list[Finding]] = {}
    for finding in findings:
        by_piece.setdefault(finding.piece, []).append(finding)
    out: list[Finding] = []
    for group in by_piece.values():
        kinds = {finding.outcome: finding for finding in group}
        killed, injured = kinds.get(Outcome.KILLED), kinds.get(Outcome.INJURED)
        befell = [finding for finding in group if finding.outcome not in _STANDING or finding.rule != "counted"]
        if any(finding.outcome in _HARM for finding in befell):
            group = befell  # "moved 40 flood-affected families", "killed 12 hostages"
        if killed and killed.rule != "counted":  # "two missing boys were found dead"
            group = [finding for finding in group if finding.outcome not in _UNTIL_DEATH or finding.rule != "counted"]
            injured = next((finding for finding in group if finding.outcome is Outcome.INJURED), None)
        if killed and Outcome.CASUALTIES in kinds:
            group = [finding for finding in group if finding.outcome is not Outcome.CASUALTIES]
        if killed and injured and killed.trigger < injured.trigger and _lost_either(clause, killed.trigger, injured.trigger):
            group = [replace(killed, outcome=Outcome.CASUALTIES, rule="joined")]
        elif killed and injured:
            low, high = sorted((killed.trigger, injured.trigger))
            word = clause.pieces[injured.trigger].trigger
            if (
                high - low == 2
                and clause.shape[low + 1] == "c"
                and clause.pieces[killed.piece].code != "S"
                and killed.rule != "happens"  # "were wounded and died"
                and word
                and word.lemma not in ways
            ):
                group = [replace(killed, outcome=Outcome.CASUALTIES, rule="joined")]
            elif word and word.lemma in ways:
                group = [finding for finding in group if finding is not injured]
        group = [f for f in group if f.outcome is not Outcome.DISPLACED or not _who_fled(clause, f, group)]
        dragged = kinds.get(Outcome.ABDUCTED)
        if dragged and len(group) > 1 and _dragged_out(clause, dragged, group):
            group = [finding for finding in group if finding is not dragged]
        out += group
    return out
