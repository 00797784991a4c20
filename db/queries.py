"""One query object: from parameters, as somebody typed them, to SQL. Every list, format, page and export goes through it.

`Query.parse` refuses what it does not know and names what it does; values are always bound, names come from the registry only.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from aggregator.core.errors import InputError, UnknownName
from aggregator.core.model import BestRule
from db.columns import RULES, Type
from db.nouns import Noun, Order
from db.parameters import BY_NAME, Parameter
from db.shapes import Shape, row_sql
from db.shortcuts import in_order_of_words, overlapping
from db.times import filled
from db.values import Value, read_boolean, read_integer, read_moment, read_value

MOST = 1000
USUAL = 100
CONTROLS = {
    "limit": f"Rows a page, 1 to {MOST:,} (usually {USUAL}); a CSV, NDJSON or Parquet file without it holds every row.",
    "cursor": "Where the page before ended; it belongs to its filters and order.",
    "sort": "The order of the rows.",
    "best_rule": "By which rule one value is chosen out of each range; see /methods.",
    "as_known_at": "Answer as the service would have answered at this moment.",
    "include_deleted": "Also rows that no longer hold, with when and why.",
}
Bound = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """SQL and what is bound to it."""

    sql: str
    values: Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody asked of one noun. `filters` are checked values by name, sorted; `limit` None is every row."""

    noun: Noun
    filters: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    sort: str = ""
    limit: int | None = USUAL
    after: tuple[Value, ...] | None = None
    as_known_at: str | None = None
    include_deleted: bool = False
    identity: str | None = None
    best_rule: BestRule = BestRule.GTD

    @classmethod
    def parse(
        cls,
        noun: Noun,
        pairs: Iterable[tuple[str, str]],
        *,
        limit: int | None = USUAL,
        controls: Sequence[str] = tuple(CONTROLS),
        extra: Sequence[str] = (),
    ) -> Query:
        """Return the query that these (name, value) pairs ask for; `extra` names are the caller's own, checked and skipped.

        Raises UnknownName for a name this noun does not take, InputError for a repeated name, an empty or a wrong value.
        """
        given = single(pairs, (*names(noun, tuple(controls)), *extra), noun.name)
        query = cls(
            noun=noun,
            filters=tuple((name, read_value(BY_NAME[name], given[name])) for name in sorted(given) if name in BY_NAME),
            sort=read_sort(noun, given.get("sort")),
            limit=read_integer("limit", given["limit"], 1, MOST) if "limit" in given else limit,
            as_known_at=read_moment("as_known_at", given["as_known_at"], until=True) if "as_known_at" in given else None,
            include_deleted=bool(read_boolean("include_deleted", given.get("include_deleted", "false"))),
            best_rule=read_rule(given.get("best_rule", BestRule.GTD)),
        )
        return replace(query, after=query.opened(given["cursor"])) if "cursor" in given else query

    @property
    def order(self) -> Order:
        """The order asked for, else the noun's first."""
        return self.noun.orders[self.sort or next(iter(self.noun.orders))]

    def having(self, name: str, *values: Value) -> Query:
        """Return this query with one more filter, already checked."""
        return replace(self, filters=tuple(sorted([*((n, v) for n, v in self.filters if n != name), (name, values)])))

    def fingerprint(self) -> str:
        """Return a short name for what is asked, without the page: a cursor holds for one only."""
        return mark(self.noun.name, self.filters, self.sort, self.as_known_at, self.include_deleted, self.best_rule)

    def cursor(self, keys: Iterable[Value]) -> str:
        """Return the cursor for the page after the row with these keys."""
        return base64.urlsafe_b64encode(json.dumps([self.fingerprint(), *keys]).encode()).decode().rstrip("=")

    def opened(self, cursor: str) -> tuple[Value, ...]:
        """Return the keys inside a cursor; raise InputError when it is none of ours or belongs to another question."""
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            mark, *keys = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (binascii.Error, ValueError, TypeError, RecursionError):
            raise InputError("this cursor is not one this service gave", field="cursor") from None
        if mark != self.fingerprint():
            raise InputError("this cursor belongs to other filters or another order; start again without it", field="cursor")
        fine = all(key is None or type(key) in (str, int, float) for key in keys) and len(keys) == len(self.order.keys)
        if not fine or any(type(key) is int and abs(key) >= 2**63 for key in keys):
            raise InputError("this cursor is not one this service gave", field="cursor")
        return tuple(keys)

    def statement(self, shape: Shape) -> Statement:
        """Return the SELECT: the row in this shape, then the order's keys; one row more than the limit tells of a next page.

        Rows are chosen first and written afterwards: SQLite would otherwise write every match before it sorts. Where nothing is
        asked for but the next rows of a table, there is nothing to sort.
        """
        values: dict[str, Value] = {}
        conditions = self._conditions(values)
        if self.after is not None:
            conditions.append(after(self.order, self.after, values))
        tables = self.noun.tables_then if self.as_known_at and self.noun.tables_then else self.noun.tables
        order = ", ".join(f"{sql} {'DESC' if down else 'ASC'}" for sql, down in self.order.keys)
        keys = ", ".join(sql for sql, _ in self.order.keys)
        row = f"SELECT {written(self.noun, shape)}, {keys} FROM"
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        cut = "" if self.limit is None else f" LIMIT {self.limit + 1}"
        if not self.filters and (self.limit is None or len(self.order.keys) == 1):
            return self._filled(f"{row} {tables}{where} ORDER BY {order}{cut}", values)
        key = self.order.keys[-1][0]
        chosen = f"SELECT {key} AS place FROM {tables}{where} ORDER BY {order}{cut}"
        if self.noun.name == "claims" and len(self.order.keys) == 1 and [name for name, _ in self.filters] == ["q"]:
            chosen = in_order_of_words(chosen)
        return self._filled(f"{row} ({chosen}) chosen CROSS JOIN {tables} WHERE {key} = chosen.place ORDER BY {order}", values)

    def counted(self, what: str = "count(*)", group: str = "") -> Statement:
        """Return a SELECT of aggregates over every row that matches, whatever the page."""
        values: dict[str, Value] = {}
        conditions = self._conditions(values)
        tables = self.noun.tables_then if self.as_known_at and self.noun.tables_then else self.noun.tables
        text = f"SELECT {what} FROM {tables}"
        if conditions:
            text += " WHERE " + " AND ".join(conditions)
        return self._filled(f"{text} {group}", values)

    def counted_behind(self, what: str, group: str) -> Statement:
        """Return a SELECT of aggregates over the claims (alias `c`) of the events (alias `e`) that match."""
        values: dict[str, Value] = {}
        conditions = [*self._conditions(values), "{live:c}"]
        if self.as_known_at is None:
            tables = f"{self.noun.tables} JOIN claims c ON c.event = e.id"
        else:
            tables = f"{self.noun.tables_then} JOIN event_claims ec ON ec.event = e.id JOIN claims c ON c.id = ec.claim"
            conditions.append("{held:ec}")
        return self._filled(f"SELECT {what} FROM {tables} WHERE {' AND '.join(conditions)} {group}", values)

    def _conditions(self, values: dict[str, Value]) -> list[str]:
        """Every condition on the rows, their values put into `values`."""
        found = [self.noun.base] if self.noun.base else []
        if self.noun.timed:
            found.append("{live:" + self.noun.alias + "}")
        if self.identity is not None:
            found.append(f"{self.noun.alias}.id = :identity")
            values["identity"] = self.identity
        behind: list[str] = []
        selective = False
        asked = dict(self.filters)
        for name, wanted in asked.items():
            parameter = BY_NAME[name]
            sql, of_claim = level(self.noun, parameter)
            (behind if of_claim else found).append(bound(sql, name, wanted, values))
            selective = selective or (of_claim and parameter.selective)
            if name == "date_to" and sql == parameter.claim and (nearby := overlapping(asked, values)):
                (behind if of_claim else found).append(nearby)
                selective = selective or of_claim
        if behind:
            found.append(self._through(selective).replace("{conditions}", " AND ".join(behind)))
        return [part for part in found if part]

    def _through(self, selective: bool) -> str:
        """How the claims behind a row are reached, now or then; from the claims where few of them are asked for."""
        noun = self.noun
        if self.as_known_at is not None and noun.through_then:
            return (selective and noun.through_then_in) or noun.through_then
        return (selective and noun.through_in) or noun.through

    def _filled(self, text: str, values: dict[str, Value]) -> Statement:
        """The SQL with its places for time filled: what holds now, or what held then."""
        if self.as_known_at is not None:
            values["known"] = self.as_known_at
        return Statement(
            sql=filled(text, self.noun, self.as_known_at is not None, self.include_deleted, self.best_rule), values=values
        )


