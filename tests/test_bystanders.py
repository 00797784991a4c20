"""What a denial, a doubt or a correction is about, and who stands beside the dead without being one of them."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Outcome, Stance
from parsers.text.claims import extract

UNTOLD = [
    ("Rebels say 40 soldiers died, which could not be independently verified.", [("40", Stance.UNVERIFIED)]),
    ("Residents said 15 died and the minister's toll of 3 is false.", [("15", Stance.ASSERTS), ("3", Stance.DENIES)]),
    ("The strike that killed 10 farmers was a mistake, the general said.", [("10", Stance.ASSERTS)]),
    ("The army withdrew its troops on Monday after 12 soldiers died.", [("12", Stance.ASSERTS)]),
    ("The ministry revised the law after 12 people were killed.", [("12", Stance.ASSERTS)]),
    ("The ministry revised its toll to 12 dead.", [("12", Stance.REVISES)]),
    ("The company retracted its offer after five workers were killed.", [("five", Stance.ASSERTS)]),
    (
        "The ministry denied that it had bombed the market, where medics counted 34 bodies.",
        [(None, Stance.DENIES), ("34", Stance.ASSERTS)],
    ),
    ("The army, which denies using gas, said that two of its men were killed.", [("two", Stance.ASSERTS)]),
    ("The governor rejected calls to resign after 18 prisoners died in a fire.", [("18", Stance.ASSERTS)]),
    ("They deny negligence over the fall of the roof, which killed nine fans.", [("nine", Stance.ASSERTS)]),
    ("Witnesses said that the police, who deny it, had killed two marchers.", [("two", Stance.ASSERTS)]),
    ("It is not true that we are at peace, the bishop said, when 40 people are murdered.", [("40", Stance.ASSERTS)]),
    ("Two brothers deny that they helped the gunman who killed seven clerks.", [("seven", Stance.ASSERTS)]),
    ("It retracted its statement that he was drunk when the plane fell and killed 44 people.", [("44", Stance.ASSERTS)]),
    ("The army denied that a patrol that entered the village killed 40 people.", [("40", Stance.DENIES)]),
    ("The army denied that there had been a raid in which 40 people died.", [("40", Stance.DENIES)]),
    ("The ministry denied reports of a battle in which 40 soldiers were killed.", [("40", Stance.DENIES)]),
    ("The army denied that, as rebels said, 40 people had been killed.", [("40", Stance.DENIES)]),
    ("The council denied a UN report that 60 marchers had been killed.", [("60", Stance.DENIES)]),
    ("The charity denied the charge that it was armed and said four drivers had been killed.", [("four", Stance.ASSERTS)]),
    ("The ministry rejected a request by the families of the 15 sailors who died.", [("15", Stance.ASSERTS)]),
    ("The mayor, who speaks of 56 dead, sues who prints figures that he has not confirmed.", [("56", Stance.ASSERTS)]),
    ("Police have not confirmed reports that 14 had died.", [("14", Stance.UNVERIFIED)]),
    ("Twelve soldiers died before the army withdrew from the town it held.", [("Twelve", Stance.ASSERTS)]),
    ("Troops withdrew amid reports that 12 had died.", [("12", Stance.ASSERTS)]),
    ("The council lowered flags amid a toll of 12 dead.", [("12", Stance.ASSERTS)]),
    ("The army retracted its earlier report that 12 had died.", [("12", Stance.RETRACTS)]),
    ("The army's figure of 200 dead was ridiculous, he said.", [("200", Stance.DENIES)]),
    ("The ministry said that reports of 30 dead were false.", [("30", Stance.DENIES)]),
    ("Two reports said that nine people died; the rest are false.", [("nine", Stance.ASSERTS)]),
    (
        "A mob killed a driver after a rumour that he had abducted a girl.",
        [("a driver", Stance.ASSERTS), ("a girl", Stance.UNVERIFIED)],
    ),
]


@pytest.mark.parametrize(("text", "told"), UNTOLD, ids=[text[:40] for text, _ in UNTOLD])
def test_what_is_said_not_to_have_happened(text: str, told: list[tuple[str | None, Stance]]) -> None:
    assert [(c.quote if c.explicit or c.low else None, c.stance) for c in extract(Document(id="d", text=text))] == told


BYSTANDERS = [
    ("Some 3,000 mourners followed the coffins of the five brothers killed on Friday.", ["five"]),
    ("Hundreds of farmers carried the coffins of the two shepherds killed in the raid.", ["two"]),
    ("Three ministers came to receive the coffins of the 11 soldiers who were killed.", ["11"]),
    ("Two nuns sat with the families of the 64 passengers, none of whom survived.", ["64"]),
    ("Four nurses spent the day with relatives of the 19 passengers, all of whom died.", ["19"]),
    ("Twelve bishops wrote about the 400 migrants who have drowned this year.", ["400"]),
    ("Two of the nine climbers killed were Polish.", ["nine"]),
    ("A man with two children who was killed in the crash was a teacher.", ["A man"]),
    ("The man killed was Jamar Example, 22.", ["Jamar Example"]),
    ("The general lowered the flag for the 12 soldiers killed on Monday.", ["12"]),
    ("The teacher lit candles for the 12 pupils killed in the crash.", ["12"]),
    ("The president laid a wreath for the 12 people killed.", ["12"]),
]


@pytest.mark.parametrize(("text", "dead"), BYSTANDERS, ids=[text[:50] for text, _ in BYSTANDERS])
def test_who_stands_by_is_not_among_the_dead(text: str, dead: list[str]) -> None:
    told = extract(Document(id="d", text=text))
    assert [(c.quote, c.outcome) for c in told] == [(quote, Outcome.KILLED) for quote in dead]
