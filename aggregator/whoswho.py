"""Who is who: the sources of `vocab/sources.toml` and the offices of `vocab/roles.toml`, ready for look-ups by folded words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from aggregator.core import vocab
from aggregator.core.gazetteer import fold
from aggregator.core.model import SourceKind


@dataclass(frozen=True, slots=True)
class Role:
    """An office or crowd of `roles.toml`: its kind, how far one reaches, and whether it fights or is found in provinces too."""

    id: str
    kind: SourceKind
    scope: str
    party: bool
    levels: bool


class Register:
    """The two vocabulary files, ready for look-ups by folded words."""

    def __init__(self) -> None:
        self.sources: dict[str, dict[str, Any]] = {row["id"]: row for row in vocab.read("sources")["source"]}
        self.alias: dict[str, set[str]] = defaultdict(set)
        self.capitals: dict[str, set[str]] = defaultdict(set)
        self.loose: dict[str, set[str]] = defaultdict(set)
        self.held: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.whole: set[str] = set()
        for id, row in self.sources.items():
            for name in (row["name"], *row.get("aliases", ())):
                letters = re.sub(r"[^A-Za-z]", "", name)
                into = self.capitals if letters.isupper() and len(letters) <= 8 and " " not in name else self.alias
                into[name.replace(".", "") if into is self.capitals else bare(folded(name))].add(id)
                for owned in _owned(name):
                    into[owned].add(id)
            for name in row.get("loose", ()):
                self.loose[bare(folded(name))].add(id)
            if row.get("whole") or row["kind"] == "broadcaster_press":
                self.whole.add(id)
            if "role" in row:
                self.held[row["role"], row["country"]].append(id)
        roles = vocab.read("roles")
        self.roles = {
            row["id"]: Role(row["id"], SourceKind(row["kind"]), row["scope"], row.get("party", False), row.get("levels", False))
            for row in roles["role"]
        }
        self.role_words: dict[str, str] = {}
        for row in roles["role"]:
            for words in row["words"]:
                self.role_words.setdefault(folded(words), row["id"])
        self.empty = frozenset(roles["names"]["empty"])
        self.paper = frozenset(roles["names"]["paper"])
        self.clergy = tuple(f"{title} " for title in roles["names"]["clergy"])
        self.levels = frozenset(roles["names"]["levels"])
        self.breakers = frozenset(roles["names"]["breakers"])
        self.bodies = frozenset(roles["names"]["bodies"])
        self.again = frozenset(roles["names"]["again"])


_RUN = re.compile(r"(?<=\w)-(?:run|controlled|led)\b")


def _owned(name: str) -> tuple[str, ...]:
    """Return the folded genitives that say the same: "Houthi-run health ministry" is "the Houthis' health ministry"."""
    if not _RUN.search(name):
        return ()
    return bare(folded(_RUN.sub("", name, count=1))), bare(folded(_RUN.sub("s", name, count=1)))


@cache
def register() -> Register:
    """Return the sources and roles, read once."""
    return Register()


_ARTICLES = ("the ", "a ", "an ", "its ", "their ", "our ")
_POSSESSIVE = re.compile(r"['’]s?(?=\W|$)")
_DOTS = re.compile(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b|\W|$)")


def folded(name: str) -> str:
    """`gazetteer.fold`, with "U.S." as "us" and without possessive endings."""
    return fold(_POSSESSIVE.sub("", _DOTS.sub("", name) if "." in name else name))


def bare(words: str) -> str:
    """Return folded words without their article."""
    for article in _ARTICLES:
        if words.startswith(article) and len(words) > len(article):
            return words[len(article) :]
    return words
