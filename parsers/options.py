"""What a source's options may be: each says in words what it does and what its value is, and checks it.

A value of another type would be passed over in silence where it is used: so it is refused where the source is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option: what it does, what its value is in words, and whether a value is that."""

    doc: str
    wanted: str
    fits: Callable[[object], bool]


def text(doc: str) -> Option:
    """Return an option that is a text which says something."""
    return Option(doc=doc, wanted="a text", fits=_words)


def text_or_day(doc: str) -> Option:
    """Return an option that is a text, or a date or time as TOML has them."""
    return Option(doc=doc, wanted="a text or a date", fits=lambda value: _words(value) or isinstance(value, date))


def character(doc: str) -> Option:
    """Return an option that is one character."""
    return Option(doc=doc, wanted="one character", fits=lambda value: isinstance(value, str) and len(value) == 1)


def one_of(doc: str, *valid: str) -> Option:
    """Return an option that is one of these texts."""
    wanted = " or ".join(f'"{each}"' for each in valid)
    return Option(doc=doc, wanted=wanted, fits=lambda value: isinstance(value, str) and value in valid)


def texts(doc: str) -> Option:
    """Return an option that is a list of texts, at least one."""
    return Option(doc=doc, wanted="a list of texts", fits=_list)


def flag(doc: str) -> Option:
    """Return an option that is true or false."""
    return Option(doc=doc, wanted="true or false", fits=lambda value: isinstance(value, bool))


def whole(doc: str, *, least: int, most: int) -> Option:
    """Return an option that is a whole number from `least` to `most`."""
    return Option(doc=doc, wanted=f"a whole number from {least} to {most}", fits=_number(int, least=least, most=most))


def number(doc: str, *, least: int, most: int) -> Option:
    """Return an option that is a number from `least` to `most`."""
    return Option(doc=doc, wanted=f"a number from {least} to {most}", fits=_number(int, float, least=least, most=most))


def table(doc: str) -> Option:
    """Return an option that is a table of texts."""
    return Option(doc=doc, wanted="a table of texts", fits=_table)


def table_of_columns(doc: str) -> Option:
    """Return an option that is a table whose values are texts, or tables of texts."""
    return Option(doc=doc, wanted="a table of texts, or of tables of texts", fits=_tables)


def _words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_words, value))


def _tables(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) or _table(each) for each in value.values())


def _table(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def _number(*types: type, least: int, most: int) -> Callable[[object], bool]:
    return lambda value: type(value) in types and least <= value <= most  # type: ignore[operator]


# Options that belong to fetching and so go with every format: see parsers/README.md.
FETCHING: Mapping[str, Option] = MappingProxyType(
    {
        "days_back": whole("how many days before today the {yyyy}, {mm}, ... of the URL speak of", least=0, most=36_500),
        "headers": table("a table of request headers; {FIGURES_KEY_NAME} stands for a key from the environment"),
        "pause_seconds": number("the least time between two requests to this host", least=0, most=3_600),
        "robots": flag("false: do not ask robots.txt (a documented API that invites programs)"),
        "pages": whole("how many pages of a paged reply to read at most", least=1, most=1_000),
    }
)
