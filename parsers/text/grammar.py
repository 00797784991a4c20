"""Who was harmed: the rules that join people to what befell them.

A sentence comes as pieces (see `chunks`), its shape as the string of their codes. Each trigger word - a verb, a state, a noun of
harm - looks for its people where English puts them: before it, behind it, after "of" (see `seek`). Every rule has a name, which
the claim keeps. `RULES`, at the end, says which rules a trigger tries, in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from aggregator.core.model import Basis, Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import moves, parts
from parsers.text.clause import PEOPLE, Clause, Finding, unreal, verb_group
from parsers.text.pieces import Piece
from parsers.text.seek import before, has_predicate, in_phrase, joined_left, joined_right, objects, subject


def read(pieces: list[Piece], words: list[str], told: Outcome | None = None, whole: Outcome | None = None) -> list[Finding]:
    """Return what the sentence says befell whom, in the order of the text, each (people, outcome) once.

    `told` is what the text told last: "They were identified as" goes on from there. `whole` is the one thing that the sentence
    right before told of more than one person: "Three of them were children" are a part of those.
    """
    clause = Clause(pieces, words, told=told)
    listed = series(clause)
    for index, piece in enumerate(pieces):
        if piece.trigger is None or index in listed:
            continue
        for rule in RULES.get(piece.code, ()):
            if rule(clause, index):
                break
    moves.told(clause)
    parts.of_the_dead(clause)
    if clause.found:
        parts.among(clause)
        parts.included(clause)
        parts.split(clause)
        parts.apart(clause)
        parts.graded(clause)
        parts.gapped(clause)
    parts.items(clause)
    parts.named(clause, told)
    if whole is not None:
        parts.continued(clause, whole)
    best: dict[tuple[int, Outcome], Finding] = {}
    for finding in clause.found:
        best.setdefault((finding.piece, finding.outcome), finding)
    return sorted(parts.one_harm(clause, list(best.values())), key=lambda f: (pieces[f.piece].start, f.outcome))


_LAST = re.compile(r"N(?=[.;,]|$)")
_LABEL = re.compile(
    r"(?:\([^()]{1,3}\))?(?:[po][tsa]?[SXfx]{1,2})?[:=-](?P<n>[NM])(?![VIA])|(?P<end>N)$|(?P<told>[,pWwd][ptsajxdefvuUXbhcC]{0,7}:(?P<last>N)(?=[,;.]|$))"
)


def label(clause: Clause, index: int) -> bool:
    """ "Deaths: 12", "Injured - 40"."""
    left = before(clause, index - 1, "xj")
    if _LAST.match(clause.shape, index + 1) and clause.shape[index] == "O" and (left < 0 or clause.shape[left] in ";:."):
        return clause.add(index, [index + 1], "label")  # "; cumulative deaths 64."
    match = _LABEL.match(clause.shape, index + 1)
    if match and match["told"]:  # "Deaths so far this week: 9"
        return before(clause, index - 1, "xejS") < 0 and clause.add(index, [match.start("last")], "label")
    if (
        match is None
        or (match["end"] and index)
        or (match.end() - index > 3 and index and clause.shape[index - 1] not in ".;:")
        or (index and clause.shape[index - 1] not in ".;,:)-=?NxMG")
    ):
        return False
    households = index > 0 and clause.shape[index - 1] == "G"  # "Families evacuated: 40"
    return clause.add(index, [match.end() - 1], "label", like=index - 1 if households else None)


_SERIES = re.compile(r"(?:^|(?<=[.;:]))d?[VAOI]N(?:[,;c]{1,2}[VAOI]N)+(?=[.;:]|$)")


def series(clause: Clause) -> set[int]:
    """ "Killed 2, injured 3, missing 1": each number is the word's before it. Return the triggers that are read so."""
    read_so: set[int] = set()
    for match in _SERIES.finditer(clause.shape):
        for at in range(match.start(), match.end() - 1):
            if clause.shape[at] in "VAOI" and clause.shape[at + 1] == "N" and clause.add(at, [at + 1], "label"):
                read_so.add(at)
    return read_so


_OF_THINGS = re.compile(r'[dtsa"]*X')  # "killed 12 goats": of no concern here


