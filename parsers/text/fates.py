"""Rules of fates: what happens to people without an object ("63 died", "forced to flee") and the state they are in ("12 dead").

Rules are called like those of `deeds`.
"""

from __future__ import annotations

import re

from aggregator.core.model import Outcome
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import moves, wounds
from parsers.text.actors import actor
from parsers.text.clause import PEOPLE, Clause, Group, asked, unreal, verb_group, would_have
from parsers.text.joined import alongside, joined_left, objects
from parsers.text.missed import out_of_reach, turned_up, wanted, would_leave
from parsers.text.posture import agrees, bare_name, before, in_phrase
from parsers.text.seek import subject
from parsers.text.todeath import TO_DEATH, to_death

_SHOT_DIES = re.compile(r"^[SMN]d?V(?:[po][tsa]?[SfxC]{1,3})*$")  # "Teen shot in Arlo dies"


def happens(clause: Clause, index: int) -> bool:
    """ "63 people died", "12 drown in ferry sinking"."""
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    suffers = clause.pieces[index].trigger
    if suffers and suffers.lemma.startswith("suffer") and _of_wounds(clause, index, group):
        clause.pieces[index] = clause.pieces[index].but(word=suffers._replace(outcome=Outcome.INJURED))
    if suffers and suffers.lemma.endswith("make it") and clause.shape[index + 1 : index + 2] == "z":
        return True  # "didn't make it to the final"
    if suffers and suffers.lemma.startswith("surrendering") and clause.text(index - 1) in asked("until"):
        return clause.add(index, actor(clause, index), "happens")  # "killed four before surrendering to police"
    if suffers and suffers.lemma.endswith(("treatment", "attention", "care")) and _of_illness(clause, index):
        return True
    shot = clause.shape[index] == "J" and _SHOT_DIES.search(clause.shape, 0, index) is not None
    named = group.left >= 0 and clause.shape[group.left] == "," and _in_accident(clause, index)  # "Woman, 81, dies in fire"
    if (
        clause.shape[index] == "J"
        and not shot
        and not named
        and not (group.left >= 0 and clause.shape[group.left] in PEOPLE + "z")
    ):
        return False
    people = (subject(clause, index, group) or _and_died(clause, index, group)) + alongside(clause, index)
    word = clause.pieces[index].trigger
    if group.left >= 0 and clause.shape[group.left] == "w" and clause.text(group.left).startswith("which"):
        people = []  # "over the sinking, which drowned 71"
    if word is not None and word.outcome is Outcome.MISSING:
        if turned_up(clause, index):
            return True
        people = _missed(clause, people, index, word.lemma)
    if word is not None and word.outcome is Outcome.DISPLACED and _of_a_deed(clause, people, group):
        return True
    deadly = word is not None and (word.lemma == "drown" or word.lemma.endswith(" to death"))
    drowned = objects(clause, index + 1) if deadly and (not people or clause.shape[people[-1]] == "S") else []
    if drowned:
        return clause.add(index, drowned, "active")  # "the wave drowned 40 villagers"
    told = (
        shot
        or clause.shape[index] != "J"
        or _in_accident(clause, index)
        or _besides(clause, index)
        or any(clause.shape[i] in "MN" for i in people)
    )
    return clause.add(index, [i for i in people if told or clause.shape[i] != "S"], "happens")


def _of_wounds(clause: Clause, index: int, group: Group) -> bool:
    """Return whether counted people suffer from wounds: "two men suffering from gunshot wounds".

    One person who is found so is told of again, often as dead.
    """
    behind = clause.words[clause.pieces[index].end : clause.pieces[index].end + 5]
    counted = any(clause.shape[i] in "MN" for i in subject(clause, index, group))
    return counted and not moves.words("wounds").isdisjoint(behind)


def _missed(clause: Clause, people: list[int], index: int, lemma: str) -> list[int]:
    """Return who of these is missing, and neither sought by the police nor only "not reached for comment"."""
    people = [i for i in people if not wanted(clause, i)]
    if "reach" in lemma or "contact" in lemma:
        return [i for i in people if out_of_reach(clause, i, index)]
    return people


def _of_a_deed(clause: Clause, people: list[int], group: Group) -> bool:
    """Return whether "and fled" tells of who did the deed before, not of whom it befell: "wounded two pupils | and then fled"."""
    joined = group.left >= 0 and clause.shape[group.left] in "cB"
    return joined and any(at in clause.taken.get(deed, ()) for deed in clause.acted for at in people)


def _in_accident(clause: Clause, index: int) -> bool:
    """Return whether a headline tells what somebody dies in: "man dies in crash"."""
    behind = clause.words[clause.pieces[index].end : clause.pieces[index].end + 5]
    return behind[:1] in (["in"], ["after"], ["during"]) and not asked("accidents").isdisjoint(behind)


