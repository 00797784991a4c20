"""Harm that no single word tells: who left their homes in fear, crossed a border or is looked for.

The words are `aggregator/vocab/en/movements.toml`'s. Each rule asks for people counted, and for a second word that tells a flight
from a journey, a search for the lost from one for the guilty. `indirect` says which rules of this kind there are.
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, Finding, asked, unreal, verb_group
from parsers.text.pieces import Piece
from parsers.text.posture import bare_name
from parsers.text.telling import told_words

_FORCED = re.compile(r"[vKExe][td]*([MNU])d?z(?=.)")
_WENT = re.compile(r"([MNU])(?:,[^,.;]{1,12},)?[hbd]{0,3}([vVxIe])")
_SOUGHT = re.compile(r"[xvef](?:[xve]|bd?(?:pf)?)?d?p[tsd]*([MUS])")


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a kind from `en/movements`."""
    return frozenset(read_vocabulary("en/movements")[kind])


def moved(clause: Clause) -> None:
    """ "forced 9,000 residents to abandon the town", "300 families left Kasu, fearing attacks", "crossed into Chad"."""
    for match in _FORCED.finditer(clause.shape):
        if clause.last(match.start()) not in words("forcing") or match.end() >= len(clause.pieces):
            continue
        lives = _lives_there(clause.pieces[match.start(1)], bare=True) or _gave_up(clause, match.start(1), match.end())
        if clause.first(match.end()) in words("forced_to") and lives:
            find(clause, match.start(1), Outcome.DISPLACED, match.start(), "forced")
    for match in _FROM_HOME.finditer(clause.shape):
        behind = clause.words[clause.pieces[match.end() - 1].end :][:3]
        homes = clause.text(match.end() - 1) in asked("away") and not words("homes").isdisjoint(behind)
        verb = match.start()
        if homes and clause.last(verb) in words("forcing") and not unreal(clause, verb_group(clause, verb)):
            find(clause, match.start(1), Outcome.DISPLACED, match.start(), "forced")
    for match in _WENT.finditer(clause.shape):
        verb = match.start(2)
        if clause.first(verb) not in words("leaving") or not _lives_there(clause.pieces[match.start(1)]):
            continue
        group = verb_group(clause, verb)
        if unreal(clause, group) or (group.passive and clause.first(verb) == "left"):
            continue  # "two clerks were left hurt in an attack"
        if _fled(clause, verb):
            find(clause, match.start(1), Outcome.DISPLACED, verb, "moved")


_FROM_HOME = re.compile(r"[vVxeKE]d*[tsa]*([MNU])p")  # "has forced 200,000 people | from their homes"


def _lives_there(piece: Piece, *, bare: bool = False) -> bool:
    """Return whether a piece counts people of a kind that is displaced: residents, families, not fans and workers."""
    word = piece.word
    if word is None or piece.code != "M":
        return bare and piece.code in "NM" and word is None
    return word.group in words("groups") or word.lemma in words("nouns")


def _gave_up(clause: Clause, people: int, verb: int) -> bool:
    """Return whether people without arms were made to give up a place: "forced 9,000 pilgrims to abandon Kasu"."""
    word, where = clause.pieces[people].word, verb + 1
    if clause.first(verb) not in words("giving_up") or where >= len(clause.pieces) or word is None or word.unit != "person":
        return False
    if word.outcome is not None or word.group in ("combatants", "police", "suspects"):
        return False
    if word.lemma in words("visitors"):
        return False
    near = clause.words[clause.pieces[verb].end :][:4]
    return bare_name(clause, where) or not words("homes").isdisjoint(near)


def _got_off(clause: Clause, verb: int) -> bool:
    """Return whether those who "escaped" came away from one blow: "escaped with cuts when", "escaped unhurt"."""
    behind = clause.words[clause.pieces[verb].end :][:_NEAR]
    return not behind or behind[0] in words("got_off") or words("fears").isdisjoint(behind)


_NEAR = 5  # words


def _fled(clause: Clause, verb: int) -> bool:
    """Return whether leaving was a flight: across a border, or for fear of something that the sentence names."""
    behind = [clause.text(at) for at in range(verb + 1, min(len(clause.pieces), verb + 4))]
    if clause.first(verb) in ("crossed", "crossing"):
        return any(text in words("borders") for text in behind)
    if clause.first(verb) == "escaped" and _got_off(clause, verb):
        return False
    behind = [word for at in range(verb + 1, len(clause.pieces)) for word in clause.text(at).split()]
    return not words("fears").isdisjoint(behind)


def sought(clause: Clause) -> None:
    """ "the search for 17 sailors": who is looked for is missing, unless the police look for them."""
    for match in _SOUGHT.finditer(clause.shape):
        piece = clause.pieces[match.start(1)]
        at = match.start()
        if piece.code == "S" and "missing" not in clause.words[piece.start : piece.end + 4]:
            continue  # "the search for a missing skier", not for a new coach
        if (
            clause.text(at).removeprefix("a ") not in words("seeking")
            or clause.text(before_people(clause, match.start(1))) != "for"
        ):
            continue
        if piece.word is None or piece.word.outcome or piece.word.group in ("combatants", "suspects", "police"):
            continue
        firm = clause.text(at) in ("looking", "hunting") and piece.word.lemma not in ("fisherman", "sailor", "climber", "hiker")
        lost = piece.code == "S"  # whom the text itself calls missing
        if not lost and (_by_police(clause, piece) or (firm and not _by_rescuers(clause))):
            continue
        find(clause, match.start(1), Outcome.MISSING, at, "sought")


def _by_police(clause: Clause, sought: Piece) -> bool:
    """Return whether the search may be one for the guilty, or for somebody to hire; who only tells of it is not who looks."""
    if words("wanted").isdisjoint(clause.has):
        return False
    told, men = told_words(clause), sought.word is not None and sought.word.group == "men"
    return men or not (words("wanted") | _LOOKERS).isdisjoint(told)


_LOOKERS = frozenset(("they", "he", "she", "it", "we"))  # "Police said they were searching for"


def before_people(clause: Clause, at: int) -> int:
    """Return the piece before the words "the", "his", "still" that stand before people."""
    at -= 1
    while at > 0 and clause.shape[at] in "tsd":
        at -= 1
    return at


def _by_rescuers(clause: Clause) -> bool:
    return bool(set(clause.words) & words("rescuers"))


_SENT = re.compile(r"[vx][tda]*([MN])(Y|p)")


def sent(clause: Clause) -> None:
    """ "sent 6,000 people fleeing", "sent another 430,000 across borders"."""
    for match in _SENT.finditer(clause.shape):
        if clause.text(match.start()) not in words("sending"):
            continue
        after, word = clause.text(match.start(2)), clause.pieces[match.start(2)].trigger
        flight = word is not None and word.outcome is Outcome.DISPLACED
        near = clause.words[clause.pieces[match.start(2)].start : clause.pieces[match.start(2)].start + 4]
        if flight or (after in ("across", "over") and {"border", "borders", "frontier"} & set(near)):
            find(clause, match.start(1), Outcome.DISPLACED, match.start(), "moved")


def find(clause: Clause, piece: int, outcome: Outcome, trigger: int, rule: str) -> None:
    """Record a finding, unless the triggers told the same of these people."""
    if not any(f.piece == piece and f.outcome in (outcome, Outcome.EVACUATED) for f in clause.found):
        clause.found.append(Finding(piece=piece, outcome=outcome, rule=rule, trigger=trigger))
