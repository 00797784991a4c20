"""Who is meant: the speaker of a hand-over, with pronouns, "the ministry" and short forms followed back, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aggregator.core import gazetteer
from aggregator.core.model import Outcome
from parsers.text.bodies import registered
from parsers.text.cues import Cue
from parsers.text.lexicon import lexicon
from parsers.text.quantities import begins
from parsers.text.reading import Line, Reading
from parsers.text.speech import words

FAR_BACK = 3000  # characters over which "the ministry" may refer back
NEAR_ANSWER = 60  # characters of its sentence before "he said"
NEAR_BACK = 1200  # characters over which "he" may
_CAPITALS = re.compile(
    r"(?:[^\W\d_a-zß-ÿ][\w.'’&-]*)(?:\s+(?:(?:of|for|in|and|the|de|del|la|on|to)\s+){0,2}[^\W\d_a-zß-ÿ][\w.'’&-]*)*"
)


def around(reading: Reading, quote: tuple[int, int]) -> Cue | None:
    """The speaker of a quotation of several sentences: named behind its end, before its opening, or in the sentence before."""
    closing = reading.line(reading.index(quote[1]))
    after = next((cue for cue in closing.cues if quote[1] <= cue.start <= quote[1] + 60), None)
    if after is not None:
        return after
    opening = reading.line(reading.index(quote[0]))
    before = [cue for cue in opening.cues if cue.end <= quote[0]]
    if before:
        return before[-1]
    if opening.index == 0 or reading.paragraph(opening.index) > opening.index - 1:
        return None
    previous = reading.line(opening.index - 1)
    spoke = [cue for cue in previous.cues if reading.quote(cue.start) is None]
    return spoke[-1] if spoke else None


def text_of(reading: Reading, cue: Cue) -> str:
    return " ".join(reading.text[slice(*cue.name)].split()) if cue.name else ""


def speaker(reading: Reading, line: Line, cue: Cue, depth: int = 0) -> str | None:
    """Return who speaks in `cue` of `line`, in the text's words: a pronoun or a bare "the ministry" is followed back."""
    w = words()
    name = text_of(reading, cue)
    low = name.lower().replace("’", "'")
    parts = low.split()
    if not parts or parts[0] in w.ours:
        return None
    if low in w.own:
        quote = reading.quote(cue.start)
        outer = around(reading, quote) if quote and depth < 2 else None
        return speaker(reading, line, outer, depth + 1) if outer else None
    if low in w.pronouns or low in w.objects:
        return _antecedent(reading, line, cue, w.objects.get(low, low))
    bare = [part for part in parts if part not in ("the", "same", "this", "that")]
    if parts[0] in ("the", "same", "this") and 1 <= len(bare) <= 2 and bare[-1] in w.heads:
        return _mention(reading, line, cue, bare) or name
    return _spelled(reading, name)


def _earlier(reading: Reading, line: Line, cue: Cue, limit: int) -> Iterator[str]:
    """Yield the names of the speakers before `cue`, the nearest first, pronouns left out."""
    w = words()
    unnamed = w.pronouns | w.own | w.objects.keys()
    index = line.index
    while index >= 0:
        here = reading.line(index)
        if cue.start - here.end > limit:
            return
        for other in reversed(here.cues):
            name = text_of(reading, other)
            if other.end <= cue.start and name and name.lower() not in unnamed:
                yield name
        index -= 1


def _is_person(name: str) -> bool:
    if gazetteer.country_of(name.lower().removeprefix("the ")) or _ACRONYM.fullmatch(name) or registered(name):
        return False
    parts = re.findall(r"[\w']+", name.lower())
    w = words()
    if "of" in parts and parts[parts.index("of") - 1] in w.bodies:
        return False  # "the Central Committee of Doctors"
    return any(part in w.persons for part in parts) or not any(part in w.bodies or part in w.wires for part in parts)


_ACRONYM = re.compile(r"(?:[Tt]he )?[A-Z]{2,7}")  # "The RSF": it, not he


def _is_plainly_person(name: str) -> bool:
    return any(part in words().persons for part in re.findall(r"[\w']+", name.lower()))


