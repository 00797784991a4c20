"""Names that are a body's though none of their words says so: those of the register, "Hezbollah", "Doctors Without Borders"."""

from __future__ import annotations

from functools import cache

from aggregator.core import vocab

_PAPERS = frozenset(("wire_agency", "broadcaster_press", "machine"))


def registered(name: str, *, papers: bool = True) -> bool:
    """Return whether a name is one of the register's, in full; `papers`: those who pass news on count too."""
    folded = name.lower().replace("\u2019", "'").removeprefix("the ")
    return folded in _names()[0] or (papers and folded in _names()[1])


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of those who speak for themselves, and of those who pass on, folded."""
    kept: tuple[set[str], set[str]] = (set(), set())
    for row in vocab.read("sources")["source"]:
        own = kept[row["kind"] in _PAPERS]
        own.update(word.lower().removeprefix("the ") for word in (row["name"], *row.get("aliases", ())))
    return frozenset(kept[0]), frozenset(kept[1])
