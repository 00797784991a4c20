"""What a person decided beside the machine's result: kept, replayed after every recompute, undone by a later decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from aggregator.core.errors import InputError, UnknownName
from aggregator.core.flags import ACCEPTED, CORRECTED, REJECTED
from aggregator.core.model import Basis, Outcome, Qualifier, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """What tells a request that is sent again from a new one: the caller's `key`, and the hash of what is `asked`."""

    key: str
    asked: str


class Action(StrEnum):
    """What can be decided of a claim (accept, reject, correct) or of an event (merge, split)."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"


OF_CLAIMS = frozenset({Action.ACCEPT, Action.REJECT, Action.CORRECT})
CLOSED: Mapping[str, type[StrEnum]] = {"outcome": Outcome, "qualifier": Qualifier, "basis": Basis, "stance": Stance}
NUMBERS = ("low", "high", "best")
WORDS = ("claimant", "population")
FLAGS = ("background",)
LARGEST = 10**10
FIELDS = (*CLOSED, *NUMBERS, *WORDS, *FLAGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: who, when, why, and what.

    `target` is a claim's id, or an event's. `field` and `value` are of a correction. `documents` are of a merge (all that belong
    together) or a split (those that leave); `others` are those that stay behind in a split. `token` is the id of the token it
    came by, None for the command line; `once` lets it be sent again without being decided twice.
    """

    action: Action
    target: str
    author: str
    reason: str
    at: datetime | None = None
    id: int = 0
    field: str | None = None
    value: str | None = None
    documents: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    token: str | None = None
    once: Once | None = None


def correction(field: str, value: str) -> object:
    """Return the value of a correction as the model has it: an enum, a number, None for an open bound, a word, a bool.

    Raises UnknownName for a field that cannot be corrected or a word outside its list, InputError for what is no number.
    """
    if field not in FIELDS:
        raise UnknownName(f"{field!r} cannot be corrected", field="field", valid=FIELDS)
    if field in CLOSED:
        kinds = CLOSED[field]
        if value not in {each.value for each in kinds}:
            raise UnknownName(f"{value!r} is no {field}", field="value", valid=[each.value for each in kinds])
        return kinds(value)
    if field in FLAGS:
        if value not in ("true", "false"):
            raise UnknownName(f"{value!r} is neither true nor false", field="value", valid=("true", "false"))
        return value == "true"
    if field in WORDS:
        if not value.strip():
            raise InputError(f"a {field} has a name", field="value")
        return value.strip()
    if value in ("", "open", "null"):
        return None
    if not value.isdecimal():
        raise InputError(f"{value!r} is no whole number; an open bound is 'open'", field="value")
    if len(value) > len(str(LARGEST)) or int(value) > LARGEST:
        raise InputError(f"{value} is more people than there are", field="value")
    return int(value)


def best_within(low: int | None, high: int | None, best: int | None) -> int | None:
    """Return the one value of a figure whose bounds a person corrected: what was read only where it lies between them."""
    if low is not None and low == high:
        return low
    return best if best is not None and (low or 0) <= best and (high is None or best <= high) else None


def in_force(decisions: Iterable[Decision]) -> dict[str, object] | None:
    """Return what these decisions on one claim, all of which hold, come to; None without any.

    `decision` is what counts most (rejected, corrected, accepted), `flags` all of it; `value` has the corrected fields, of which
    the last correction counts; by whom, when and why is of the last decision.
    """
    ordered = sorted((d for d in decisions if d.action in OF_CLAIMS), key=lambda d: d.id)
    if not ordered:
        return None
    last = ordered[-1]
    value = {d.field or "": correction(d.field or "", d.value or "") for d in ordered if d.action is Action.CORRECT}
    verdict = next((d.action for d in reversed(ordered) if d.action is not Action.CORRECT), None)
    flags = [REJECTED] * (verdict is Action.REJECT) + [CORRECTED] * bool(value) + [ACCEPTED] * (verdict is Action.ACCEPT)
    at = last.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if last.at else None
    told = {"decision": flags[0], "flags": sorted(flags), "value": value}
    return told | {"by": last.author, "at": at, "reason": last.reason}