_AND_VERB = re.compile(r"c[VEK]")
_AWAY = frozenset(("from", "out of", "into", "off", "across"))  # "drove 9,000 people from the town"


def active(clause: Clause, index: int) -> bool:
    """ "killed 63 people", "has killed at least 12", "killing a judge"."""
    group, shape = verb_group(clause, index), clause.shape
    if group.passive and shape[index] in "V":
        return False
    people = objects(clause, index + 1)
    if not people and _AND_VERB.match(shape, index + 1):
        people = objects(clause, index + 3)
    if not people:
        return _OF_THINGS.match(shape, index + 1) is not None and not group.passive
    word = clause.pieces[index].trigger
    if word and word.lemma == "beat" and not _beaten(clause.pieces[people[0]]):
        return True  # "beat 12 rivals"
    if unreal(clause, group) or (group.left >= 0 and shape[group.left] in "ot" and shape[index] == "K"):
        return True
    if (
        shape[index] == "V"
        and "h" not in group.codes
        and not _to_death(clause, people[-1])
        and has_predicate(clause, people[0])
        and shape[index - 1 : index] not in ("c", ",")
    ):
        return False
    if (
        word
        and word.lemma in ("drive", "move")
        and (people[-1] + 1 >= len(shape) or shape[people[-1] + 1] not in "p" or clause.text(people[-1] + 1) not in _AWAY)
    ):
        return False
    return clause.add(index, people, "active")


def _beaten(piece: Piece) -> bool:
    """Return whether these people are beaten with fists, not in a game or at the polls."""
    word = piece.word
    return word is not None and (
        word.group in ("aid_workers", "family", "women", "children") or word.lemma in moves.words("beaten")
    )


def reflexive(clause: Clause, index: int) -> bool:
    """ "killed himself", "before committing suicide": whoever acts is the victim."""
    word = clause.pieces[index].trigger
    selves = index + 1 < len(clause.shape) and clause.text(index + 1) in ("himself", "herself", "themselves")
    if not selves and not (word and (word.lemma in _SUICIDE or word.lemma.endswith(("himself", "herself")))):
        return False
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    people = subject(clause, index, group)
    if not people:
        first = next((i for i in range(index) if clause.shape[i] == "S" and not in_phrase(clause, i)), None)
        he = next((i for i in range(index) if clause.shape[i] == "r" and clause.text(i) in ("he", "she")), None)
        people = [min(i for i in (first, he) if i is not None)] if (first, he) != (None, None) else []
    clause.add(index, people + (objects(clause, index + 3) if clause.shape[index + 2 : index + 3] == "c" else []), "reflexive")
    return True


_SUICIDE = frozenset(("commit suicide", "take his own life", "take her own life"))


_PRONOUN = re.compile(r"r|s(?![SMGxjfH])")


def them(clause: Clause, index: int) -> bool:
    """ "fired at three people, killing them", "wounding her in the arm": the people of the words before."""
    if not _PRONOUN.match(clause.shape, index + 1) or unreal(clause, verb_group(clause, index)):
        return False
    pronoun = clause.text(index + 1)
    codes = "MN" if pronoun == "them" else "S" if pronoun in ("him", "her") else ""
    at = next((at for at in range(index - 1, -1, -1) if clause.shape[at] in codes), None) if codes else None
    if at is None and codes == "S" and clause.shape[index + 1] == "r":
        at = index + 1  # whom the sentence before tells
    return at is not None and clause.add(index, joined_left(clause, at) if codes == "MN" else [at], "them")


_BOTH_WAYS = frozenset(("suffocate", "burn to death", "hang"))  # "34 workers had suffocated"
_ACTING = re.compile(r"(?:r|wS)d*(?:[VI]cd*)?$")
_AS_OBJECTS = frozenset(("move", "drive", "lose", "beat", "destroy", "eliminate", "seize"))


