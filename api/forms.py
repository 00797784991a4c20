"""What a page's address asks: a form sends every field, so an empty one is as good as absent; an unknown one is refused."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request

from aggregator.core.errors import UnknownName
from db.queries import CONTROLS

ON_A_PAGE = tuple(name for name in CONTROLS if name != "limit")  # a page has as many rows as stay small


def filled() -> list[tuple[str, str]]:
    """Return the parameters that have a value."""
    return [(name, value) for name, value in request.args.items(multi=True) if value.strip()]


def no_query(*but: str) -> None:
    """Refuse parameters that the page would ignore."""
    for name in request.args:
        if name not in but:
            raise UnknownName(f"this page takes no parameter {name!r}", field=name, valid=but or ("none",))


def question(*but: str, **instead: str) -> str:
    """Return this page's filters as a query string for the API, without the page they were on and the names in `but`; those in
    `instead` have another value there.
    """
    pairs = [(name, instead.get(name, value)) for name, value in filled() if name not in ("cursor", *but)]
    return "?" + urlencode(pairs) if pairs else ""
