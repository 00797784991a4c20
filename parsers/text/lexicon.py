"""The vocabulary as one lookup table: words and phrases to what they mean for the grammar.

Everything comes from `aggregator/vocab/`; this module only inflects and compiles. A phrase is found by its first word, the
longest first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from aggregator.core.model import Outcome, Status
from aggregator.core.vocab import read
from parsers.text.tokens import words_of

# The role of a word in a clause, one character each, so that a clause is a string and a rule about it a pattern.
ROLES = {
    "indefinite": "a",
    "definite": "t",
    "possessive": "s",
    "of": "o",
    "zero": "Z",
    "by": "y",
    "preposition": "p",
    "with": "&",
    "and": "c",
    "but": "B",
    "including": "i",
    "among": "<",
    "who": "w",
    "when": "W",
    "be": "b",
    "have": "h",
    "modal": "m",
    "to": "z",
    "not": "n",
    "pronoun": "r",
    "nobody": "0",
    "roll": "R",
    "adverb": "d",
    "speech": "q",
    "verb": "v",
    "negated": "~",
    "adjective": "j",
    "ordinal": "1",
    "title": "k",
    "name_particle": "C",
}
PERSON, PEOPLE, THING, THINGS, AGE = "H", "P", "f", "u", "g"
# Triggers: transitive verbs by form (V past or participle, K base or present, E -ing), intransitive ones (I past, J base or
# present, Y -ing), states, nouns of harm, tolls.
TRANSITIVE = {"past": "V", "participle": "V", "base": "K", "third": "K", "ing": "E"}
INTRANSITIVE = {"past": "I", "participle": "I", "base": "J", "third": "J", "ing": "Y"}
STATE, NOUN, TOLL = "A", "O", "T"


class Word(NamedTuple):
    """What a word or phrase is: its role; of a trigger its outcome and form; of a person noun its group, status and unit."""

    role: str
    outcome: Outcome | None = None
    form: str = ""  # base, third, past, participle, ing; singular, plural
    group: str = ""
    status: Status = Status.UNKNOWN
    unit: str = "person"
    lemma: str = ""
    text: str = ""


@dataclass(slots=True)
class Lexicon:
    """`singles`: a word to its Word. `phrases`: a first word to its phrases, longest first. `common`: everyday words."""

    singles: dict[str, Word] = field(default_factory=dict)
    common: set[str] = field(default_factory=set)
    phrases: dict[str, list[tuple[tuple[str, ...], Word]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str, word: Word, *, keep: bool = False) -> None:
        """Enter a word or phrase; with `keep`, an older entry of the same text stands."""
        words = words_of(text)
        if len(words) > 1:
            if not (keep and any(known == words for known, _ in self.phrases.get(words[0], []))):
                self.phrases[words[0]] = [item for item in self.phrases[words[0]] if item[0] != words] + [(words, word)]
        elif not (keep and text in self.singles):
            self.singles[words[0]] = word


def plural(noun: str) -> str:
    """Return the regular plural of an English noun."""
    if re.search(r"(s|x|z|ch|sh)$", noun):
        return noun + "es"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + "s"


def inflect(base: str, irregular: dict[str, list[str]]) -> dict[str, str]:
    """Return the forms of an English verb or verb phrase: base, third, past, participle, ing."""
    head, space, rest = base.partition(" ")
    adverb = ""
    if head.endswith("ly"):
        adverb, (head, space, rest) = head + " ", rest.partition(" ")
    if head in irregular:
        third, past, participle, ing = irregular[head]
    else:
        stem = head[:-1] if head.endswith("e") else head
        past = participle = head[:-1] + "ied" if re.search(r"[^aeiou]y$", head) else stem + "ed"
        third, ing = plural(head), stem + "ing"
    forms = {"base": head, "third": third, "past": past, "participle": participle, "ing": ing}
    return {name: adverb + form + space + rest for name, form in forms.items()}


def _outcomes(lexicon: Lexicon) -> None:
    """Enter the triggers of every outcome."""
    data = read("en/outcomes")
    irregular = data["irregular"]
    for outcome in Outcome:
        table = data.get(outcome.value, {})
        for roles, key in ((TRANSITIVE, "transitive"), (INTRANSITIVE, "intransitive"), (INTRANSITIVE, "own_hand")):
            for entry in table.get(key, ()):
                if entry.startswith("="):
                    lexicon.add(entry[1:], Word(roles["participle"], outcome, "participle", lemma=entry[1:]))
                    continue
                for form, text in inflect(entry, irregular).items():
                    lexicon.add(text, Word(roles[form], outcome, form, lemma=entry))
        for entry in table.get("state", ()):
            lexicon.add(entry.lstrip("="), Word(STATE, outcome, lemma=entry.lstrip("=")), keep=entry.lstrip("=") in ("hurt",))
        for entry in table.get("noun", ()):
            lexicon.add(entry, Word(NOUN, outcome, "singular", lemma=entry), keep=entry.endswith("ing"))
            lexicon.add(plural(entry), Word(NOUN, outcome, "plural", lemma=entry))
        for entry in table.get("people", ()):
            one, _, many = entry.partition("/")
            lexicon.add(one, Word(PERSON, outcome, "singular", lemma=one))
            lexicon.add(many or plural(one), Word(PEOPLE, outcome, "plural", lemma=one))
        for entry in (*table.get("toll", ()), *_numbers_of(table.get("numbered", ()))):
            lexicon.add(entry, Word(TOLL, outcome, lemma=entry))
            lexicon.add(entry + "s", Word(TOLL, outcome, lemma=entry), keep=True)
    for entry in (*data["last_told"]["toll"], *data["last_told"]["again"]):
        lexicon.add(entry, Word(TOLL, Outcome.KILLED, lemma=entry))


def _numbers_of(harmed: Iterable[str]) -> Iterator[str]:
    """Yield the ways to say how many there are: "number of those injured"."""
    return (f"number of {whom} {what}" for what in harmed for whom in ("people", "those", "persons"))


def _people(lexicon: Lexicon) -> None:
    """Enter the nouns for people with their groups."""
    for group, table in read("en/victims")["groups"].items():
        for noun in table["nouns"]:
            one, _, many = noun.partition("/")
            word = Word(
                PERSON, group=group, status=Status(table["status"]), unit=table.get("unit", "person"), form="singular", lemma=one
            )
            if one != many:
                lexicon.add(one, word, keep=True)
            lexicon.add(many or plural(one), word._replace(role=PEOPLE, form="plural", text=many or plural(one)), keep=True)


def _small_words(lexicon: Lexicon) -> None:
    """Enter the function words, then the things that are counted but are not people."""
    for role, texts in read("en/grammar")["roles"].items():
        for text in texts:
            lexicon.add(text, Word(ROLES[role], lemma=text), keep=True)
    for text in read("en/common")["words"].split():
        lexicon.common.add(text)
    for text in read("en/negatives")["things"]:
        for form in (text, plural(text)):
            lexicon.add(form, Word(THINGS if form != text else THING, lemma=text), keep=True)
    for text in read("en/negatives")["many_things"]:
        lexicon.add(text, Word(THINGS, lemma=text), keep=True)
    for name in (*read("en/negatives")["months"], *read("en/negatives")["days"]):
        lexicon.add(name, Word(ROLES["adverb"]), keep=True)


@cache
def lexicon() -> Lexicon:
    """Return the compiled vocabulary; the first call reads the files."""
    table = Lexicon()
    _outcomes(table)
    _people(table)
    _small_words(table)
    for phrases in table.phrases.values():
        phrases.sort(key=lambda item: -len(item[0]))
    table.phrases = dict(table.phrases)
    return table