def passive(clause: Clause, index: int) -> bool:
    """ "63 people were killed", "12 wounded in a raid", "the policeman who was shot"."""
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    word = clause.pieces[index].trigger
    if not group.passive and word and word.lemma in _AS_OBJECTS and not _done_to(clause, index):
        return False  # "12 lorries moved", "the side lost"
    if word and word.lemma == "drive" and not _driven(clause, index):
        return False  # "40 voters were driven to the polls"
    if "h" in group.codes and not group.passive and not (word and word.lemma in _BOTH_WAYS):
        return False  # "had taken hostages"
    if group.left >= 0 and clause.shape[group.left] in "c," and clause.text(group.left + 1) == "all":
        return True  # "four were hurt, two of them badly, and all were taken to hospital"
    if not group.passive and clause.shape[index + 1 : index + 2] == "r":
        return True  # "killed it"
    if not group.passive and _ACTING.search(clause.shape, 0, index):
        return True  # "he shot and killed the head of the school", "whom Ardan shot": they acted
    if not group.passive and clause.shape[index + 1 : index + 2] == "G" and clause.shape[group.left] in "Sr":
        return True  # "why Ardan shot his parents"
    if not group.codes.strip("d") and group.left >= 0 and clause.shape[group.left] in "pts":
        return False  # "on injured reserve", "the wounded"
    return clause.add(index, subject(clause, index, group) + _alongside(clause, index), "passive")


def _done_to(clause: Clause, index: int) -> bool:
    """Return whether a participle alone is a passive: "two men beaten at a checkpoint", "12 sailors seized by pirates"."""
    return clause.text(index) == "beaten" or (clause.text(index) == "seized" and clause.shape[index + 1 : index + 2] == "y")


def _driven(clause: Clause, index: int) -> bool:
    """Return whether people driven were driven out, not somewhere in a car."""
    return clause.shape[index + 1 : index + 2] != "z"


_WITH = re.compile(r"(?:y[tsaj]*[GXMSfx]{1,2})?,?d*&")


def _alongside(clause: Clause, index: int) -> list[int]:
    """Return the people named behind the trigger as sharing its harm: "was killed alongside her son"."""
    match = _WITH.match(clause.shape, index + 1) if "&" in clause.shape else None
    return objects(clause, match.end()) if match else []


_INVERTED = re.compile(r"d*(?:[po][^bMNUVIA]{0,8})?b[td]*(?=[MNUS](?!d*[VIA]))|i[td]*(?=[MNU])")


def inverted(clause: Clause, index: int) -> bool:
    """ "Killed were two soldiers", "the man killed was Jamar", "those killed included two children"."""
    match = _INVERTED.match(clause.shape, index + 1)
    if match and match.group()[0] == "i" and clause.shape[index - 1 : index] != "t":
        return False  # "20 killed including two children"
    return bool(match) and clause.add(index, joined_right(clause, match.end()), "inverted") if match else False


def happens(clause: Clause, index: int) -> bool:
    """ "63 people died", "12 drown in ferry sinking"."""
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    suffers = clause.pieces[index].trigger
    if suffers and suffers.lemma.startswith("suffer"):
        behind = clause.words[clause.pieces[index].end : clause.pieces[index].end + 5]
        counted = (
            group.left >= 0 and clause.shape[group.left] in "MN"
        )  # one person who is found so is told of again, often as dead
        if counted and not moves.words("wounds").isdisjoint(behind):  # "two men suffering from gunshot wounds"
            clause.pieces[index] = clause.pieces[index].but(word=suffers._replace(outcome=Outcome.INJURED))
    if clause.shape[index] == "J" and not (group.left >= 0 and clause.shape[group.left] in PEOPLE + "z"):
        return False
    people = subject(clause, index, group) + _alongside(clause, index)
    word = clause.pieces[index].trigger
    deadly = word is not None and (word.lemma == "drown" or word.lemma.endswith(" to death"))
    drowned = objects(clause, index + 1) if deadly and not people else []
    if drowned:
        return clause.add(index, drowned, "active")  # "the wave drowned 40 villagers"
    return clause.add(index, [i for i in people if clause.shape[index] != "J" or clause.shape[i] != "S"], "happens")


_FORCED = re.compile(r"[vKE][td]*([MNU])[^.;vVI]{0,6}z$")


def forced(clause: Clause, index: int) -> bool:
    """ "forced thousands to leave their homes"."""
    match = _FORCED.search(clause.shape, 0, index) if clause.shape[index - 1 : index] == "z" else None
    if match and clause.text(match.start()) in (
        "forced",
        "forcing",
        "forces",
        "prompted",
        "prompting",
        "caused",
        "causing",
        "led",
        "made",
        "compelled",
    ):
        return clause.add(index, [match.start(1)], "forced")
    return False


