"""People taken away by those who came to harm: "took away five youths", "took seven villagers with them"."""

from __future__ import annotations

from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, Finding, unreal, verb_group
from parsers.text.joined import objects
from parsers.text.seek import subject
from parsers.text.telling import told_words


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a kind from the `taking` table of `en/movements`."""
    return frozenset(read_vocabulary("en/movements")["taking"][kind])


def taken(clause: Clause) -> None:
    """Add who was taken away, where the sentence or the text before tells of an attack and no one else could have taken them."""
    if words("verbs").isdisjoint(clause.has):
        return
    told = clause.has if words("helpers").isdisjoint(clause.has) else told_words(clause)  # "Gunmen took two away, residents said"
    if not words("helpers").isdisjoint(told):
        return
    text = " ".join(clause.words)
    groups = read_vocabulary("en/movements")["armed"]["groups"]  # "armed men took away two brothers"
    takers = not words("takers").isdisjoint(clause.words) or any(group in text for group in groups)
    nobody = not takers and (told is not clause.has or (not clause.found and clause.told is None))
    for at, piece in enumerate(clause.pieces):
        if piece.code not in "vxe" or clause.text(at) not in words("verbs"):
            continue
        if clause.shape[at - 1 : at] == "b":
            _led_away(clause, at)
        elif not nobody:
            _taken(clause, at)


def _led_away(clause: Clause, at: int) -> None:
    """Add who "were led into the bush"."""
    group, end = verb_group(clause, at), clause.pieces[at].end
    behind = " ".join(clause.words[end : end + 4])
    if unreal(clause, group) or not behind.startswith(tuple(words("led"))):
        return
    for index in subject(clause, at, group):
        told = any(f.piece == index and f.outcome is not Outcome.MISSING for f in clause.found)  # "led away and not seen since"
        if (_somebody(clause, index) or clause.shape[index] in "NU") and not told:
            clause.found.append(Finding(piece=index, outcome=Outcome.ABDUCTED, rule="taken", trigger=at))


def _taken(clause: Clause, at: int) -> None:
    """Add whom the verb at `at` took, if "away" or "with them" says so."""
    behind = clause.text(at + 1) if at + 1 < len(clause.pieces) else ""
    into = clause.text(at) in ("forced", "forcing", "bundled", "bundling", "pushed", "shoved", "dragged")
    away = behind == "away" or (behind == "off" and not words("takers").isdisjoint(clause.words))  # a flood carries people off
    off = " ".join(clause.text(i) for i in range(at, min(at + 3, len(clause.pieces)))) == "made off with"
    along = off or " ".join(clause.text(i) for i in range(at + 1, min(at + 3, len(clause.pieces)))) in words("along")
    people = [i for i in objects(clause, at + 1 + away + 2 * along) if _somebody(clause, i)]
    if not people or unreal(clause, verb_group(clause, at)):
        return
    end = clause.pieces[people[-1]].end
    behind = " ".join(clause.words[end : end + 4])
    if not away and not along and not behind.startswith(tuple(words("into" if into else "where"))):
        return
    for index in people:
        if not any(finding.piece == index for finding in clause.found):
            clause.found.append(Finding(piece=index, outcome=Outcome.ABDUCTED, rule="taken", trigger=at))


def _somebody(clause: Clause, index: int) -> bool:
    word = clause.pieces[index].word
    return word is not None and word.outcome is None and word.unit == "person"
