"""Harm that no single word tells: who left their homes in fear or crossed a border, who is looked for, whom a sickness claimed.

The words are `aggregator/vocab/en/movements.toml`'s. Each rule asks for people counted, and for a second word that tells a flight
from a journey, a search for the lost from one for the guilty.
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Outcome, Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, Finding, unreal, verb_group
from parsers.text.lexicon import lexicon
from parsers.text.pieces import Piece
from parsers.text.quantities import PLURAL, Quantity

_FORCED = re.compile(r"[vKExe][td]*([MNU])d?z(?=.)")
_WENT = re.compile(r"([MNU])(?:,[^,.;]{1,12},)?[hbd]{0,3}([vVxIe])")
_SOUGHT = re.compile(r"[xve]d?p[tsd]*([MU])")
_CLAIMED = re.compile(r"v[td]*([MN])")
FORCING = frozenset(
    "force forced forces forcing prompt prompted prompting prompts cause caused causing compel compelled compelling "
    "drive drove driving lead led leading oblige obliged push pushed pushing".split()
)
_CLAIMS = frozenset(("claim", "claimed", "claims", "claiming"))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(read_vocabulary("en/movements")[kind])


def openings() -> list[str]:
    """Return the words by which a sentence shows that one of these rules may speak: "to abandon", "families left"."""
    left = [f"{who} {have}{verb}" for who in _words("who") for have in ("", "have ", "had ") for verb in _words("leaving")]
    forced = [f"to {verb}" for verb in _words("forced_to")]
    return [*left, *forced, *(f"{verb} for" for verb in _words("seeking")), "victims"]


def moved(clause: Clause) -> None:
    """ "forced 9,000 residents to abandon the town", "300 families left Kasu, fearing attacks", "crossed into Chad"."""
    for match in _FORCED.finditer(clause.shape):
        if clause.text(match.start()).split()[-1] not in FORCING or match.end() >= len(clause.pieces):
            continue
        if clause.text(match.end()).split()[0] in _words("forced_to") and _lives_there(clause.pieces[match.start(1)], bare=True):
            _find(clause, match.start(1), Outcome.DISPLACED, match.start(), "forced")
    for match in _WENT.finditer(clause.shape):
        verb = match.start(2)
        if clause.text(verb).split()[0] not in _words("leaving") or not _lives_there(clause.pieces[match.start(1)]):
            continue
        if unreal(clause, verb_group(clause, verb)):
            continue
        if _fled(clause, verb):
            _find(clause, match.start(1), Outcome.DISPLACED, verb, "moved")


def _lives_there(piece: Piece, *, bare: bool = False) -> bool:
    """Return whether a piece counts people of a kind that is displaced: residents, families, not fans and workers."""
    word = piece.word
    if word is None or piece.code != "M":
        return bare and piece.code in "NM" and word is None
    return word.group in _words("groups") or word.lemma in _words("nouns")


def _fled(clause: Clause, verb: int) -> bool:
    """Return whether leaving was a flight: across a border, or for fear of something that the sentence names."""
    behind = [clause.text(at) for at in range(verb + 1, min(len(clause.pieces), verb + 4))]
    if clause.text(verb).split()[0] in ("crossed", "crossing"):
        return any(text in _words("borders") for text in behind)
    words = {word for at in range(verb + 1, len(clause.pieces)) for word in clause.text(at).split()}
    return bool(words & _words("fears"))


def sought(clause: Clause) -> None:
    """ "the search for 17 sailors": who is looked for is missing, unless the police look for them."""
    for match in _SOUGHT.finditer(clause.shape):
        piece = clause.pieces[match.start(1)]
        at = match.start()
        if clause.text(at) not in _words("seeking") or clause.text(before_people(clause, match.start(1))) != "for":
            continue
        if piece.word is None or piece.word.outcome or piece.word.group in ("combatants", "suspects", "police"):
            continue
        firm = clause.text(at) in ("looking", "hunting") and piece.word.lemma not in ("fisherman", "sailor", "climber", "hiker")
        if set(clause.words) & _words("wanted") or (firm and not _by_rescuers(clause)):
            continue
        _find(clause, match.start(1), Outcome.MISSING, at, "sought")


def before_people(clause: Clause, at: int) -> int:
    """Return the piece before the words "the", "his", "still" that stand before people."""
    at -= 1
    while at > 0 and clause.shape[at] in "tsd":
        at -= 1
    return at


_RESCUERS = frozenset(
    "rescuers rescue divers coastguard navy firefighters searchers crews teams volunteers villagers relatives guard emergency".split()
)


def _by_rescuers(clause: Clause) -> bool:
    return bool(set(clause.words) & _RESCUERS)


def claimed(clause: Clause) -> None:
    """ "the fever has claimed 142 victims"."""
    for match in _CLAIMED.finditer(clause.shape):
        word = clause.pieces[match.start(1)].word
        if clause.text(match.start()) in _CLAIMS and word and word.lemma == "victim":
            if not unreal(clause, verb_group(clause, match.start())):
                _find(clause, match.start(1), Outcome.KILLED, match.start(), "claimed")


_BARE = re.compile(r"(?:^|(?<=[.;:qB])|(?<=[VIA]c))d*(G)d*(?:[bh][bhd]*(V)|h?d*(I))")


def plurals(clause: Clause) -> None:
    """ "Civilians were killed": more than one, though nobody counted."""
    for match in _BARE.finditer(clause.shape):
        at, trigger = match.start(1), match.end() - 1
        piece, word = clause.pieces[at], clause.pieces[trigger].trigger
        known = lexicon().singles.get(clause.words[piece.start])
        if word is None or word.outcome not in _HARM or word.lemma in _CARRIED or (known and known.role in "ts"):
            continue
        if piece.word is None or piece.word.outcome or piece.word.lemma in _NOBODY_NEW or piece.word.unit != "person":
            continue
        group = verb_group(clause, trigger)
        if trigger in clause.taken or unreal(clause, group) or group.words & _NOT_PAST or clause.words[piece.start] in _MANY:
            continue
        head = piece.end - 1
        number = Quantity(
            start=piece.start, end=piece.end, low=None, high=None, qualifier=Qualifier.VAGUE, vague=PLURAL, figure=piece.start
        )
        clause.pieces[at] = piece.but(quantity=number, words=(piece.start, piece.end), head=head)
        clause.found.append(Finding(piece=at, outcome=word.outcome, rule="plural", trigger=trigger))


_HARM = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED))
_NOT_PAST = frozenset(("is", "was", "has", "are", "get", "getting", "gets"))  # one staff, or what happens all the time
_MANY = frozenset(("many", "more", "most", "such", "fewer", "enough"))  # "how many people were killed"
_NOBODY_NEW = frozenset(("victim", "survivor"))  # told of already
_CARRIED = frozenset(("taken to hospital",))


def _find(clause: Clause, piece: int, outcome: Outcome, trigger: int, rule: str) -> None:
    """Record a finding, unless the triggers told the same of these people."""
    if not any(f.piece == piece and f.outcome in (outcome, Outcome.EVACUATED) for f in clause.found):
        clause.found.append(Finding(piece=piece, outcome=outcome, rule=rule, trigger=trigger))
