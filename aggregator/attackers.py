"""Whether who did the harm and died of it is one of those counted, or comes on top of them.

A part of `tally`; the words are in `vocab/en/tally.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.core.model import Figure, Outcome
from aggregator.core.persons import person
from aggregator.counts import Count, cue
from aggregator.discretion import NAMED
from aggregator.mentions import behind, names_of
from aggregator.sides import other_side
from aggregator.wounded import attacks


def on_top(figures: Sequence[Figure], toll: Count, attackers: Sequence[Count], victims: Sequence[Count]) -> list[Count]:
    """Return the attackers who are none of those that the toll counts."""
    if attackers_within(figures) or any(attacks(figures[i].claim) for i in toll.members):
        return []  # "two officers and a suspect were shot ... the suspect is in hospital"
    names = [names_of(figures[i].claim) for count in victims for i in count.members if NAMED in figures[i].claim.flags]
    apart = (count for count in attackers if dies_apart(figures, toll, count) and not is_he(figures, toll, count))
    return [count for count in apart if not any(names_of(figures[count.members[0]].claim) & name for name in names)]


def attackers_within(figures: Sequence[Figure]) -> bool:
    """Say whether the text counts the attacker among the dead: "five dead, including the gunman"."""
    parts = (figure.claim for figure in figures if figure.claim.outcome is Outcome.KILLED and figure.claim.subset_of)
    return any(
        part.rule in ("included", "among") and cue("attacker").search(f"{part.quote} {part.victims.text or ''}") for part in parts
    )


def dies_apart(figures: Sequence[Figure], toll: Count, attacker: Count) -> bool:
    """Say whether the attacker's death comes on top of the toll: told beside it, or by their own hand, or no count is given."""
    claim = figures[attacker.members[0]].claim
    sentences = {figures[i].claim.sentence_start for i in toll.members}
    deed = all(figures[i].claim.rule == "active" for i in toll.members)  # "a gunman killed five": he is none of them
    lies = any(cue("lying").search(behind(figures[i].claim)[:40]) for i in toll.members)  # "five dead": he lies among them
    alone = deed or toll.rule == "sum_of_singled_out" or toll.single or (claim.rule == "reflexive" and not lies)
    who = [(figures[i].claim.victims.text or "").lower().split()[-1:] for i in toll.members]
    victims = all(words and not cue("anyone").fullmatch(words[0]) for words in who) and not lies and not toll.total
    return alone or victims or claim.sentence_start in sentences or other_side(figures, toll, attacker)


def is_he(figures: Sequence[Figure], toll: Count, attacker: Count) -> bool:
    """Say whether the one dead person is the attacker told of before: "Gunman killed ... a man was killed by deputies"."""
    first, then = figures[attacker.members[0]].claim, figures[toll.members[0]].claim
    later = toll.single and first.start < then.start and first.sentence_start != then.sentence_start
    return later and then.rule != "active" and (NAMED in then.flags or person(then).role is None)
