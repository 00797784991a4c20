"""Harm that no single word tells: who left their homes in fear or crossed a border, who is looked for, whom a sickness claimed.

The words are `aggregator/vocab/en/movements.toml`'s. Each rule asks for people counted, and for a second word that tells a flight
from a journey, a search for the lost from one for the guilty.
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.model import Outcome, Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, Finding, asked, unreal, verb_group
from parsers.text.joined import objects
from parsers.text.lexicon import lexicon
from parsers.text.pieces import Piece
from parsers.text.quantities import PLURAL, Quantity
from parsers.text.seek import subject

_FORCED = re.compile(r"[vKExe][td]*([MNU])d?z(?=.)")
_WENT = re.compile(r"([MNU])(?:,[^,.;]{1,12},)?[hbd]{0,3}([vVxIe])")
_SOUGHT = re.compile(r"[xve]d?p[tsd]*([MU])")
_CLAIMED = re.compile(r"v[td]*([MN])")
_HOW = ("fatal", "mortal", "minor", "serious", "severe", "slight", "multiple")  # how bad a wound is


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a kind from `en/movements`."""
    return frozenset(read_vocabulary("en/movements")[kind])


@cache
def _gate() -> frozenset[str]:
    """The words without one of which only a bare plural can tell anything here."""
    kinds = ("leaving", "forcing", "seeking", "hits", "treats", "suffers", "lived", "sending")
    return frozenset().union(*(words(kind) for kind in kinds)) | asked("claims") | {"left", "leaving", "fell"}


def told(clause: Clause) -> None:
    """Add what these rules find to the clause."""
    if "G" in clause.shape:
        plurals(clause)
    if "survivors" in clause.words:
        no_survivors(clause)
    if not _gate().isdisjoint(clause.words):
        for rule in (moved, sought, claimed, struck, nursed, fell, suffered, treated, hit, sent, left_with):
            rule(clause)


def openings() -> list[str]:
    """Return the words by which a sentence shows that one of these rules may speak: "to abandon", "families left"."""
    left = [f"{who} {have}{verb}" for who in words("who") for have in ("", "have ", "had ") for verb in words("leaving")]
    forced = [f"to {verb}" for verb in words("forced_to")]
    struck_by = [f"{what} {also}{hit}" for what in words("missiles") for also in ("", "also ") for hit in words("hits")]
    struck_by += [
        f"{who} fell" for who in ("soldier", "soldiers", "reservist", "reservists", "fighter", "fighters", "commander", "officer")
    ]
    wounded = [f"{verb} {wound}" for verb in words("suffers") for wound in words("wounds")]
    wounded += [f"{verb} {how} {wound}" for verb in words("suffers") for how in _HOW for wound in words("wounds")]
    wounded += ["treated for", "been admitted", "were admitted", "was admitted"]
    wounded += [f"{verb} {on} the {limb}" for on in ("in", "on") for verb in words("was_hit") for limb in words("limbs")]
    return [
        *left,
        *forced,
        *(f"{verb} for" for verb in words("seeking")),
        "victims",
        "no survivors",
        *struck_by,
        *wounded,
        "with burns",
        "took away",
        "taking away",
        "took with them",
        "taking with them",
        *taken_away(),
        *(f"{verb} with" for verb in words("lived")),
        *(
            f"{verb} {wound}"
            for verb in ("sustained", "suffered")
            for wound in ("machete", "knife", "gun", "shrapnel", "bullet", "serious", "severe", "minor")
        ),
        "with wounds",
        "across borders",
        "across the border",
        "over the border",
    ]


def taken_away() -> list[str]:
    """Return the words that tell where people are taken who are led away."""
    taking = read_vocabulary("en/movements")["taking"]
    return [f"{verb} {where}" for verb in taking["verbs"] for where in taking["led"]]


