"""What a doubtful word is between its neighbours: "may" the month, "us" the country, "murders" a verb or a noun."""

from __future__ import annotations

from functools import cache

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.hyphens import ends
from parsers.text.lexicon import Word, lexicon
from parsers.text.pieces import Piece
from parsers.text.quantities import begins
from parsers.text.tokens import Line

_PREDICATES = frozenset(("were", "died", "perished", "drowned", "are"))
_FALLEN = Word("P", Outcome.KILLED, "plural", lemma="fallen", text="fallen")
BY_NEIGHBOURS = frozenset("may minor us that murders remaining local national fallen mia all remains butcher butchers".split())


@cache
def doubtful() -> frozenset[str]:
    """Return the words that `meant` tells by their neighbours."""
    return _known_by() | BY_NEIGHBOURS


def meant(line: Line, pieces: list[Piece], i: int, end: int, entry: Word | None, *, shouted: bool) -> Word | None:
    """Return the entry that the word at `i` has between its neighbours; `entry`, up to `end`, is what it is alone."""
    words, singles = line.words, lexicon().singles
    word, behind = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word == "may" and _month(line, pieces, i, shouted):
        return singles["june"]
    if word == "local" and behind.isalpha() and ((known := singles.get(behind)) is None or known.role in "jHPC"):
        return singles["former"]  # "local NGO officer", but "a local was killed"
    if word == "national" and behind and not shouted and line.capital(i) and line.capital(i + 1):
        return None  # "Ardo National Park": part of a name
    if word == "remaining" and pieces and pieces[-1].code in "ts":
        return singles["former"]  # "the remaining two"
    if word == "us" and not shouted and _country(line, i):
        return None
    if word == "minor" and behind in _wounds():
        return singles["small"]  # "minor burns"
    if word == "fallen" and pieces and pieces[-1].code == "Q" and behind in ("and", ",", ";", ".", ")", ""):
        return _FALLEN  # "17 fallen and 29 wounded", not "12 fallen trees"
    if word == "mia" and pieces and pieces[-1].code in "QPH" and line.text.startswith("MIA", line.starts[i]):
        return singles["missing"]  # "14 WIA, 1 MIA", and no girl's name
    if word == "all" and (not pieces or pieces[-1].code == ";") and behind in _PREDICATES:
        return singles["they"]  # "Sixteen people were on board; all were killed"
    if word == "remains" and pieces and (pieces[-1].code == "s" or (behind == "of" and _people_in(words[i + 2 : i + 6]))):
        return singles["bodies"]  # "his remains were found", "the remains of two men"
    if word in ("butcher", "butchers") and _behind_article(pieces):
        return singles["baker" + word[7:]]._replace(lemma="butcher")  # "two butchers were hurt", "rebels butcher villagers"
    if word == "murders" and entry and _murders(words, pieces, i):
        return entry._replace(role="K", form="third")  # "husband murders wife"
    if word == "that" and pieces and pieces[-1].code == "q" and (known := singles.get(behind)) and known.role in "ats":
        return singles["whether"]  # "said that a man was killed": no man of that kind
    if word == "that" and behind and begins(behind) and _behind_when(pieces):
        return singles["whether"]  # "said on Monday that ten people, all miners, had died"
    if word == "that" and pieces and pieces[-1].code == "c" and behind and begins(behind):
        return singles["whether"]  # "said that he had seen 20 bodies and that 33 people were hurt"
    if word == "that" and i and (verb := singles.get(behind)) and verb.outcome and verb.role in "VK":
        return singles["which"]  # "a shot that killed his son"
    if word in _known_by() and end == i + 1 and pieces and pieces[-1].quantity:
        return singles["local"]  # "three identified men"
    return entry


def _behind_when(pieces: list[Piece]) -> bool:
    """Return whether words of time, or of where it was said, stand last, behind a verb of saying: "said on Monday"."""
    for piece in reversed(pieces[-_FAR:]):
        if piece.code == "q":
            return piece is not pieces[-1]
        if piece.code not in "pduatsxfC1PH":
            return False
    return False


_FAR = 8  # pieces


def _behind_article(pieces: list[Piece]) -> bool:
    """Return whether a noun comes next: behind an article or a number, with a word of its own between or none."""
    at = len(pieces) - (2 if len(pieces) > 1 and pieces[-1].code in "jxfC" else 1)
    return at >= 0 and pieces[at].code in "atsjQ"


def _people_in(words: list[str]) -> bool:
    """Return whether a noun for people is among the next words: "the remains of two miners", not of two temples."""
    singles, phrases = lexicon().singles, lexicon().phrases
    for at, word in enumerate(words):
        known = singles.get(word) or ends().get(word)
        if known is not None and known.role in "HP":
            return True
        if "-" in words and any(
            tuple(words[at : at + len(said)]) == said and of.role in "HP" for said, of in phrases.get(word, ())
        ):
            return True  # "the remains of two charcoal-burners"
    return False


def _murders(words: list[str], pieces: list[Piece], i: int) -> bool:
    """Return whether "murders" is what somebody does: between a person and whom."""
    behind = lexicon().singles.get(words[i + 1]) if i + 1 < len(words) else None
    return bool(pieces) and pieces[-1].code in "HC" and behind is not None and behind.role in "asHP"


def at_a_place(words: list[str], pieces: list[Piece], i: int) -> bool:
    """Return whether "shot at" tells where people were shot: "were shot at a party", "Five shot at party"; not at whom."""
    data, behind = read_vocabulary("en/outcomes")["injured"]["shot_at"], words[i + 2 : i + 6]
    if not behind or not behind[0][0].isalnum() or behind[0] in data["aimed"] or not pieces:
        return False
    if any(piece.code == "b" for piece in pieces[-3:] if piece.code in "bd"):
        return True
    if any(piece.code in "vVKEhb" for piece in pieces) or len(pieces) > 6:
        return False
    last, singles = pieces[-1], lexicon().singles
    who = last.code == "Q" or (last.word is not None and last.word.group in ("children", "women", "people", "civilians"))
    aimed = any(word in data["targets"] or ((known := singles.get(word)) and known.role in "PH") for word in behind)
    return who and not aimed


def compound(line: Line, end: int) -> bool:
    """Return whether a hyphen and another word are glued to a word that ends at `end`."""
    words = line.words
    return end + 1 < len(words) and words[end] == "-" and line.glued(end) and line.glued(end + 1) and words[end + 1][0].isalpha()


@cache
def _known_by() -> frozenset[str]:
    """The words of giving names that right behind a number only describe its people."""
    return frozenset(read_vocabulary("en/grammar")["described"]["words"])


@cache
def _wounds() -> frozenset[str]:
    """The words for wounds, of which "minor" tells how bad they are."""
    return frozenset(read_vocabulary("en/movements")["wounds"])


def _month(line: Line, pieces: list[Piece], i: int, shouted: bool) -> bool:
    """Return whether "may" is the month: behind a day, or with a capital inside a sentence in lower case."""
    return i > 0 and (pieces[-1].code in "u1" or (not shouted and line.capital(i)))


def _country(line: Line, i: int) -> bool:
    """Return whether "us" is the United States: in capitals, and no currency."""
    return line.text.startswith("US", line.starts[i]) and line.words[i + 1 : i + 2] != ["$"]
