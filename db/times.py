"""The places for time in a statement: `{live:alias}`, `{held:alias}`, `{best:...}` and others, filled for now or for a moment."""

from __future__ import annotations

import re
from functools import lru_cache

from aggregator.core.model import BestRule
from db.nouns import Noun

REVIEWED = """(SELECT v.review FROM reviews v WHERE v.claim = {}.id AND v.since <= :known
 AND (v.until IS NULL OR v.until > :known))"""


@lru_cache(maxsize=512)
def filled(text: str, noun: Noun, then: bool, deleted: bool, rule: BestRule) -> str:
    """Return the SQL of a noun with its places for time filled.

    `then`: as of the moment bound to `:known`, otherwise now. `deleted`: also rows that no longer hold.
    """
    text = re.sub(r"\{held:(\w+)\}", lambda found: live(found[1], then, deleted=False), text)
    text = re.sub(r"\{live:(\w+)\}", lambda found: live(found[1], then, deleted=deleted), text)
    text = text.replace("{event}", "ec.event" if then and noun.name in ("claims", "documents") else "c.event")
    text = re.sub(r"\{review:(\w+)\}", lambda found: REVIEWED.format(found[1]) if then else f"{found[1]}.review", text)
    ended = f"{noun.alias}.retired_at"
    text = text.replace("{retired}", f"CASE WHEN {ended} <= :known THEN {ended} END" if then else ended)
    text = text.replace("{t}", ":known").replace("{rule}", f"'{rule.value}'")
    return re.sub(r"\{best:([\w.]+),([\w.]+),([01])\}", lambda found: best(rule, *found.groups()), text)


def best(rule: BestRule, usual: str, others: str, part: str) -> str:
    """Return what the rule chooses: the usual column for `gtd`, else what `others` says, and nothing where that is not known."""
    if rule is BestRule.GTD:
        return usual
    other = f"json_extract({others}, '$.{rule.value}[{part}]')"
    return f"CASE WHEN {others} IS NOT NULL THEN ifnull({other}, {usual}) END"


def live(alias: str, then: bool, *, deleted: bool) -> str:
    """Return the condition that a row holds; with deleted ones, that it was known by then."""
    if not then:
        return "1" if deleted else f"{alias}.retired_at IS NULL"
    known = f"{alias}.known_at <= :known"
    return known if deleted else f"{known} AND ({alias}.retired_at IS NULL OR {alias}.retired_at > :known)"