_SEIZED = re.compile(r"v[tda]*(?=[MNUS](?:[,c]+[tda]*[MNUS])*$)")
_SEIZES = frozenset("take takes took taking taken hold holds held holding seized seizing keep keeps kept keeping".split())


def captive(clause: Clause, index: int) -> bool:
    """ "took two passengers hostage", "holding 12 people captive"."""
    match = _SEIZED.search(clause.shape[:index])
    if match is None or clause.text(match.start()) not in _SEIZES or unreal(clause, verb_group(clause, match.start())):
        return False
    return clause.add(index, objects(clause, match.end()), "captive")


_LEAVES = re.compile(r"v[tds]*[MNU][^vVIA.;:W]{1,10}$")
_LEFT_SO = re.compile(r"[vV][^.;:]{0,12}$")
_MIGHT = re.compile(r"m[dn]*v[tdsa]*[MNU][^.;:,]{0,6}$")


def state(clause: Clause, index: int) -> bool:
    """ "12 dead", "left three people dead", "20,000 families homeless", "were missing"."""
    word = clause.pieces[index].trigger
    if word and word.lemma in _TO_DEATH:
        return to_death(clause, index)
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    left = group.left
    if clause.shape[max(0, left - 2) : left + 1] == "Nor":
        return clause.add(index, [left - 2], "state")  # "one of them fatally"
    if (
        not group.passive
        and (left < 0 or clause.shape[left] not in PEOPLE + ",cw)")
        and not _LEAVES.search(clause.shape, 0, index)
    ):
        return False
    if _MIGHT.search(clause.shape, 0, index):
        return True  # "could leave 100,000 homeless"
    people = subject(clause, index, group)
    left_so = _LEFT_SO.search(clause.shape, 0, people[0]) if people else None
    so = [i for i in people if clause.shape[i] != "S" or left_so or clause.pieces[i].word or _one_more(clause, i)]
    return clause.add(index, so, "state")


def _one_more(clause: Clause, index: int) -> bool:
    """Return whether a person is "another" or "a fourth": of those told of just before."""
    words = clause.text(index).split()
    return words[0] in ("a", "another") and (len(words) == 1 or words[-1] in read_vocabulary("en/numbers")["ordinals"])


_TO_DEATH = frozenset(("to death", "to their deaths", "to his death", "to her death"))


def to_death(clause: Clause, index: int) -> bool:
    """ "choked six students to death", "were kicked to death", "jumped to their deaths"."""
    shape = clause.shape
    match = re.compile(r"([VKEIJexv])[tds]*([MNUS])d*$").search(shape, 0, index)
    if match:
        verb, people = match.start(1), joined_left(clause, match.start(2))
    else:
        verb = before(clause, index - 1, "d")
        if verb < 0 or shape[verb] not in "VKEIexv":
            return False
        people = subject(clause, verb, verb_group(clause, verb))
    group = verb_group(clause, verb)
    if (
        clause.text(verb).split()[-1] in moves.words("no_deed")
        or set(group.words) & moves.words("no_deed")
        or unreal(clause, group)
    ):
        return True
    return clause.add(index, people, "to_death")


def _to_death(clause: Clause, people: int) -> bool:
    """Return whether "to death" stands behind people: no predicate of theirs."""
    word = clause.pieces[people + 1].word if people + 1 < len(clause.pieces) else None
    return word is not None and word.lemma in _TO_DEATH


_OF = re.compile(r"(?:d|p[tsa]?[SXfx]){0,2}o")


def of(clause: Clause, index: int) -> bool:
    """ "the deaths of 63 people", "the murder of a judge", "the bodies of three"."""
    match = _OF.match(clause.shape, index + 1)
    if match is None or (index and clause.shape[before(clause, index - 1, "tsaj")] in "~"):
        return False
    people, word = objects(clause, match.end()), clause.pieces[index].trigger
    if word and word.form == "plural" and len(people) == 1 and clause.pieces[people[0]].name:
        return False  # "the arrests of opponents"
    return clause.add(index, people, "of")