@lru_cache
def mark(*parts: object) -> str:
    """Return ten hexadecimal digits that stand for these parts; what is asked for page by page is marked once."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:10]


@lru_cache
def written(noun: Noun, shape: Shape) -> str:
    """Return the SELECT list of a noun's row in this shape."""
    return row_sql(noun.columns, shape, noun.plain)


def single(pairs: Iterable[tuple[str, str]], valid: Sequence[str], what: str) -> dict[str, str]:
    """Return the pairs by name; raise for a name that is not valid, is given twice, or has no value."""
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in valid:
            raise UnknownName(f"{what} take no parameter {name!r}", field=name, valid=valid or ("none",))
        if name in given:
            raise InputError(f"{name} is given twice; for either of two values write {name}=A,B where it allows", field=name)
        if not value.strip(" "):
            raise InputError(f"{name} is empty; leave it out instead", field=name)
        given[name] = value
    return given


@lru_cache
def names(noun: Noun, controls: tuple[str, ...] = tuple(CONTROLS)) -> tuple[str, ...]:
    """Return every parameter name that a list of this noun takes."""
    without = (*(() if noun.timed else ("as_known_at", "include_deleted")), *(() if noun.ruled else ("best_rule",)))
    return (*(parameter.name for parameter in noun.parameters()), *(c for c in controls if c not in without))


