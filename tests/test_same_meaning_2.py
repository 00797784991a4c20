"""The same told in other words: of being taken, killed, hurt, held and lost; lists, names and marks that change no figure.

Each line: a sentence, and its claims as "outcome: exact words" with a stance where it is no plain assertion.
"""

from __future__ import annotations

from tests.rows import each_row, told

TAKEN = """
Two nurses were snatched by gunmen. -> abducted: Two
Gunmen snatched two nurses. -> abducted: two
Two girls were snatched on their way to school. -> abducted: Two
Two nurses were carried off by gunmen. -> abducted: Two
Two nurses were grabbed by gunmen. -> abducted: Two
Two nurses were spirited away by rebels. -> abducted: Two
Two nurses were marched off by rebels. -> abducted: Two
Rebels marched away nine boys. -> abducted: nine
Gunmen stormed a farm and carried off two boys. -> abducted: two
Nine miners were forcibly taken in Velsk. -> abducted: Nine
Gunmen took captive two nurses. -> abducted: two
Rebels took prisoner two drivers. -> abducted: two
Five were snatched by bandits. -> abducted: Five

Rebels took prisoner two soldiers. -> detained: two
Two robbers snatched a bag. ->
Ardo snatched victory from two rivals. ->
Three thieves grabbed two bags. ->
A man grabbed two boys by the collar. ->
The wind carried off two kites. ->
The flood carried off four villagers. ->
The waves snatched two swimmers. ->
A boy was grabbed by a crocodile. ->
Two boys were snatched to safety by a neighbour. ->
Two players were snatched up by a club in Ardo. ->
Rescuers snatched three boys from the flames. ->
Two wallets were snatched. ->
Two men were led away by nurses. ->
The gunmen carried off four bodies. -> killed: four
Rebels grabbed two cooks and shot them dead. -> killed: two
Gunmen tried to snatch two nurses. ->
"""


@each_row(("sentence", "claims"), TAKEN)
def test_words_for_being_taken(sentence: str, claims: str) -> None:
    assert told(sentence) == claims