def possessive(clause: Clause, index: int) -> bool:
    """ "Gray's death"."""
    word = clause.pieces[index].trigger
    if (
        word
        and word.form == "singular"
        and word.outcome is not Outcome.INJURED
        and clause.shape[max(0, index - 2) : index] == "S'"
    ):
        return clause.add(index, [index - 2], "possessive")
    return False


_TOLL_OF = re.compile(r"o[^.;:]{1,16}:(?=[NM])")  # "Toll of the massacre in Kasu: 12 civilians"
_TO_NUMBER = re.compile(r"(?:[^.;:IAONMU]*?[zbpvdoy][tdap]*|[:=-]|o[td]*)(?=[NMU])")
_AS = re.compile(r"W[td]*(?=[NM])")  # "gave the death toll as 43"
_AT_ONCE = re.compile(r"[td]*(?=[NMU])")  # "put the number at | ten"
_CHANGED = re.compile(r"d?z[td]*(?=[NMU])")


def toll(clause: Clause, index: int) -> bool:
    """ "the death toll rose from 12 to 20", "rose by five to 68", "a toll of 63", "bringing the total to 31"."""
    word = clause.pieces[index].trigger
    match = _TO_NUMBER.match(clause.shape, index + 1, index + 30) or _AS.match(clause.shape, index + 1)
    match = match or _TOLL_OF.match(clause.shape, index + 1)
    if word and word.lemma.endswith(_COUNTS):
        match = _AT_ONCE.match(clause.shape, index + 1)
    if match is None or (match.re is _AS and clause.text(index + 1) != "as"):
        return False
    if word and (word.lemma in _FIGURES or word.lemma.endswith(_COUNTS)):
        return _figure(clause, index, match.end())
    if word and "total" in word.lemma and clause.found:
        clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=clause.found[-1].outcome))
    at = match.end()
    by = Basis.INCREMENT if any(clause.text(i) == "by" for i in range(match.start(), at)) else None
    changed = _CHANGED.match(clause.shape, at + 1)
    if changed:
        if by:
            clause.add(index, [at], "toll", basis=by)
        return clause.add(index, [changed.end()], "toll")
    return clause.add(index, [at], "toll", basis=by)


_FIGURES = frozenset(("correct figure", "revised figure", "latest figure"))
_COUNTS = ("the number at", "the figure at", "the total at", "the count at")


def _figure(clause: Clause, index: int, at: int) -> bool:
    """ "one put the number at ten", "the correct figure is 12": of what was told last, and of nothing where nothing was."""
    here = next((w.outcome for piece in reversed(clause.pieces[:index]) if (w := piece.trigger)), None)
    last = clause.found[-1].outcome if clause.found else here or clause.told
    word = clause.pieces[index].trigger
    if last is None or word is None:
        return True
    clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=last))
    return clause.add(index, [at], "toll")


_NUMBER_OF = re.compile(r"xo[tsaj]*[GUX]d*$")


def numbered(clause: Clause, index: int) -> bool:
    """ "puts the tally of miners killed at 31", "the number of rebels killed has reached 60"."""
    start = max(0, index - 12)
    behind = _NUMBER_OF.search(clause.shape[start:index])
    match = _TO_NUMBER.match(clause.shape, index + 1, index + 30)
    if behind is None or match is None or clause.text(start + behind.start()) not in ("number", "count", "tally"):
        return False
    return clause.add(index, [match.end()], "toll", like=before(clause, index - 1, "d"))


_RISING = re.compile(r"[xpoCdtfS]{0,5}[bvh]{1,2}[pzd]+(?=N)")


def rising(clause: Clause, index: int) -> bool:
    """ "deaths rose to 12", "fatalities stood at nine"."""
    word = clause.pieces[index].trigger
    match = _RISING.match(clause.shape, index + 1)
    return bool(match and word and word.form == "plural") and clause.add(index, [match.end()], "toll") if match else False


def suffered(clause: Clause, index: int) -> bool:
    """ "12 others suffered serious injuries"."""
    word = clause.pieces[index].trigger
    verb = before(clause, index - 1, "xjCtsadfeSHG-c")
    if word is None or word.outcome is not Outcome.INJURED or verb < 0 or clause.text(verb) not in _SUFFERS:
        return False
    group = verb_group(clause, verb)
    return not unreal(clause, group) and clause.add(index, subject(clause, verb, group), "suffered")


