"""The patterns over shapes take steps in proportion to the shape, counted by a matcher that backtracks as `re` does.

A sentence is bounded, and so is its shape; a pattern that starts anew at each place and runs to the end of it would still make a
hostile text slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

from parsers.text import deeds, ends, fates, lists, losses, moves, nouns, parts, plurals, tolls, wounds


def patterns(*modules: ModuleType) -> list[Any]:
    """Return the patterns of these modules, named."""
    named = [
        (f"{module.__name__.rpartition('.')[2]}.{name}", value) for module in modules for name, value in vars(module).items()
    ]
    return [pytest.param(value, id=name) for name, value in named if isinstance(value, re.Pattern) and name != "tolls._TO_NUMBER"]


Then = Callable[[int], bool]


class Counted:
    """A pattern run step by step. One step is one try of one element at one place."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.tree, self.text, self.steps, self.end = parser.parse(pattern.pattern), text, 0, 0

    def finditer(self) -> int:
        """Return the steps that finding all matches takes."""
        at = 0
        while at <= len(self.text):
            at = max(at + 1, self.end) if self.run(list(self.tree), at, self.found) else at + 1
        return self.steps

    def match(self) -> int:
        """Return the steps that one match at the beginning takes."""
        self.run(list(self.tree), 0, self.found)
        return self.steps

    def found(self, at: int) -> bool:
        self.end = at
        return True

    def run(self, nodes: list[Any], at: int, then: Then) -> bool:
        """Return whether these elements match at `at` and what follows does."""
        if not nodes:
            return then(at)
        self.steps += 1
        (code, argument), rest = nodes[0], nodes[1:]
        if code is op.BRANCH:
            return any(self.run([*branch, *rest], at, then) for branch in argument[1])
        if code is op.SUBPATTERN:
            return self.run([*argument[3], *rest], at, then)
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self.repeat(code, argument, rest, at, then)
        if code in (op.ASSERT, op.ASSERT_NOT):
            start = at if argument[0] > 0 else at - argument[1].getwidth()[0]
            seen = start >= 0 and self.run(list(argument[1]), start, lambda end: argument[0] > 0 or end == at)
            return seen is (code is op.ASSERT) and self.run(rest, at, then)
        if code is op.AT:
            return at == (0 if argument is op.AT_BEGINNING else len(self.text)) and self.run(rest, at, then)
        return at < len(self.text) and _fits(code, argument, ord(self.text[at])) and self.run(rest, at + 1, then)

    def repeat(self, code: Any, argument: Any, rest: list[Any], at: int, then: Then, done: int = 0) -> bool:
        """Take as many as can be, or as few."""
        low, high, element = argument

        def more() -> bool:
            return done < high and self.run(
                list(element), at, lambda end: (end > at or done < low) and self.repeat(code, argument, rest, end, then, done + 1)
            )

        def enough() -> bool:
            return done >= low and self.run(rest, at, then)

        return more() or enough() if code is op.MAX_REPEAT else enough() or more()


def _fits(code: Any, argument: Any, letter: int) -> bool:
    if code is op.ANY:
        return True
    if code is op.LITERAL:
        return bool(letter == argument)
    if code is op.NOT_LITERAL:
        return bool(letter != argument)
    assert code is op.IN, code
    items = [item for item in argument if item[0] is not op.NEGATE]
    inside = any(letter == value if kind is op.LITERAL else value[0] <= letter <= value[1] for kind, value in items)
    return inside is (len(items) == len(argument))


def _hostile(pattern: re.Pattern[str], times: int) -> list[str]:
    """Return shapes of the letters that a pattern asks for: one or two of them again and again, behind one more or none."""
    letters = sorted(
        {
            letter
            for letter in re.sub(r"\(\?P<\w+>|\(\?<?[:=!]|\{\d*,?\d*\}|\\.", "", pattern.pattern)
            if letter not in "()[]{}^$?*+|"
        }
    )
    pairs = [first + second for first, second in product(letters, repeat=2)]
    return [unit * times for unit in pairs] + [first + second * 2 * times for first, second in product(letters, repeat=2)]


@pytest.mark.parametrize("pattern", patterns(losses, moves, plurals, wounds))
def test_twice_the_shape_takes_no_more_than_twice_the_steps(pattern: re.Pattern[str]) -> None:
    for once, twice in zip(_hostile(pattern, 15), _hostile(pattern, 30), strict=True):
        assert Counted(pattern, twice).finditer() <= 2.4 * Counted(pattern, once).finditer() + 100, once


@pytest.mark.parametrize("pattern", patterns(deeds, ends, fates, lists, nouns, parts, tolls))
def test_one_match_takes_no_more_than_twice_the_steps_in_twice_the_shape(pattern: re.Pattern[str]) -> None:
    """Most of these are tried at a trigger only; `tolls._TO_NUMBER`, left out, is given thirty codes at most."""
    for once, twice in zip(_hostile(pattern, 15), _hostile(pattern, 30), strict=True):
        assert Counted(pattern, twice).match() <= 2.4 * Counted(pattern, once).match() + 100, once


def test_the_matcher_knows_a_pattern_that_is_not_linear() -> None:
    slow = re.compile(r"Gd*d*I")
    assert Counted(slow, "G" + "d" * 60).finditer() > 3 * Counted(slow, "G" + "d" * 30).finditer()