def moved(clause: Clause) -> None:
    """ "forced 9,000 residents to abandon the town", "300 families left Kasu, fearing attacks", "crossed into Chad"."""
    for match in _FORCED.finditer(clause.shape):
        if clause.text(match.start()).split()[-1] not in words("forcing") or match.end() >= len(clause.pieces):
            continue
        if clause.text(match.end()).split()[0] in words("forced_to") and _lives_there(clause.pieces[match.start(1)], bare=True):
            _find(clause, match.start(1), Outcome.DISPLACED, match.start(), "forced")
    for match in _WENT.finditer(clause.shape):
        verb = match.start(2)
        if clause.text(verb).split()[0] not in words("leaving") or not _lives_there(clause.pieces[match.start(1)]):
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
    return word.group in words("groups") or word.lemma in words("nouns")


def _fled(clause: Clause, verb: int) -> bool:
    """Return whether leaving was a flight: across a border, or for fear of something that the sentence names."""
    behind = [clause.text(at) for at in range(verb + 1, min(len(clause.pieces), verb + 4))]
    if clause.text(verb).split()[0] in ("crossed", "crossing"):
        return any(text in words("borders") for text in behind)
    behind = [word for at in range(verb + 1, len(clause.pieces)) for word in clause.text(at).split()]
    return not words("fears").isdisjoint(behind)


def sought(clause: Clause) -> None:
    """ "the search for 17 sailors": who is looked for is missing, unless the police look for them."""
    for match in _SOUGHT.finditer(clause.shape):
        piece = clause.pieces[match.start(1)]
        at = match.start()
        if clause.text(at) not in words("seeking") or clause.text(before_people(clause, match.start(1))) != "for":
            continue
        if piece.word is None or piece.word.outcome or piece.word.group in ("combatants", "suspects", "police"):
            continue
        firm = clause.text(at) in ("looking", "hunting") and piece.word.lemma not in ("fisherman", "sailor", "climber", "hiker")
        if set(clause.words) & words("wanted") or (firm and not _by_rescuers(clause)):
            continue
        _find(clause, match.start(1), Outcome.MISSING, at, "sought")


def before_people(clause: Clause, at: int) -> int:
    """Return the piece before the words "the", "his", "still" that stand before people."""
    at -= 1
    while at > 0 and clause.shape[at] in "tsd":
        at -= 1
    return at


def _by_rescuers(clause: Clause) -> bool:
    return bool(set(clause.words) & words("rescuers"))


def claimed(clause: Clause) -> None:
    """ "the fever has claimed 142 victims"."""
    for match in _CLAIMED.finditer(clause.shape):
        word = clause.pieces[match.start(1)].word
        if clause.text(match.start()) not in asked("claims") or word is None or word.lemma != "victim":
            continue
        if not unreal(clause, verb_group(clause, match.start())):
            _find(clause, match.start(1), Outcome.KILLED, match.start(), "claimed")


_BARE = re.compile(r"(?:^|(?<=[.;:qB])|(?<=[VIA]c))d*(G)d*(?:[bh][bhd]*(V)|(?:hd*)?(I))")


def plurals(clause: Clause) -> None:
    """ "Civilians were killed": more than one, though nobody counted."""
    for match in _BARE.finditer(clause.shape):
        at, trigger = match.start(1), match.end() - 1
        piece, word = clause.pieces[at], clause.pieces[trigger].trigger
        if word is None or word.outcome not in _HARM or word.lemma == "taken to hospital" or not _uncounted(clause, piece):
            continue
        group = verb_group(clause, trigger)
        if trigger in clause.taken or unreal(clause, group) or group.words & _NOT_PAST:
            continue
        head = piece.end - 1
        number = Quantity(
            start=piece.start, end=piece.end, low=None, high=None, qualifier=Qualifier.VAGUE, vague=PLURAL, figure=piece.start
        )
        clause.pieces[at] = piece.but(quantity=number, words=(piece.start, piece.end), head=head)
        clause.found.append(Finding(piece=at, outcome=word.outcome, rule="plural", trigger=trigger))