_SUFFERS = frozenset(("suffered", "sustained", "received", "suffering", "sustaining", "receiving", "suffers"))


_COULD_SEE = re.compile(r"m[dn]*[vxKe][^.;,:VIq]{0,4}$")


def counted(clause: Clause, index: int) -> bool:
    """ "184 deaths", "no casualties", "12 bodies": the noun itself tells; captives set free are no abduction."""
    word, piece = clause.pieces[index].trigger, clause.pieces[index]
    if word and word.outcome is Outcome.ABDUCTED:
        near = {text for at in range(max(0, index - 4), min(len(clause.shape), index + 4)) for text in clause.text(at).split()}
        if near & frozenset(read_vocabulary("en/negatives")["releases"]):
            return True
    if piece.code == "D" and _COULD_SEE.search(clause.shape, 0, index):
        return True  # "could see hundreds more deaths"
    if piece.quantity and piece.quantity.vague and re.search(r" of (?:the|these|those) ", f"{clause.text(index)} "):
        return True  # "some of the bodies": of those told of already
    if piece.quantity and piece.quantity.vague == "some" and word and word.lemma in read_vocabulary("en/victims")["mere"]:
        return True  # "some bodies were burned"
    if piece.quantity and "ordinal" in piece.quantity.flags:
        return clause.add(index, [index], "ordinal", basis=Basis.CUMULATIVE)
    return clause.add(index, [index], "counted")


_NAMED_SO = re.compile(r"[vx]?[:=-](?=N)")


def bodies(clause: Clause, index: int) -> bool:
    """ "Bodies recovered: 231"."""
    match, word = _NAMED_SO.match(clause.shape, index + 1), clause.pieces[index].trigger
    return bool(match and word and word.lemma != "life") and clause.add(index, [match.end()], "label") if match else False


def burning(clause: Clause, index: int) -> bool:
    """ "trapping and burning to death 16 guests"."""
    word = clause.pieces[index].trigger
    deadly = word is not None and word.lemma.endswith(" to death")
    return deadly and clause.add(index, objects(clause, index + 1), "active")


_FOUND = re.compile(r"[hbd]*[ve]")


def remains(clause: Clause, index: int) -> bool:
    """ "His body was found": whoever was last told of is dead."""
    word, found = clause.pieces[index].trigger, _FOUND.match(clause.shape, index + 1)
    if word is None or word.lemma not in read_vocabulary("en/victims")["mere"] or found is None:
        return False
    whose = clause.text(index).split()[0] in ("his", "her")
    return whose and clause.text(found.end() - 1) in _FINDS and clause.add(index, [index], "remains")


_FINDS = frozenset(("found", "recovered", "discovered", "retrieved", "pulled", "dumped", "identified"))


def lives(clause: Clause, index: int) -> bool:
    """ "claimed more than 80 lives", "80 lives were lost", "the lives of 12": lives count only where they are taken."""
    word = clause.pieces[index].trigger
    if word is None or word.lemma != "life":
        return False
    before = {clause.text(at) for at in range(max(0, index - 3), index)}
    after = {clause.text(at) for at in range(index + 1, min(len(clause.shape), index + 4))}
    if not (before & _TAKES or after & _TAKEN):
        return True
    return of(clause, index) if clause.shape[index] == "G" else clause.add(index, [index], "lives")


_TAKES = frozenset(
    "claimed claim claims claiming cost costs costing took take takes taking taken lost lose loses losing loss".split()
)
_TAKEN = frozenset(("lost", "claimed", "taken"))


Rule = Callable[[Clause, int], bool]
RULES: dict[str, tuple[Rule, ...]] = {
    "V": (label, numbered, reflexive, them, active, inverted, passive),
    "K": (forced, active),
    "E": (reflexive, them, active, of),
    "I": (label, reflexive, forced, happens),
    "J": (forced, happens),
    "Y": (reflexive, burning),
    "A": (label, state, inverted),
    "O": (label, of, possessive, suffered, rising),
    "T": (toll,),
    "D": (counted,),
    "M": (lives, counted),
    "G": (bodies, lives, of),
    "S": (of, remains),
    "H": (captive,),
}
