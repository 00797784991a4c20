"""Reads the vocabulary: words live in TOML under `aggregator/vocab/`, with their own examples and counter-examples.

A file that cannot be read or lacks a version stops the start with a `VocabularyError` that names it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from aggregator.core.errors import VocabularyError

HOME = Path(__file__).resolve().parent.parent / "vocab"


@cache
def read(name: str) -> dict[str, Any]:
    """Return the vocabulary file `name` (for example `en/outcomes`) as a dict; treat it as read-only.

    Raises VocabularyError when the file is missing, is not TOML, or states no integer `version`.
    """
    path = HOME / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise VocabularyError("there is no such vocabulary file", file=name) from None
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"not TOML: {error}", file=name) from error
    if not isinstance(data.get("version"), int):
        raise VocabularyError("states no integer `version`", file=name)
    return data


def names() -> tuple[str, ...]:
    """Return the name of every vocabulary file, sorted."""
    return tuple(sorted(str(path.relative_to(HOME).with_suffix("")) for path in HOME.rglob("*.toml")))