def _uncounted(clause: Clause, piece: Piece) -> bool:
    """Return whether a plural tells of people not told of before: no "the", no "victims", no "how many"."""
    first = clause.words[piece.start]
    known = lexicon().singles.get(first)
    if first in _MANY or (known is not None and known.role in "ts"):
        return False
    word = piece.word
    return word is not None and word.outcome is None and word.lemma not in _NOBODY_NEW and word.unit == "person"


_HARM = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.ABDUCTED))
_NOT_PAST = frozenset(("is", "was", "has", "are", "get", "getting", "gets"))  # one staff, or what happens all the time
_MANY = frozenset(("many", "more", "most", "such", "fewer", "enough"))  # "how many people were killed"
_NOBODY_NEW = frozenset(("victim", "survivor"))  # told of already


_STRUCK = re.compile(r"v[td]*(?:[xfu]o)?([MSU])")  # "grazed a boy", "grazed the arm of a boy"


def struck(clause: Clause) -> None:
    """ "Stray bullets hit two girls", "a lorry struck a cyclist": what hit them tells a wound from a tax."""
    for match in _STRUCK.finditer(clause.shape):
        at, piece = match.start(), clause.pieces[match.start(1)]
        of = match.start(1) - 1
        if clause.shape[of] == "o" and clause.text(of - 1) not in words("limbs"):
            continue
        if (
            clause.text(at) not in words("hits")
            or piece.word is None
            or piece.word.outcome is Outcome.KILLED
            or piece.word.unit != "person"
        ):
            continue
        left = clause.words[max(0, clause.pieces[at].start - 12) : clause.pieces[at].start]
        told = any(f.piece == match.start(1) for f in clause.found)
        if told or not set(left) & words("missiles") or unreal(clause, verb_group(clause, at)):
            continue
        _find(clause, match.start(1), Outcome.INJURED, at, "struck")


_FELL = re.compile(r"([SM])d?x(?=[c,.;p]|$)")


def fell(clause: Clause) -> None:
    """ "A reservist fell near the border": of soldiers it means death."""
    for match in _FELL.finditer(clause.shape):
        at = match.end() - 1
        word, after = clause.pieces[match.start(1)].word, clause.text(at + 1) if at + 1 < len(clause.pieces) else "."
        if clause.text(at) == "fell" and word and word.group == "combatants" and after in words("fell_at"):
            _find(clause, match.start(1), Outcome.KILLED, at, "fell")


_NURSED = re.compile(r"[vxeqVIz]d?[tsd]*([MN])p[jxCedHf-]{0,3}O")


def nursed(clause: Clause) -> None:
    """ "admitted 28 patients with shrapnel wounds"."""
    for match in _NURSED.finditer(clause.shape):
        wound = clause.pieces[match.end() - 1].trigger
        if wound is None or wound.outcome is not Outcome.INJURED or clause.text(match.start(1) + 1) not in ("with", "for"):
            continue
        if clause.text(match.start()).split()[-1] in words("treats") and not any(f.piece == match.start(1) for f in clause.found):
            _find(clause, match.start(1), Outcome.INJURED, match.start(), "nursed")


def suffered(clause: Clause) -> None:
    """ "Three passengers suffered bumps and bruises"."""
    for at, piece in enumerate(clause.pieces):
        if piece.code not in "vxe" or not _got(clause, at):
            continue
        if not words("wounds").isdisjoint(clause.words[piece.end : piece.end + 6]):
            rule = "suffered" if clause.text(at) in words("suffers") else "survived"
            _hurt(clause, at, rule, Outcome.KILLED if fatal(clause.words[piece.end : piece.end + 3]) else Outcome.INJURED)


def fatal(near: list[str]) -> bool:
    """Return whether these words say that a wound kills: "fatal", not "non-fatal"."""
    return not words("deadly").isdisjoint(near) and "non" not in near


def _got(clause: Clause, at: int) -> bool:
    """Return whether a verb says that its subject got a wound: "sustained", "survived with", "escaped with"."""
    end = clause.pieces[at].end
    return clause.text(at) in words("suffers") or (clause.text(at) in words("lived") and clause.words[end : end + 1] == ["with"])


