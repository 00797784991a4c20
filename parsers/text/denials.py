"""Denials, doubts and retractions in a sentence's own words: `vocab/en/denials.toml`. They are data, even with no number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from aggregator.core.model import Stance
from aggregator.core.vocab import read
from parsers.text import trie
from parsers.text.quantities import begins
from parsers.text.speech import object_of

REACH = 40  # characters between "reports that" and the figure that they told


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue at [start, end), its words as folded, and what it does with a figure."""

    stance: Stance
    start: int
    end: int
    words: str


@cache
def _patterns() -> tuple[trie.Finder, dict[str, Stance], trie.Finder, trie.Finder]:
    """Return the finder of cues, the stance of each, and the finders of the words a denial may be about."""
    data = read("en/denials")
    codes = {"denies": Stance.DENIES, "untrue": Stance.DENIES, "unverified": Stance.UNVERIFIED, "rumours": Stance.UNVERIFIED}
    codes |= dict.fromkeys(("retracts", "takes_back", "wrong"), Stance.RETRACTS) | {"contrary": Stance.DENIES}
    stances = {cue: stance for code, stance in codes.items() for cue in data[code]} | dict.fromkeys(_too_much(), Stance.DENIES)
    stances |= dict.fromkeys(_earlier_version(), Stance.RETRACTS)
    return trie.words(stances), stances, trie.words(data["about"]), trie.words(data["harm"])


@cache
def _too_much() -> frozenset[str]:
    """Return the ways to say that a figure is too high: "was grossly inflated", "were an exaggeration"."""
    data = read("en/denials")["too_much"]
    return frozenset(" ".join(f"{be} {how} {word}".split()) for be in data["be"] for how in data["how"] for word in data["words"])


@cache
def _earlier_version() -> frozenset[str]:
    """Return how a paper's correction tells what it takes back: "an earlier version of this article wrongly said"."""
    data = read("en/denials")["earlier_version"]
    which = [*(f"{which} of this" for which in data["which"]), *data["noted"]]
    return frozenset(" ".join(" ".join(words).split()) for words in product(which, data["what"], data["how"], data["verbs"]))


@cache
def _untrue() -> frozenset[str]:
    """Return the words that say of what stands before them that it is untrue."""
    return frozenset(read("en/denials")["untrue"]) | _too_much()


@cache
def cues() -> trie.Finder:
    """Return the finder of all cues: a sentence without a word of harm may still deny one."""
    called = (f"{verb} the {what}" for verb in read("en/attribution")["doubtful"]["so"] for what in read("en/denials")["figures"])
    return trie.words([*_patterns()[1], *called])


def found(folded: str, start: int, end: int) -> list[Denial]:
    """Return the cues of denial, doubt or retraction in `folded[start:end]`, in order."""
    pattern, stances, _, _ = _patterns()
    told = [Denial(stances[words := " ".join(m.group().split())], *m.span(), words) for m in pattern.finditer(folded, start, end)]
    told = sorted([*(cue for cue in told if _of_a_figure(cue, folded, end)), *_called(folded, start, end)], key=_at)
    data = read("en/denials")
    untrue = max((cue.start for cue in told if cue.words in _untrue()), default=-1)
    return [cue for cue in told if cue.words not in data["rumours"] or cue.start > untrue]  # "rumours of 20 dead are false"


CALLED = "called so"  # the words of a denial that stands around its figure
CALLED_IT = "called it so"  # ... or around "the claim"


def _at(cue: Denial) -> int:
    return cue.start


def _called(folded: str, start: int, end: int) -> list[Denial]:
    """Return the denials that stand around a figure, "called the 49 deaths an exaggeration", or around "the claim"."""
    verdicts = list(_verdicts().finditer(folded, start, end))
    if not verdicts:
        return []
    verb = next(iter(_calls().finditer(folded, start, verdicts[-1].start())), None)
    if verb is None or _BREAK.search(folded, verb.end(), verdicts[-1].start()):
        return []
    told = _object("figures").match(folded, verb.end(), verdicts[-1].start())
    alone = told is not None and _VERDICT.fullmatch(folded, told.end(), verdicts[-1].start()) is not None
    return [Denial(Stance.DENIES, verb.start(), verdicts[-1].end(), CALLED_IT if alone else CALLED)]


_BREAK = re.compile(r"[;:]|, ")
_VERDICT = re.compile(r"(?: (?!(?:that|of|by|about|on)\b)[a-z]+){0,3} ")  # "the claim | a gross | exaggeration"


@cache
def _calls() -> trie.Finder:
    return trie.words(read("en/attribution")["doubtful"]["so"])


@cache
def _verdicts() -> trie.Finder:
    return trie.words(read("en/attribution")["doubtful"]["verdicts"])


def contrary(cue: Denial) -> bool:
    """Return whether a cue only sets reports against what the sentence tells: alone it denies nothing."""
    return cue.words in read("en/denials")["contrary"] or cue.words == CALLED


def _contrary(cue: Denial, folded: str, end: int) -> bool:
    """Return whether "contrary to" is said of reports, "despite" of reports that the sentence goes on to deny."""
    told, comma = _object("reported").match(folded, cue.end, end), folded.find(", ", cue.end, end)
    if told is None or cue.words == "contrary to":
        return told is not None
    after = _WORD.match(folded, comma + 2, end) if comma > 0 else None
    return after is not None and (begins(after.group()) or after.group() in read("en/denials")["after_all"])