_HURT = frozenset(Outcome) - {Outcome.DISPLACED, Outcome.EVACUATED}
_JOINS = frozenset(("for", "against", "without", "watch"))  # "Doctors for Ardo"


def _may_be_body(name: str) -> bool:
    """Whether "the group" may be this name: not "a shopkeeper, Amina Dele"."""
    parts = re.findall(r"[\w']+", name.lower().replace("\u2019", "'"))
    if _ACRONYM.fullmatch(name) or registered(name):
        return True
    w = words()
    person = _is_plainly_person(name)
    if name[0].isupper() and not _JOINS.isdisjoint(parts[1:2]) and (not person or _is_crowd(name)):
        return True
    return not person and any(part.removesuffix("'s") in w.bodies or part in w.wires for part in parts)


def _is_crowd(name: str) -> bool:
    """Whether a name's own noun is of several persons: "Residents", "Gunmen on motorcycles"."""
    own = next((part for part in re.findall(r"[\w']+", name.lower()) if part in words().persons), "")
    return own.endswith(("s", "men")) and not own.endswith("ss")


def _antecedent(reading: Reading, line: Line, cue: Cue, pronoun: str) -> str | None:
    """Follow "he", "it" or "they" back to the nearest speaker it may mean, or to the subject of a sentence before."""
    w = words()
    if pronoun in w.one and (answering := _answers(reading, line, cue, pronoun)):
        return answering
    for name in _earlier(reading, line, cue, NEAR_BACK):
        if (pronoun in w.one and not _is_person(name)) or (pronoun in w.body and _is_person(name)):
            continue
        if pronoun in w.many and not _is_many(name):
            continue
        return _spelled(reading, name)
    return _subject(reading, line, cue, pronoun)


def _answers(reading: Reading, line: Line, cue: Cue, pronoun: str) -> str | None:
    """Who opens the sentence before and answers another there: "The envoy Ana Lind called that a lie. She said ...".

    What they do is no verb of saying, so that nobody speaks in that sentence.
    """
    if line.index == 0 or line.start < cue.start - NEAR_ANSWER or reading.paragraph(line.index) == line.index:
        return None
    before = reading.line(line.index - 1)
    answer = words().answering.search(reading.lower, before.start, before.end)
    if answer is None or any(other.name for other in before.cues):
        return None
    return _subject(reading, before, cue, pronoun, answer.start())


def _is_many(name: str) -> bool:
    last = re.findall(r"[\w']+", name.lower())
    return bool(last) and (
        " and " in name.lower() or any((p.endswith("s") and not p.endswith("'s")) or p == "police" for p in last)
    )


def _subject(reading: Reading, line: Line, cue: Cue, pronoun: str, before: int | None = None) -> str | None:
    """The subject that opens this sentence or one of the two before, where it is a person or a body.

    With `before`, that of this sentence only, which ends before that offset.
    """
    w = words()
    for index in range(line.index, max(-1, line.index - (3 if before is None else 1)), -1):
        start, end = reading.spans[index]
        taken: list[str] = []
        for match in re.finditer(r"[\w.'’-]+|[,;:]", reading.text[start : min(end, start + 120, before or cue.start)]):
            word, low = match.group(), match.group().lower().rstrip(".'\u2019")
            if low in w.stops or word in ",;:" or len(taken) >= 9 or (low in ("on", "said", "in") and not taken):
                break
            if not (
                word[0].isupper()
                or low in w.heads
                or low in ("of", "the", "for", "and", "a", "an", "senior", "local", "former", "top", "chief")
            ):
                break
            taken.append(word)
        while taken and taken[-1].lower() in ("of", "the", "for", "and", "on", "in"):
            taken.pop()
        name = " ".join(taken)
        lows = [t.lower() for t in taken]
        if reading.upper and (len(taken) > 6 or not any(low in w.heads for low in lows)):
            continue
        known = any(low in w.heads for low in lows) or sum(t[0].isupper() for t in taken) >= 2
        if (
            taken
            and known
            and (not begins(lows[0]) or lows[0] in ("a", "an"))  # "Ten soldiers were killed on our side, he said"
            and lows[-1] not in w.never
            and lows[0] not in w.never_first
            and _fits(reading.lower[start:end], name, pronoun)
        ):
            return name
    return None


