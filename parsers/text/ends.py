"""What a sentence adds to a figure: the other end of its range, another's count, another place's or side's, "as did"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from aggregator.core.model import Outcome, Qualifier
from aggregator.core.vocab import read as read_vocabulary
from parsers.text.clause import Clause, Finding, asked
from parsers.text.lexicon import Word
from parsers.text.posture import as_did

OTHER_END, OTHER_VOICE = "other_end", "other_voice"  # the rules that the tally knows: a figure of the same people, none to add
_NOBODY = Word("")
_UPPER = frozenset((Qualifier.UP_TO, Qualifier.AT_MOST))
_BELOW, _ABOVE = _UPPER | {Qualifier.LESS_THAN}, frozenset((Qualifier.AT_LEAST, Qualifier.MORE_THAN))
_BEHIND = re.compile(r"[,cB;]{1,2}d*([NM])(?=[.,;:)]|$)")
_BY = r"(?:y[ta]*[SGMNx]|\(t?[SGx]{1,2}\)|q[t]*[SGx])"
_VOICES = re.compile(rf"{_BY}[,;]?[cB]?(N)(?={_BY})")


def told_twice(clause: Clause) -> None:
    """Add the figures that count over again, each beside the one it goes with."""
    other_end(clause)
    lower_end(clause)
    other_voice(clause)
    which_they_said(clause)
    another_says(clause)
    alternatives(clause)
    other_side(clause)


_WHICH_THEY_SAID = re.compile(r",w[^,.;]{1,5}q[hd]*[VK][tsad]*([MN])")


def which_they_said(clause: Clause) -> None:
    """ "20 people died in the raid, which the army said had killed a dozen": another's count of the same people."""
    for match in _WHICH_THEY_SAID.finditer(clause.shape) if "q" in clause.shape and "w" in clause.shape else ():
        at = match.start(1)
        others = (clause.pieces[at].word or _NOBODY).lemma.startswith("others")
        for n, finding in enumerate(clause.found):
            before = any(f.piece < match.start() and f.outcome is finding.outcome and f.whole is None for f in clause.found)
            if finding.piece == at and before and not others:
                clause.found[n] = replace(finding, rule=OTHER_VOICE)


_ANOTHER_SAYS = re.compile(r"[,;:.cB)]d*(a|[SXM])(?:[jx]?q)?q")


def another_says(clause: Clause) -> None:
    """ "One source says 40 were killed; another says 25", "some say nine died, others say 12": the same people told of again."""
    for match in _ANOTHER_SAYS.finditer(clause.shape) if not asked("another_voice").isdisjoint(clause.has) else ():
        who = clause.words[clause.pieces[match.start(1)].start : clause.pieces[match.end() - 2].end]
        voice = who[0] in asked("another_voice") and asked("voices_said").issuperset(who[1:])
        if not voice or "q" not in clause.shape[: match.start()]:
            continue
        told = {f.outcome for f in clause.found if f.piece < match.start() and f.whole is None}
        for n, finding in enumerate(clause.found):
            own = clause.shape[finding.piece] == "S" or (clause.pieces[finding.piece].word or _NOBODY).group == "family"
            if finding.piece > match.start() and finding.outcome in told and finding.whole is None and not own:
                clause.found[n] = replace(finding, rule=OTHER_VOICE)  # "another said | her husband was killed" is one more


def other_end(clause: Clause) -> None:
    """ "Five people were killed, and possibly as many as nine": the upper end of the same count."""
    if not any(piece.quantity and piece.quantity.qualifier in _UPPER for piece in clause.pieces):
        return
    for match in _BEHIND.finditer(clause.shape):
        at = match.start(1)
        quantity, owner = clause.pieces[at].quantity, _last(clause, at)
        if quantity is None or quantity.qualifier not in _UPPER or owner is None:
            continue
        first = clause.pieces[owner.piece].quantity
        if first is None or first.low is None or quantity.high is None or quantity.high <= first.low:
            continue
        if first.qualifier not in _UPPER:
            clause.found.append(replace(owner, piece=at, rule=OTHER_END))


_AHEAD = re.compile(r"N,?[cB]([MND])")