def _besides(clause: Clause, index: int) -> bool:
    """Return whether a headline tells of the wounded beside one who "dies", who then died of no illness."""
    return any(
        piece.code in "VAO" and piece.trigger and piece.trigger.outcome is Outcome.INJURED for piece in clause.pieces[index:]
    )


def _of_illness(clause: Clause, index: int) -> bool:
    """Return whether treatment is told to be for something that is no wound: "needed treatment for malaria"."""
    behind = clause.words[clause.pieces[index].end : clause.pieces[index].end + 6]
    return behind[:1] == ["for"] and moves.words("wounds").isdisjoint(behind)


def _and_died(clause: Clause, index: int, group: Group) -> list[int]:
    """Return those of whom the words before "and later died" tell a wound: "One was shot during the raid and later died"."""
    word, left = clause.pieces[index].trigger, group.left
    if word is None or word.outcome is not Outcome.KILLED or left < 0 or clause.shape[left] != "c":
        return []
    hurt = [f for f in clause.found if f.outcome is Outcome.INJURED and f.rule in ("passive", "reflexive") and f.trigger < left]
    if not hurt or set(clause.shape[hurt[-1].trigger : left]) & set(".;:"):
        return []
    people = [f.piece for f in hurt if f.trigger == hurt[-1].trigger]
    return people if agrees(clause, people, group.words) else []


_FORCED = re.compile(r"[vKE][td]*([MNU])[^.;vVI]{0,6}z$")


def forced(clause: Clause, index: int) -> bool:
    """ "forced thousands to leave their homes"."""
    match = _FORCED.search(clause.shape, 0, index) if clause.shape[index - 1 : index] == "z" else None
    if match and clause.text(match.start()) in asked("forces"):
        return clause.add(index, [match.start(1)], "forced")
    return False


_SEIZED = re.compile(
    r"[vx](?:t[jxCe]{0,2}f,?c)?[tsda]*(?=[MNUS](?:[,c]+[tsda]*[MNUSG])*(?:[po][tsa]*[jxCe-]{0,4}[fSGx]{1,3}){0,2}d*$)"
)


def captive(clause: Clause, index: int) -> bool:
    """ "took two passengers hostage", "holding 12 people captive"."""
    match = _SEIZED.search(clause.shape[:index])
    if match is None or clause.text(match.start()) not in asked("seizes") or unreal(clause, verb_group(clause, match.start())):
        return False
    return clause.add(index, objects(clause, match.end()), "captive")


_WITH_THEM = re.compile(r"p[td]*([MN])(?:p[tsa]?[jxCefuSXG]{1,4})+$")
_LEAVES = re.compile(r"v[tds]*[MNU][^vVIA.;:W]{1,10}$")
_LEFT_SO = re.compile(r"[vV][^.;:]{0,12}$")
_MIGHT = re.compile(r"m[dn]*[vx][tdsa]*[MNU][^.;:,]{0,6}$")


_OPENS, _ARE = re.compile(r",d*$"), re.compile(r"b(?=[tsad]*[MNUSG])")


def state(clause: Clause, index: int) -> bool:
    """ "12 dead", "left three people dead", "20,000 families homeless", "were missing"."""
    word = clause.pieces[index].trigger
    if word and word.lemma in TO_DEATH:
        return to_death(clause, index)
    if clause.shape[index - 1 : index] == "t":
        return False  # "62 casualties, both the dead and the wounded": the dead are people, no state
    if word and word.lemma == "the victims" and clause.words[clause.pieces[index].start - 1] == "of":
        return True  # "none of the victims has been named"
    group = verb_group(clause, index)
    if unreal(clause, group):
        return True
    if word and word.outcome is Outcome.MISSING and turned_up(clause, index):
        return True
    if word and word.outcome is Outcome.DISPLACED and _pulled_out(clause, index):
        return True
    left = group.left
    if word and word.lemma.startswith("among "):
        if _OPENS.search(clause.shape, 0, index) and _ARE.match(clause.shape, index + 1):
            return False  # "91 were hurt, among the dead | were two clerks"
        with_them = _WITH_THEM.search(clause.shape, 0, index)
        if with_them and clause.text(with_them.start()) == "with":
            return clause.add(index, [with_them.start(1)], "state")  # "with three nurses from state clinics among the dead"
    others = left - (left > 0 and clause.text(left) == "more")  # "and | two | more in hospital"
    if died := _and_in_hospital(clause, index, others):
        return clause.add(died, [others], "gapped")
    if clause.shape[max(0, left - 2) : left + 1] == "Nor":
        return clause.add(index, [left - 2], "state")  # "one of them fatally"
    if (
        not group.passive
        and (left < 0 or clause.shape[left] not in PEOPLE + ",cw)")
        and not _LEAVES.search(clause.shape, 0, index)
    ):
        return False
    if would_leave(clause, index):
        return clause.add(index, [left], "state")
    if _MIGHT.search(clause.shape, 0, index):
        return True  # "could leave 100,000 homeless"
    if left == index - 1 and left >= 0 and clause.shape[left] in "MN" and would_have(clause, left):
        return True  # "there would have been 50 dead"
    return clause.add(index, _left_so(clause, index, group), "state")


