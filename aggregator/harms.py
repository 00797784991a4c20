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


@cache
def kinds(causes: frozenset[str]) -> frozenset[str]:
    """Return the kinds of harm of these cause codes: violence, nature, illness; none where one of them is of no kind."""
    found = {kind(cause) for cause in causes}
    return frozenset() if None in found else frozenset(name for name in found if name)


def kind(cause: str | None) -> str | None:
    """Return the kind of harm of a cause code: violence, nature, illness, ..., or None."""
    return next((name for name, codes in vocab.read("grouping")["kinds"].items() if cause in codes), None)