def lower_end(clause: Clause) -> None:
    """ "More than 100 but fewer than 150 people were killed": the lower end of the same count."""
    for match in _AHEAD.finditer(clause.shape):
        low, high = clause.pieces[match.start()].quantity, clause.pieces[match.start(1)].quantity
        if low is None or high is None or low.qualifier not in _ABOVE or high.qualifier not in _BELOW:
            continue
        told = [f for f in clause.found if f.piece in (match.start(), match.start(1))]
        if len({f.piece for f in told}) == 1:
            missed = match.start(1) if told[0].piece == match.start() else match.start()
            clause.found.append(replace(told[0], piece=missed, rule=OTHER_END))


def other_voice(clause: Clause) -> None:
    """ "Six were reported killed by AFP, eight by Reuters", "6 killed (AFP), 8 (Reuters)": what others count of the same."""
    for match in _VOICES.finditer(clause.shape):
        at = match.start(1)
        owner = _last(clause, at)
        if owner is not None and _reported(clause, owner, match.start()):
            clause.found.append(replace(owner, piece=at, rule=OTHER_VOICE))


def alternatives(clause: Clause) -> None:
    """ "Killed two people, or four by some accounts": two counts joined by "or" are one."""
    if "or" not in clause.words:
        return
    for n, finding in enumerate(clause.found):
        at = finding.piece
        joined = at > 1 and clause.shape[at] in "NM" and clause.text(at - 1) == "or"
        if joined and any(f.piece < at and f.outcome is finding.outcome and f.trigger == finding.trigger for f in clause.found):
            clause.found[n] = replace(finding, rule=OTHER_VOICE)


_LIKEWISE = re.compile(r",W[vbh][tsad]*([MNS])")


def likewise(clause: Clause) -> None:
    """ "Four civilians died, as did the three bombers": those behind share what befell those before."""
    for match in _LIKEWISE.finditer(clause.shape):
        at = match.start(1)
        owners = [f for f in clause.found if f.trigger < match.start() and f.whole is None]
        if owners and as_did(clause, at) and not any(f.piece == at for f in clause.found):
            clause.found.append(replace(max(owners, key=lambda f: f.trigger), piece=at, rule="likewise"))


_A_PLACE = r"p[tsa]?(?:[jxC]{0,2}fo[tsa]?)?[Sf]"  # "in Ardo", "in the Ruritanian town of Ardo"
_EACH = re.compile(rf"(?:(?<![\s\S])|(?<=[.;:,cd]))(?:{_A_PLACE}[MN][,c]{{1,2}})+{_A_PLACE}([MN])")
_COUNTED = re.compile(r"[MN]")


def in_each_place(clause: Clause) -> None:
    """ "In Kenya 12 people and in Uganda seven were killed": the counts before share the verb of the last."""
    told = {finding.piece: finding for finding in clause.found}
    for match in _EACH.finditer(clause.shape):
        counts = [other.start() for other in _COUNTED.finditer(clause.shape, match.start(), match.end())]
        found = (told[at] for at in counts if at in told)
        owner = next((f for f in found if f.trigger >= match.end() and f.whole is None), None)
        clause.found += [replace(owner, piece=at) for at in counts if at not in told] if owner else []


_PLACE_FIRST = re.compile(rf"(?:,|c|,c){_A_PLACE}(N)(?=,|c|\.|;|$)")
_OPENS = re.compile(rf"{_A_PLACE},?[tsad]*[MN]")


def in_other_places(clause: Clause) -> None:
    """ "In Kenya 12 people died, in Uganda seven and in Rwanda two": the counts behind share the verb of the first."""
    if not _OPENS.match(clause.shape):
        return
    for match in _PLACE_FIRST.finditer(clause.shape):
        at = match.start(1)
        owner = _last(clause, at)
        if owner is not None and owner.trigger < at:
            clause.found.append(replace(owner, piece=at, rule="gapped"))


_AND_MORE = re.compile(r"I(?:d|p[tsa]?[jxCef]{0,3}|,)*,?c(N)(?=[jd]*[pd])")


def and_more(clause: Clause) -> None:
    """ "Twenty-three people died on the spot and two more at a hospital": they died as well."""
    for match in _AND_MORE.finditer(clause.shape):
        at, owner = match.start(1), _last(clause, match.start(1))
        behind = clause.words[clause.pieces[at].end : clause.pieces[at].end + 5]
        if owner is not None and owner.trigger == match.start() and not asked("later_at").isdisjoint(behind):
            clause.found.append(replace(owner, piece=at, rule="gapped"))


_DAILY = re.compile(r"[MN]pd(?:,[MN]pd)*,?c[MN]pd")


