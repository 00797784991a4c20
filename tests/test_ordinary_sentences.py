"""Ordinary sentences of news in which somebody, or some number, stands near a word of harm and is not what it seems.

Each line: a sentence, and its claims as "outcome: exact words" with a stance where it is no plain assertion.
"""

from __future__ import annotations

import pytest

from aggregator.core.model import Document, Stance
from parsers.text.claims import extract

SENTENCES = """
Two gunmen killed worshippers in a mosque. -> killed: worshippers
Five soldiers shot civilians at a checkpoint. -> injured: civilians
Seven rebels abducted children. -> abducted: children
Two men killed animals at the zoo. ->
The two brothers drove to a mosque then killed worshippers. -> killed: worshippers
Six militants attacked a village and burned houses. ->
Three men who stabbed passengers on a train were arrested. -> detained: Three; injured: passengers
She was helping injured civilians. ->
A driver was reported killed 15 June by rebels. -> killed: A driver
Gunmen killed three guards and wounded another at a bank. -> killed: three; injured: another
They abducted two men and killed another in the village. -> abducted: two; killed: another
Youths beat up two nurses in Goma. -> injured: two
Robbers broke into the house of an elder and beat him to death. -> killed: an elder
Armed men abducted and beat up the victims on the road. ->
A police K-9 was injured. ->
A court sentenced 75 people to death over a sit-in at which hundreds were killed. -> killed: hundreds
The number of those killed is 21, and 117 were injured. -> killed: 21; injured: 117
The number of those injured is 50 and three died. -> injured: 50; killed: three
The number of people trapped rose to 33. -> trapped: 33
Neither the guards nor the two shopkeepers were killed. ->
Two residents were treated at the scene for burns and a cat perished. -> injured: Two
At least 11 pilgrims died, in addition to the bomber, and 25 were wounded. -> killed: At least 11; killed: the bomber; injured: 25
Twelve passengers escaped injury after the bus caught fire. ->
Fears that thousands had perished proved unfounded: 13 people died. -> killed: thousands denies; killed: 13
A report that four officers were shot proved to be a hoax. -> injured: four denies
The minister dismissed the rebels' claim of 200 dead soldiers. -> killed: 200 denies
The army ridiculed the militia's claim to have killed 70 troops. -> killed: 70 denies
A man who had been reported missing by his family was found safe Wednesday. ->
A girl missing since Tuesday was located unharmed. ->
Three sailors who went missing in a storm were rescued. ->
The four crew members, who had been missing for two days, are safe. ->
Three sailors who went missing in a storm were found dead. -> killed: Three; missing: Three
The man was himself shot and killed. -> killed: The man
The attacker killed two people and was then shot dead. -> killed: The attacker; killed: two
Harris, 51, shot his wife before taking his own life. -> killed: Harris; injured: his wife
"""
ROWS = [tuple(part.strip() for part in row.split(" ->")) for row in SENTENCES.strip().splitlines()]


def told(text: str) -> str:
    claims = extract(Document(id="d", text=text))
    stances = ["" if claim.stance is Stance.ASSERTS else f" {claim.stance.value}" for claim in claims]
    return "; ".join(f"{claim.outcome.value}: {claim.quote}{stance}" for claim, stance in zip(claims, stances, strict=True))


@pytest.mark.parametrize(("text", "claims"), ROWS, ids=[text for text, _ in ROWS])
def test_what_an_ordinary_sentence_tells(text: str, claims: str) -> None:
    assert told(text) == claims
