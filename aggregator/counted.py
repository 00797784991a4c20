"""One figure as a count: what its words say of how it adds to others."""

from __future__ import annotations

import re

from aggregator.areas import each_place
from aggregator.attackers import by_own_hand, shot_by_police
from aggregator.core.model import Basis, Claim, Figure, Outcome, Qualifier
from aggregator.core.vocab import read
from aggregator.counts import Count, cue, times
from aggregator.discretion import NAMED
from aggregator.mentions import next_deed, of_bodies
from aggregator.populations import WHOLE
from aggregator.totals import ALL
from aggregator.wounded import OWN_END, attacks


def count_of(figure: Figure, index: int) -> Count:
    """Return one figure as a count, with what its words say of how it adds."""
    claim = figure.claim
    victims = _MORE_THAN.sub("", f"{claim.quote} {claim.victims.text or ''}")
    before = claim.before
    behind = claim.behind
    # "killing one and injuring eight"; but "one is in critical condition" is one of those told of
    bare = claim.quote.lower() in ("one", "1") and not claim.victims.text
    bare = bare and (claim.outcome is Outcome.KILLED or claim.rule != "state")
    further = cue("further").search(victims) is not None
    over_all = cue("everywhere").search(behind[:60])
    everywhere = bool((over_all and not _of_the_next(behind[over_all.end() :])) or cue("whole_toll").search(before[-60:]))
    count = Count(
        low=claim.low,
        high=claim.high,
        best=claim.best,
        stated_high=claim.stated_high,
        members=(index,),
        claimant=_voice(figure),
        own_voice=claim.claimant is None and cue("put_at").search(before[-60:]) is None,
        single=claim.best == 1 and claim.qualifier is Qualifier.EXACT and not cue("somebody").search(victims) and not bare,
        total="toll" in claim.rule
        or (claim.rule == "counted" and cue("with_so_many").fullmatch(before.rstrip()) is not None)
        or bool(cue("total").search(f"{before[-60:]} {victims}"))
        or everywhere
        or (claim.outcome is Outcome.KILLED and ALL.search(before) is not None and not attacks(claim))
        or bool(cue("opening").match(before)),
        further=claim.basis is Basis.INCREMENT or further or next_deed(claim),
        everywhere=everywhere or cue("nationwide").match(claim.sentence) is not None,
        besides=further or _THE_OTHER.search(before) is not None,
        attacker=_did_it(claim),
        rank=_rank(victims) if further else 0,
        named=NAMED in claim.flags,
        narrow=figure.population != WHOLE
        or (claim.rule == "active" and set(claim.victims.groups) == {"family"})  # "a survivor who lost two brothers"
        or of_bodies(claim)
        or cue("own_people").search(f"{before[-40:]}{claim.quote}{behind[:25]}") is not None,
    )
    return times(count, each_place(figure))


def _did_it(claim: Claim) -> bool:
    """Say whether a claim is of whoever did the harm."""
    own_end = claim.rule in OWN_END and claim.outcome is Outcome.KILLED
    return own_end or attacks(claim) or shot_by_police(claim) or by_own_hand(claim)


def _of_the_next(behind: str) -> bool:
    """Say whether words like "altogether" speak of the figure right behind them: "hurt altogether six others"."""
    word = behind.split(maxsplit=1)[:1]
    numbers = read("en/numbers")
    return bool(word) and (word[0][0].isdigit() or word[0].lower() in numbers["units"] or word[0].lower() in numbers["tens"])


def _voice(figure: Figure) -> str:
    """Return who gives a figure; "a second official" is another than "the official" whom both names stand for."""
    name = figure.claim.claimant.name if figure.claim.claimant else ""
    return f"{figure.claimant} ({name.lower()})" if cue("further").search(name) else figure.claimant


def _rank(victims: str) -> int:
    """Return 2 for "a second victim", 3 for "a third", 0 where no rank is told."""
    match = cue("rank").search(victims)
    return read("en/tally")["rank"]["words"].index(match.group().lower()) + 2 if match else 0


_THE_OTHER = re.compile(r"\bthe (?:other|remaining)\s+$", re.IGNORECASE)  # "the other four escaped with injuries"
_MORE_THAN = re.compile(r"\bmore than\b|\b(?:or|and) more\b", re.IGNORECASE)  # a qualifier, not "two more"