def day_by_day(clause: Clause) -> None:
    """ "Clashes killed four on Monday, six on Tuesday and 11 on Wednesday": one verb for the counts of several days."""
    for match in _DAILY.finditer(clause.shape):
        counts = [other.start() for other in _COUNTED.finditer(clause.shape, match.start(), match.end())]
        if all(clause.text(at + 2) in weekdays() for at in counts):
            owner = next((f for f in clause.found if f.piece == counts[0] and f.whole is None), None)
            told = {finding.piece for finding in clause.found}
            clause.found += [replace(owner, piece=at, rule="gapped") for at in counts if at not in told] if owner else []


@cache
def weekdays() -> frozenset[str]:
    """Return the days of the week, in words."""
    return frozenset(read_vocabulary("en/time")["weekdays"])


_BARE = re.compile(r"N(?=d?(?:[.;,:)cwW]|$))")  # "counted 26 so far."
_APART = frozenset(",;cBwW")


def only_a_number(clause: Clause) -> None:
    """ "Eight to 14 died; the army acknowledges two": another's bare number for what was told before, here or right before."""
    told, said = {finding.piece for finding in clause.found}, _saying()
    for match in _BARE.finditer(clause.shape):
        at = match.start()
        verb = at - 1
        while verb > 0 and clause.shape[verb] in "td" and clause.text(verb) not in said:
            verb -= 1
        words = f"{clause.text(verb - 1)} of" if clause.shape[verb] == "o" and verb else clause.text(verb)
        one = clause.pieces[at].quantity
        if at in told or verb < 1 or words not in said or (one and one.high == 1 and words in asked("said_one")):
            continue
        owner = _last(clause, at)
        if owner is not None and not _APART.isdisjoint(clause.shape[max(owner.piece, owner.trigger) + 1 : verb]):
            clause.found.append(replace(owner, piece=at, rule=OTHER_VOICE))
        elif not clause.found and clause.just is not None:
            clause.found.append(Finding(piece=at, outcome=clause.just, rule=OTHER_VOICE, trigger=verb))
        elif not clause.found and clause.just is None and (toll := _feared(clause, verb)) is not None:
            clause.found.append(toll_counted(clause, at, toll))


_FEARED = re.compile(r"T[^.;:mT]{0,24}m[^.;:T]{0,40};|T[^.;:mT]{0,24}m[^.;:BWT]{0,24},[BW]")


def _feared(clause: Clause, end: int) -> int | None:
    """Return the toll of which a sentence tells what it may come to, before who counts: "could exceed 50; the mayor counted"."""
    match = _FEARED.search(clause.shape, 0, end)
    return match.start() if match else None


def toll_counted(clause: Clause, at: int, toll: int) -> Finding:
    """Return the finding of a count of what a toll before it is of."""
    word = clause.pieces[toll].trigger
    outcome = word.outcome if word and word.outcome else Outcome.KILLED
    return Finding(piece=at, outcome=outcome, rule="toll", trigger=toll)


@cache
def _saying() -> frozenset[str]:
    return frozenset(read_vocabulary("en/grammar")["voices"]["words"])


_OTHER_SIDE = re.compile(r",?c(N)ptj(?=[.,;)]|$)")


def other_side(clause: Clause) -> None:
    """ "300 were killed on one side and 120 on the other"."""
    if "side" not in clause.words or "other" not in clause.words:
        return
    for match in _OTHER_SIDE.finditer(clause.shape):
        at = match.start(1)
        owner = _last(clause, at)
        if owner is not None and clause.text(at + 3) == "other" and "side" in clause.text(at - 2):
            clause.found.append(replace(owner, piece=at, rule="gapped"))


def _last(clause: Clause, at: int) -> Finding | None:
    """Return what was found of counted people last before piece `at`, or None where something was found of `at` itself."""
    if any(finding.piece == at for finding in clause.found):
        return None
    before = [f for f in clause.found if max(f.piece, f.trigger) < at and f.whole is None and clause.shape[f.piece] in "MNUD"]
    return max(before, key=lambda f: f.piece, default=None)


def _reported(clause: Clause, owner: Finding, by: int) -> bool:
    """Return whether a "by" or a bracket names who counts, not who kills: "reported killed by AFP", "killed (AFP)"."""
    if clause.shape[by] in "(q":
        return True
    words = {word for at in range(min(owner.piece, owner.trigger), by) for word in clause.text(at).split()}
    return not asked("reports").isdisjoint(words)
