"""Who the people of a claim are: the text's own words, the groups of the vocabulary they belong to, and whether they fight."""

from __future__ import annotations

from functools import cache

from aggregator.core.model import Status, Victims
from aggregator.core.vocab import read
from parsers.text.lexicon import lexicon
from parsers.text.pieces import Piece
from parsers.text.tokens import Line


@cache
def _status_words() -> dict[str, Status]:
    """The adjectives that settle a status."""
    return {word: Status(code) for code, words in read("en/victims")["words"].items() for word in words}


def describe(line: Line, piece: Piece, like: Piece | None = None) -> Victims:
    """Return the victims of a piece; `like` is another piece that says who they are ("two were women")."""
    if like is not None and piece.code == "M" and piece.word is not None and piece.word.group == "men":
        return inherit(describe(line, piece), describe(line, like))  # "nine men, all soldiers"
    source = like or piece
    span = _span(source)
    if span is None:
        return Victims()
    tokens = range(*span)
    text = line.text[line.starts[span[0]] : line.ends[span[1] - 1]]
    tokens = _themselves(line, tokens)
    groups, statuses = _read([line.words[i] for i in tokens])
    if source.code == "D" and line.words[span[1] - 1] in read("en/victims")["own"]["forces"]:
        groups.append("combatants")
        statuses.append(Status.COMBATANT)
    if source.code == "D" and not groups and text.islower() and _status_words().keys().isdisjoint(line.words[slice(*span)]):
        return Victims()  # "35 probable deaths", "dengue deaths": nobody's
    owner = source.head is not None and source.head < tokens.start
    if source.word and source.word.group and not owner:
        groups.append(source.word.group)
        statuses.append(source.word.status)
    status = _status(statuses, line, tokens)
    if status in (Status.UNKNOWN, Status.CIVILIAN) and tokens.stop == piece.end and _fighters(line, tokens.stop, status):
        status = Status.COMBATANT
    return Victims(text=text, groups=tuple(dict.fromkeys(groups)), status=status)


_BEHIND = 5  # words in which a force is named
_FIGHTS_FOR = frozenset(("alongside", "beside", "for", "with", "in", "against"))


def _fighters(line: Line, end: int, status: Status) -> bool:
    """Return whether what stands behind people makes fighters of them: "members | of Hamas", "men | fighting for the rebels"."""
    words, told = line.words, read("en/victims")["belongs"]
    if words[end : end + 1] == ["fighting"] and words[end + 1 : end + 2] and words[end + 1] in _FIGHTS_FOR:
        return _a_force(line, end + 2)
    members = status is Status.UNKNOWN and words[end - 1] in told["members"]
    return members and words[end : end + 1] == ["of"] and _a_force(line, end + 1)


def _a_force(line: Line, start: int) -> bool:
    """Return whether the words at `start` name a force: "the army", "a rebel group"; not "the army's families"."""
    named, told = list[str](), read("en/victims")["belongs"]
    for word in line.words[start : start + _BEHIND]:
        if not (word.isalpha() or word == "-" or word.startswith("al-")) or word in told["ends"]:
            break
        named.append(word)
    behind = line.words[start + len(named) : start + len(named) + 1]
    if not named or behind[:1] in (["'"], ["'s"]) or not _never().isdisjoint(named):
        return False
    return not _forces().isdisjoint(named)


@cache
def _forces() -> frozenset[str]:
    """The words that name a force: those of fighters, of sides that fight and of what they call themselves."""
    data = read("en/victims")
    return frozenset((*data["words"]["combatant"], *data["belongs"]["forces"], *(f"{w}s" for w in data["belongs"]["plural"])))


@cache
def _never() -> frozenset[str]:
    """The words that make no force of those around them: "members of army families"."""
    data = read("en/victims")
    return frozenset((*data["kept"]["nouns"], *data["belongs"]["never"]))


def _themselves(line: Line, tokens: range) -> range:
    """Return the words without those of whom the people belong to: of "soldiers' wives" the wives."""
    owners = [i for i in tokens if line.words[i] in _OWNS and i + 1 < tokens.stop]
    rest = range(owners[-1] + 1, tokens.stop) if owners else tokens
    return rest if _read([line.words[i] for i in rest])[0] else tokens  # "two driver's mates"


_OWNS = frozenset(("'", "'s", "\u2019", "\u2019s"))


def _span(piece: Piece) -> tuple[int, int] | None:
    """Return the tokens of the words; bodies, lives and deaths are no description of whose they were."""
    if piece.words is None or (
        piece.word and piece.word.outcome and not piece.word.group and piece.word.role in "HP" and _mere(piece)
    ):
        return None
    return piece.words


def _mere(piece: Piece) -> bool:
    """Return whether the head noun only tells that there were dead."""
    return piece.word is not None and piece.word.lemma in read("en/victims")["mere"]


def _read(words: list[str]) -> tuple[list[str], list[Status]]:
    """Return the groups and statuses of the person nouns among these words."""
    groups, statuses, table = [], [], lexicon()
    at = 0
    while at < len(words):
        entry, length = None, 1
        for phrase, word in table.phrases.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase and word.group:
                entry, length = word, len(phrase)
                break
        if entry is None:
            entry = table.singles.get(words[at])
        if entry and entry.group:
            groups.append(entry.group)
            behind = table.singles.get(words[at + length]) if at + length < len(words) else None
            if entry.form != "singular" or behind is None or not behind.group:  # not the first of "a student leader"
                statuses.append(entry.status)
        at += length
    return groups, statuses


def _status(statuses: list[Status], line: Line, tokens: range) -> Status:
    """Return the status that nouns and adjectives give together; civilians and fighters make it mixed."""
    told = [_status_words()[line.words[i]] for i in tokens if line.words[i] in _status_words() and not _not_so(line, i)]
    if line.words[tokens.stop - 1] in read("en/victims")["kept"]["nouns"]:
        told = [status for status in told if status is not Status.COMBATANT]  # "nine army families"
    known: set[Status] = {status for status in statuses if status is not Status.UNKNOWN}
    if told and (not known or (known == {Status.CIVILIAN} and Status.COMBATANT in told and not known & set(told))):
        known = {told[0]} if len(set(told)) == 1 else set(told)
    if len(known) > 1:
        return Status.MIXED
    return known.pop() if known else Status.UNKNOWN


def _not_so(line: Line, at: int) -> bool:
    """Return whether a word stands behind "non-": "non-military staff"."""
    return at > 1 and line.words[at - 1] == "-" and line.words[at - 2] == "non"


def inherit(victims: Victims, other: Victims) -> Victims:
    """Return `victims` with the status of the people they are part of or stand beside, where their own words give none."""
    if victims.status is not Status.UNKNOWN or other.status in (Status.UNKNOWN, Status.MIXED):
        return victims
    return Victims(text=victims.text, groups=victims.groups, status=other.status)