def _fits(sentence: str, name: str, pronoun: str) -> bool:
    """Whether a pronoun may mean who opens a sentence: nobody who comes to harm there, and no crowd where another is told of."""
    w, person, crowd = words(), _is_person(name), _is_crowd(name)
    others = re.findall(r"[\w']+", sentence)[len(name.split()) :]
    if crowd or name.lower().startswith(("a ", "an ")):
        known = lexicon().singles
        if any((word := known.get(other)) is not None and word.outcome in _HURT for other in others):
            return False
    if pronoun in w.many and person:
        return crowd and not any(other in w.persons or other in w.bodies for other in others)
    return person == (pronoun in w.one) and not (crowd and pronoun in w.one)


def _mention(reading: Reading, line: Line, cue: Cue, bare: list[str]) -> str | None:
    """Follow "the ministry" back to the longer name that it stands for: a speaker, a name in the text, or the publisher."""
    w = words()
    head = bare[-1]
    for name in _earlier(reading, line, cue, FAR_BACK):
        parts = re.findall(r"[\w']+", name.lower())
        if head in parts and len(parts) > len(bare) + 1 and all(part in parts for part in bare):
            return _spelled(reading, name)
    found = _proper(reading, head, cue.start)
    if found:
        return found
    publisher = reading.document.publisher or ""
    if head in publisher.lower().split():
        spoke = _earlier(reading, line, cue, NEAR_BACK) if head in w.generic else ()
        bodies = (name for name in spoke if len(_CAPITALS.findall(name.removeprefix("The "))) and not _is_plainly_person(name))
        return next((_spelled(reading, name) for name in bodies), publisher)  # who spoke before, not who prints it
    if head in w.generic and all(part == head or part in w.generic_kinds for part in bare):
        spoke = (_spelled(reading, name) for name in _earlier(reading, line, cue, NEAR_BACK) if _may_be_body(name))
        return next(spoke, None) or _initials(reading, cue.start)
    return None


_LETTERS = re.compile(r"\b[A-Z]{3,8}\b")


def _initials(reading: Reading, before: int) -> str | None:
    """The body known by its letters that stands last before an offset: "fired on the MSF hospital, the group said"."""
    if reading.upper:
        return None
    found = _LETTERS.findall(reading.text, max(0, before - NEAR_BACK), before)
    return next((name for name in reversed(found) if name.lower() in words().headline), None)


def _proper(reading: Reading, head: str, before: int) -> str | None:
    """The last proper name before offset `before` in which `head` stands with a capital: "Kasu Observatory for Rights"."""
    if reading.upper:
        return None
    floor = max(0, before - FAR_BACK)
    at = reading.lower.rfind(head, floor, before)
    while at >= 0:
        if reading.text[at].isupper() and (at == 0 or not reading.text[at - 1].isalnum()):
            left = max(floor, reading.text.rfind("\n", floor, at), reading.spans[reading.index(at)][0], at - 80)
            for match in _CAPITALS.finditer(reading.text, left, min(before, at + 80)):
                if match.start() <= at < match.end() and len(match.group().split()) >= 2:
                    words_ = match.group().split()
                    if words_[0].lower() in ("the", "a", "on", "in", "but", "and"):
                        words_ = words_[1:]
                    return " ".join(words_) if len(words_) >= 2 else None
        at = reading.lower.rfind(head, floor, at)
    return None


def _spelled(reading: Reading, name: str) -> str:
    """Return a short form with the long one that the text gave it: "KMB" as "Kasu Mine Board (KMB)"."""
    core = name.removeprefix("The ").removeprefix("the ")
    if not (2 <= len(core) <= 8 and core.isupper() and core.isalpha()) or reading.upper:
        return name
    at = reading.text.find(f"({core})")
    if at <= 0:
        return name
    run = list(_CAPITALS.finditer(reading.text, max(0, at - 90), at))
    if not run or at - run[-1].end() > 2:
        return name
    long = [word for word in run[-1].group().split() if word.lower() not in ("the", "on")]
    initials = "".join(word[0] for word in long if word[0].isupper())
    return f"{' '.join(run[-1].group().split())} ({core})" if initials[:1] == core[0] and len(long) > 1 else name
