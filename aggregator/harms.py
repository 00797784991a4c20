"""Kinds of harm: which causes are told for one another, and which one report does not mix (`vocab/grouping.toml`)."""

from __future__ import annotations

from functools import cache

from aggregator.core import vocab


@cache
def families(causes: frozenset[str]) -> frozenset[str]:
    """Return the families that these cause codes belong to; a cause of none belongs to all."""
    known = vocab.read("grouping")["families"]
    if any(all(cause not in codes for codes in known.values()) for cause in causes):
        return frozenset(known)
    return frozenset(name for name, codes in known.items() if causes & set(codes))


def kind(cause: str | None) -> str | None:
    """Return the kind of harm of a cause code: violence, nature, illness, ..., or None."""
    return next((name for name, codes in vocab.read("grouping")["kinds"].items() if cause in codes), None)