_WORD = re.compile(r"\w+")


def _of_a_figure(cue: Denial, folded: str, end: int) -> bool:
    """Return whether a cue may speak of figures: not "could not confirm a motive", nor "withdrew its troops"."""
    if cue.words in read("en/denials")["contrary"]:
        return _contrary(cue, folded, end)
    if cue.words in read("en/denials")["takes_back"]:
        return _object("figures").match(folded, cue.end, end) is not None
    if cue.words.endswith("not confirmed") and folded.endswith(_WHOEVER, 0, cue.start):
        return False  # "sues who publishes figures that it has not confirmed"
    return cue.stance is not Stance.UNVERIFIED or _object("elsewhere").match(folded, cue.end, end) is None


_WHOEVER = ("that it ", "that he ", "that she ", "that they ", "which it ", "which they ")


def stance(cues: Sequence[Denial], folded: str, start: int) -> Stance:
    """Return what the first of a sentence's cues that speaks of the figure at `start` does with it."""
    return next((cue.stance for cue in cues if _colours(cue, folded, start)), Stance.ASSERTS)


def _colours(cue: Denial, folded: str, start: int) -> bool:
    """Return whether a cue speaks of the figure at `start`: a denial of what its clause says behind it, "is untrue" and "was
    wrong" of what reports told before them, a retraction of what stands before it or in its clause, a doubt of all."""
    data, before = read("en/denials"), start < cue.start
    if cue.words in data["of_guilt"]:
        return False  # "denied responsibility for the deaths of 14": they died
    if cue.words in (CALLED, CALLED_IT):
        return cue.start < start < cue.end
    if cue.words in data["contrary"]:
        return not before and "," not in folded[cue.end : start]  # "Contrary to reports of 30 dead, only four had died"
    if cue.words in _untrue() or cue.words in data["wrong"]:
        if not before:
            return _that().match(folded, cue.end) is not None and not ended(folded, cue.end, start)
        told = _reports().search(folded, max(0, start - REACH), start) is not None and not ended(folded, start, cue.start)
        return told or (cue.words in _untrue() and _apart().search(folded, start, cue.start) is None)
    if cue.stance is Stance.UNVERIFIED and cue.words not in data["rumours"]:
        return True
    return cue.stance is Stance.RETRACTS if before else not ended(folded, cue.end, start)


@cache
def _object(kind: str) -> re.Pattern[str]:
    """Return what finds one of the words of a kind as the object of the verb before it: "its earlier toll"."""
    return re.compile(object_of(read("en/denials")[kind]))


@cache
def _reports() -> trie.Finder:
    return trie.words(read("en/denials")["reports"])


@cache
def _that() -> re.Pattern[str]:
    return re.compile(r",? (?:to (?:say|claim|suggest) )?that\b")


@cache
def _apart() -> re.Pattern[str]:
    return re.compile(rf"[,;:]|\b{trie.pattern(read('en/denials')['apart'])}\b")


def ended(folded: str, end: int, start: int) -> bool:
    """Return whether what was denied up to `end` is over before `start`: "denied any deaths, but lawyers counted 24".

    A clause of its own is not denied ("denied that it had bombed a market, where 34 died"), but in what reports told it is
    ("denied reports of a raid in which 34 died").
    """
    if _breaks().search(folded, end, start) is not None or _GOES_ON.search(folded, end, start) is not None:
        return True
    if _ASIDE.search(folded, max(0, end - REACH), end) is not None:
        return "," in folded[end:start]
    told = _reports().search(folded, max(0, end - REACH), min(end + REACH, start)) or _EXISTS.match(folded, end)
    last = max(end + 1, *(folded.rfind(mark, end + 1, start) for mark in ",;"))  # a clause of its own goes on up to the figure
    return told is None and (_CLAUSE.search(folded, last, start) or _WHO.search(folded, end + 1, start)) is not None


def over(folded: str, end: int, start: int) -> int:
    """Return where at the latest what was denied up to `end` is over before `start`: "denied that A | and said B"."""
    goes_on = _GOES_ON.search(folded, end, start)
    return goes_on.start() if goes_on else start


_ASIDE = re.compile(r", (?:who|which)\b[^,;]{1,30}$")  # "the police, who deny it, killed two"
_EXISTS = re.compile(r"(?: that)? there\b")
_GOES_ON = re.compile(
    r" and (?:instead )?(?:said|says|added|adds|insisted|insists|claimed|claims) "
)  # "denied that A | and said B"
# "drunk when the plane crashed and killed 44", "the gunman who killed seven"
_CLAUSE = re.compile(r"(?:\b(?:when|after|where|(?:in|on|at|during) which)|, (?:which|who|whose|said|says))\b")
_WHO = re.compile(r"\b(?:who|which)\b[^,;]{1,20}$")


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(rf"[;:] |, {trie.pattern(read('en/denials')['breaks'])} ")


def about_harm(folded: str, start: int, end: int, *, told: bool) -> bool:
    """Return whether the sentence speaks of harm or, where harm was `told` of before, of reports and figures."""
    _, _, about, harm = _patterns()
    return (about if told else harm).search(folded, start, end) is not None