def _left_so(clause: Clause, index: int, group: Group) -> list[int]:
    """Return the people who are, or are left, in a state."""
    word = clause.pieces[index].trigger
    people = _counted_whole(clause, subject(clause, index, group))
    left_so = _LEFT_SO.search(clause.shape, 0, people[0]) if people else None
    people = [*_and_him(clause, people), *people]
    people = [
        i for i in people if not (bare_name(clause, i) and in_phrase(clause, i))
    ]  # "a clinic in Arlo in a critical condition"
    so = [i for i in people if clause.shape[i] != "S" or left_so or clause.pieces[i].word or _told_so(clause, i)]
    if word and word.outcome is not Outcome.KILLED and not group.codes:
        so = [i for i in so if not _bare(clause, i)]  # "Woman dead after crash"; but "Captain missing from side"
    return so


_PULLED = re.compile(r"([vexVE])[tsad]*[MNUSG](?:,?c?[tsad]*[MNUSG])*$")


def _pulled_out(clause: Clause, index: int) -> bool:
    """Return whether people were taken out, not driven from where they live: "dragged two farmers | out of their homes"."""
    verb = _PULLED.search(clause.shape, 0, index)
    before = verb.start() if verb else index - 1
    return before >= 0 and clause.last(before) in asked("pulled_out")


def _and_in_hospital(clause: Clause, index: int, left: int) -> int:
    """Return the verb of dying that also tells of a bare number: "six died at the scene and | three in hospital"; or 0."""
    word = clause.pieces[index].trigger
    if (
        word is None
        or word.lemma != "in hospital"
        or clause.shape[left + 1 : index].strip("dj")
        or clause.shape[max(0, left - 1) : left + 1] != "cN"
    ):
        return 0
    verb = max((at for at in clause.taken if at < left), default=0)
    told = clause.pieces[verb].trigger
    plain = clause.shape[verb] == "I" and not set(clause.shape[verb + 1 : left - 1]) & set("bhvVA.;:")
    return verb if plain and told is not None and told.outcome is Outcome.KILLED else 0


def _bare(clause: Clause, index: int) -> bool:
    """Return whether a person is told without an article, as in headlines."""
    piece = clause.pieces[index]
    return clause.shape[index] == "S" and piece.start == piece.head and piece.name is None


_HIM_AND = re.compile(r"v(r),?c[tsad]*$")


def _and_him(clause: Clause, people: list[int]) -> list[int]:
    """Return the pronoun that people are joined to as the object of a verb: "found | him | and a woman dead"."""
    match = _HIM_AND.search(clause.shape, 0, people[0]) if people else None
    return [match.start(1)] if match and clause.text(match.start(1)) in ("him", "her") else []


_PART_OF = re.compile(r"(?<=[vVexc])No[ts]*$")
_LEFT_WITH = re.compile(r"v[tds]*M,?i[tsd]*$")


def _counted_whole(clause: Clause, people: list[int]) -> list[int]:
    """Return the counted people of whom these are a part: "left four troops including the gunman dead"."""
    match = _LEFT_WITH.search(clause.shape, 0, people[0]) if people else None
    part = _PART_OF.search(clause.shape, 0, people[0]) if people else None
    if part:
        return joined_left(clause, part.start())  # "transported three of the four victims to hospitals"
    return [clause.shape.index("M", match.start())] if match else people


def _told_so(clause: Clause, index: int) -> bool:
    """Return whether a person is "another" or "a fourth", of those told of just before, or "a 19-year-old"."""
    words = clause.text(index).split()
    if words[0] in ("a", "an", "the") and words[-1] == "old":
        return True
    return words[0] in ("a", "another") and (len(words) == 1 or words[-1] in read_vocabulary("en/numbers")["ordinals"])


def suffered(clause: Clause, index: int) -> bool:
    """ "12 others suffered serious injuries"."""
    word = clause.pieces[index].trigger
    verb = before(clause, index - 1, "xjCtsadfeSHG-c")
    if word is None or word.outcome is not Outcome.INJURED or verb < 0:
        return False
    has = clause.text(verb) in ("has", "have", "had") and (word.form == "plural" or clause.shape[verb + 1] == "a")
    if not has and clause.text(verb) not in asked("suffers"):
        return False  # "has shrapnel wounds"; but "have wound up the firm"
    group = verb_group(clause, verb)
    if wounds.fatal(clause.words[clause.pieces[verb].end : clause.pieces[index].end]):
        clause.pieces[index] = clause.pieces[index].but(word=word._replace(outcome=Outcome.KILLED))  # "received fatal wounds"
    return not unreal(clause, group) and clause.add(index, subject(clause, verb, group), "suffered")
