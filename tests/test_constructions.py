"""Constructions that were once read wrongly: each row failed before the rule it now holds to was mended."""

from __future__ import annotations

import pytest

from aggregator.core.model import Document
from parsers.text.claims import extract

# text -> (quote, outcome, low, is a part of another claim)
ROWS = [
    ("20 killed including 10 civilians in strike on a camp.", [("20", "killed", 20, False), ("10", "killed", 10, True)]),
    ("Four fighters killed including one named leader.", [("Four", "killed", 4, False), ("one", "killed", 1, True)]),
    ("2 Red Cross (1 Swiss, 1 Italian) staff kidnapped in Harmon.", [("2", "abducted", 2, False)]),
    ("The monitors put the number of villagers killed at between 320 and 500.", [("between 320 and 500", "killed", 320, False)]),
    ("The army says the number of rebels killed has reached 60.", [("60", "killed", 60, False)]),
    ("Over 870 people have died crossing; boats, of which none was found, mean more.", [("Over 870", "killed", 871, False)]),
    ("Some of the bodies had been burned.", []),
    ("Some of the corpses were burned; some bore bullet holes.", []),
    ("Mass graves of several dozens of villagers were found near Harmon.", [("several dozens", "killed", 36, False)]),
    ("Three relief (one British) workers were kidnapped and two (local) guards were killed.",
     [("Three", "abducted", 3, False), ("two", "killed", 2, False)]),
    ("Bandits took two passengers hostage near Dunmar.", [("two", "abducted", 2, False)]),
    ("Bandits threatened to take 12 pupils hostage.", []),
    ("Pirates seized 12 sailors.", [("12", "abducted", 12, False)]),
    ("Troops seized 12 rifles, a truck and two towns.", []),
    ("Two men beaten by guards are recovering.", [("Two", "injured", 2, False)]),
    ("A family was killed when a shell hit its house.", []),
    ("From another branch of the Belin family, 11-year-old Ana Belin was killed.", [("Ana Belin", "killed", 1, False)]),
    ("A cook was abducted by gunmen along with two drivers.", [("A cook", "abducted", 1, False), ("two", "abducted", 2, False)]),
    ("Two drivers and a cook - hired for a road survey - were kidnapped.",
     [("Two", "abducted", 2, False), ("a cook", "abducted", 1, False)]),
    ("3 guards for a bank, 2 clerks from a small firm, and 4 porters (hired that day), were kidnapped.",
     [("3", "abducted", 3, False), ("2", "abducted", 2, False), ("4", "abducted", 4, False)]),
    ("Two nurses were driving home when they were kidnapped.", [("Two", "abducted", 2, False)]),
    ("Three people are dead and two are hurt after they were wounded in a brawl.",
     [("Three", "killed", 3, False), ("two", "injured", 2, False)]),
    ("A courier was the target of a robbery and was shot in the leg.", [("A courier", "injured", 1, False)]),
    ("A granary in Foro, Dunmar was burned down.", []),
    ("Four died, including a guard, and 13 people were injured.",
     [("Four", "killed", 4, False), ("a guard", "killed", 1, True), ("13", "injured", 13, False)]),
    ("Ten people, including two women, a child and a man, were killed.",
     [("Ten", "killed", 10, False), ("two", "killed", 2, True), ("a child", "killed", 1, True), ("a man", "killed", 1, True)]),
    ("Nine people were killed. Three of them were children.", [("Nine", "killed", 9, False), ("Three", "killed", 3, True)]),
    ("Nine people were killed. Among them were three pupils and a nurse.",
     [("Nine", "killed", 9, False), ("three", "killed", 3, True), ("a nurse", "killed", 1, True)]),
    ("Nine people were killed. They include two boys.", [("Nine", "killed", 9, False), ("two", "killed", 2, True)]),
    ("Nine people were killed. Two guards and a cook were among them.",
     [("Nine", "killed", 9, False), ("Two", "killed", 2, True), ("a cook", "killed", 1, True)]),
    ("Nine people were killed. Among the dead were two boys.", [("Nine", "killed", 9, False), ("two", "killed", 2, True)]),
    ("Nine people were killed. Twenty were children.", [("Nine", "killed", 9, False)]),
    ("Nine were killed and 30 hurt. Three of them were children.", [("Nine", "killed", 9, False), ("30", "injured", 30, False)]),
    ("Nine people met. Three of them were children.", []),
    ("Deaths in the past 24 hours: 6", [("6", "killed", 6, False)]),
    ("Cholera deaths since 3 May: 118", [("118", "killed", 118, False)]),
    ("Injured who were admitted: 40.", [("40", "injured", 40, False)]),
    ("Some bodies were burned.", []),
    ("The registry issued 31 death certificates after the quake.", [("31", "killed", 31, False)]),
    ("We mourn the loss of some 20 miners.", [("some 20", "killed", 18, False)]),
    ("Some 9,000 people are on the move.", [("Some 9,000", "displaced", 8100, False)]),
    ("A pupil came in. He shot and killed for sport.", []),
    ("A guard fell. He was shot and killed at the door.", [("A guard", "killed", 1, False)]),
    ("A man killed his wife before turning the gun on himself.",
     [("A man", "killed", 1, False), ("his wife", "killed", 1, False)]),
    ("A clerk was abducted. His body was found on Friday.",
     [("A clerk", "abducted", 1, False), ("His body", "killed", 1, False)]),
    ("A sailor danced. His body was covered with tattoos.", []),
    ("Two died and three others are expected to survive.", [("Two", "killed", 2, False), ("three", "injured", 3, False)]),
    ("The victim was his mother, whom Ardan shot in the arm.", []),
    ("The police asked why Ardan shot his parents.", []),
    ("Officers found Ana dead of multiple gunshot wounds.", [("Ana", "killed", 1, False)]),
    ("Three men sustained two stab wounds each.", [("Three", "injured", 3, False)]),
    ("Her brother, who lives in Arlo, Dunmar, said she was shot.", []),
    ("Four clerks were abducted, taken to a barn, and badly beaten.",
     [("Four", "abducted", 4, False), ("Four", "injured", 4, False)]),
    ("A guard was wounded by a dead round.", [("A guard", "injured", 1, False)]),
    ("One clerk and two guards, while driving in a convoy, were stopped and kidnapped.",
     [("One", "abducted", 1, False), ("two", "abducted", 2, False)]),
    ("One teacher (Dutch) was kidnapped.", [("One", "abducted", 1, False)]),
    ("Two clerks were held by suspected militants for a day.", [("Two", "abducted", 2, False)]),
    ("Two seats were held by the committee; 12 members were held by a vote.", []),
    ("Two clerks went missing and were presumed kidnapped.", [("Two", "abducted", 2, False), ("Two", "missing", 2, False)]),
    ("A guard was found by one robber. He was stabbed in the back.", [("A guard", "injured", 1, False)]),
    ("Two clerks needed hospitalization after the raid.", [("Two", "injured", 2, False)]),
    ("Three clerks were treated at the hospital after the blast.", [("Three", "injured", 3, False)]),
    ("Three clerks received medical attention.", [("Three", "injured", 3, False)]),
    ("The water was treated at the works.", []),
    ("A clerk left the bank. The robbers shot at him, wounding him in the arm.", [("A clerk", "injured", 1, False)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text[:40] for text, _ in ROWS])
def test_construction(text: str, wanted: list[tuple[str, str, int, bool]]) -> None:
    found = [(c.quote, c.outcome.value, c.low, c.subset_of is not None) for c in extract(Document(id="d", text=text))]
    assert found == wanted


def test_the_dead_by_name_are_a_part_of_the_dead() -> None:
    text = "Two died and 30 were hurt. The dead were identified as Ana Silva and Rui Costa."
    claims = extract(Document(id="d", text=text))
    quotes = {claim.id: claim.quote for claim in claims}
    assert [(c.quote, quotes.get(c.subset_of or "")) for c in claims[2:]] == [("Ana Silva", "Two"), ("Rui Costa", "Two")]
