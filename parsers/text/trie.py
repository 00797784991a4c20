"""A list of phrases as one regular expression, shaped as a trie: linear, and many times quicker than a flat alternation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def pattern(phrases: Iterable[str]) -> str:
    """Return a pattern that matches the longest of `phrases` (lower-cased; one space stands for any blanks)."""
    root: dict[str, Any] = {}
    for phrase in phrases:
        node = root
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _shape(root)


def words(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a compiled pattern for `phrases` as whole words over lower-cased text."""
    return re.compile(rf"(?<![\w-]){pattern(phrases)}(?!\w)")


def _shape(node: dict[str, Any]) -> str:
    branches = [(r"\s+" if letter == " " else re.escape(letter)) + _shape(node[letter]) for letter in sorted(node) if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return joined + "?" if "" in node else joined