def treated(clause: Clause) -> None:
    """ "was treated for cuts and bruises"."""
    for at, piece in enumerate(clause.pieces):
        if piece.code != "e" or at == 0 or clause.shape[at - 1] not in "bdc," or clause.text(at) != "treated":
            continue
        behind = clause.words[piece.end : piece.end + 6]
        if behind[:1] == ["for"] and not words("wounds").isdisjoint(behind):
            _hurt(clause, at, "suffered")
    for at, piece in (
        enumerate(clause.pieces) if "admitted" in clause.words and not words("wards").isdisjoint(clause.words) else ()
    ):
        ends = clause.shape[at + 1 : at + 2] in ("", ".", ",", ";", "c")
        if piece.code == "e" and at and clause.shape[at - 1] in "bd" and ends and clause.text(at) == "admitted":
            _hurt(clause, at, "suffered")  # "Hospital sources said that 64 had been admitted"


def hit(clause: Clause) -> None:
    """ "was hit in the leg", "were struck by a lorry"."""
    for at, piece in enumerate(clause.pieces):
        if piece.code != "v" or clause.text(at) not in words("was_hit") or at == 0 or clause.shape[at - 1] not in "bdc,":
            continue
        behind = clause.words[piece.end : piece.end + 6]
        limb = behind[:1] in (["in"], ["on"]) and not words("limbs").isdisjoint(behind)
        if limb or (behind[:1] == ["by"] and not words("missiles").isdisjoint(behind)):
            _hurt(clause, at, "struck")


def _hurt(clause: Clause, at: int, rule: str, outcome: Outcome = Outcome.INJURED) -> None:
    """Record that the subject of the verb at `at` was wounded, or fatally so, unless the words already tell it of them."""
    group = verb_group(clause, at)
    if unreal(clause, group):
        return
    for index in subject(clause, at, group):
        piece = clause.pieces[index]
        told = any(f.piece == index for f in clause.found)
        if not told and (piece.code in "MNU" or (piece.code == "S" and (piece.word or piece.name))):
            _find(clause, index, outcome, at, rule)


_LEFT = re.compile(r"[vxqe][td]*([MNS])p")
_HARMED = frozenset(("victim", "gunshot victim", "casualty"))


def left_with(clause: Clause) -> None:
    """ "left a driver with burns to his hands", "treated 37 gunshot victims"."""
    for match in _LEFT.finditer(clause.shape):
        at, piece = match.start(1), clause.pieces[match.start(1)]
        verb = clause.text(match.start())
        behind = clause.words[clause.pieces[at + 1].start : clause.pieces[at + 1].start + 5]
        burned = verb in ("left", "leaving") and behind[:1] == ["with"] and not words("wounds").isdisjoint(behind)
        nursed = verb in words("treats") and piece.word is not None and piece.word.lemma in _HARMED and piece.code == "M"
        if (burned and (piece.code != "S" or piece.word)) or nursed:
            _find(clause, at, Outcome.INJURED, match.start(), "left_with")


_AMONG = re.compile(r"M[<op][tsad]*(?=[MN])")


def no_survivors(clause: Clause) -> None:
    """ "There were no survivors among the three crew and 29 passengers": all of them died."""
    for match in _AMONG.finditer(clause.shape):
        piece = clause.pieces[match.start()]
        if piece.quantity is None or piece.quantity.high != 0 or piece.word is None or piece.word.lemma != "survivor":
            continue
        for index in objects(clause, match.end()):
            _find(clause, index, Outcome.KILLED, match.start(), "no_survivors")


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
            _find(clause, match.start(1), Outcome.DISPLACED, match.start(), "moved")


def _find(clause: Clause, piece: int, outcome: Outcome, trigger: int, rule: str) -> None:
    """Record a finding, unless the triggers told the same of these people."""
    if not any(f.piece == piece and f.outcome in (outcome, Outcome.EVACUATED) for f in clause.found):
        clause.found.append(Finding(piece=piece, outcome=outcome, rule=rule, trigger=trigger))