def read_sort(noun: Noun, value: str | None) -> str:
    """Return the order's name; raise UnknownName for one the noun does not have."""
    if value is not None and value not in noun.orders:
        raise UnknownName(f"sort is {value!r}", field="sort", valid=noun.orders)
    return value or ""


def read_rule(value: str) -> BestRule:
    """Return the rule of this name; raise UnknownName for one that there is not."""
    if value not in RULES:
        raise UnknownName(f"best_rule is {value!r}", field="best_rule", valid=RULES)
    return BestRule(value)


def level(noun: Noun, parameter: Parameter) -> tuple[str, bool]:
    """Return a filter's SQL for this noun, and whether it speaks of the claims behind a row."""
    if noun.own in parameter.own:
        return parameter.own[noun.own], False
    if "claim" in noun.levels:
        return parameter.claim, False
    if "event" in noun.levels and parameter.event:
        return parameter.event, False
    return parameter.claim, True


def bound(sql: str, name: str, wanted: tuple[Value, ...], values: dict[str, Value]) -> str:
    """Return the condition with named places for its values, which go into `values`."""
    places = []
    for number, value in enumerate(wanted):
        values[f"{name}_{number}"] = value
        places.append(f":{name}_{number}")
    if BY_NAME[name].type is Type.BOX:
        return boxed(sql.strip("{}").removeprefix("box:"), places, crosses=float(wanted[0] or 0) > float(wanted[2] or 0))
    return sql.replace("{}", ", ".join(places))


def boxed(alias: str, places: list[str], *, crosses: bool) -> str:
    """Return the condition that a position lies in west, south, east, north."""
    west, south, east, north = places
    joint = "OR" if crosses else "AND"
    return f"({alias}.lat BETWEEN {south} AND {north} AND ({alias}.lon >= {west} {joint} {alias}.lon <= {east}))"


def after(order: Order, keys: tuple[Value, ...], values: dict[str, Value]) -> str:
    """Return the condition that a row comes after these keys; a missing key is first upwards, last downwards, as SQLite sorts."""
    condition = "0"
    for number in reversed(range(len(keys))):
        sql, down = order.keys[number]
        key = keys[number]
        values[f"after_{number}"] = key
        place = f":after_{number}"
        if key is None:
            beyond = "0" if down else f"{sql} IS NOT NULL"
            condition = f"({beyond} OR ({sql} IS NULL AND {condition}))"
        elif down:
            condition = f"({sql} < {place} OR {sql} IS NULL OR ({sql} = {place} AND {condition}))"
        else:
            condition = f"({sql} >= {place} AND ({sql} > {place} OR {condition}))"
    return condition
