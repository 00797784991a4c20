"""Tokens for review: added and revoked by the command line, looked up by the service. Only a hash of each is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aggregator.core.errors import InputError, NotFound
from aggregator.core.tokens import Scope, Token, fits, make, split
from db import rows
from db.queries import Statement
from db.reading import Reading
from db.store import Store

NAME = re.compile(r"[^\W_][\w .'’-]{0,58}[^\W_]|[^\W_]")
STANDING = "revoked_at IS NULL AND expires_at > :now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose token was presented: `name` is the author of what they decide."""

    token: str
    name: str
    scope: Scope


def add(store: Store, name: str, scope: Scope, expires: datetime) -> Token:
    """Keep a new token for the person of this name and return it, with the text that is never seen again.

    Raises InputError for what is no name, and for the name of a token that is not revoked.
    """
    if not NAME.fullmatch(name):
        raise InputError(f"{name!r} is no name: 1 to 60 letters, digits, blanks, dots, hyphens and apostrophes", field="name")
    token = make()
    with store.writing() as at:
        if store.one("SELECT 1 FROM tokens WHERE name = ? AND revoked_at IS NULL", [name]):
            raise InputError(f"{name!r} has a token; revoke it first", field="name")
        row = {"id": token.id, "name": name, "scope": scope.value, "hash": token.digest, "created_at": at}
        store.insert("tokens", row | {"expires_at": rows.learned(expires)})
    return token


def revoke(store: Store, identity: str) -> str:
    """Revoke the token of this id, or of this name; return its id. It stays listed. Raises NotFound where none stands."""
    with store.writing() as at:
        row = store.one("SELECT id FROM tokens WHERE (id = ?1 OR name = ?1) AND revoked_at IS NULL", [identity])
        if row is None:
            raise NotFound("token", identity)
        store.database.conn.execute("UPDATE tokens SET revoked_at = ? WHERE id = ?", [at, row["id"]])
    return str(row["id"])


def listed(store: Store) -> list[dict[str, Any]]:
    """Return every token without its hash, oldest first, with how many decisions were made by it and when the last was."""
    return store.all(
        "SELECT t.id, t.name, t.scope, t.created_at, t.expires_at, t.revoked_at, count(d.id) AS decisions, max(d.at) AS used_at "
        "FROM tokens t LEFT JOIN decisions d ON d.token = t.id GROUP BY t.id ORDER BY t.created_at, t.id"
    )


def any_standing(reading: Reading, now: datetime) -> bool:
    """Return whether there is a token that is neither revoked nor expired."""
    sql = f"SELECT 1 FROM tokens WHERE {STANDING} LIMIT 1"
    return bool(reading.rows(Statement(sql=sql, values={"now": rows.learned(now)})))


def holder(reading: Reading, presented: str, now: datetime) -> Holder | None:
    """Return whose token was presented, or None for one that is wrong, revoked or expired."""
    identity, secret = split(presented) or ("", "")
    sql = f"SELECT name, scope, hash FROM tokens WHERE id = :id AND {STANDING}"
    found = reading.rows(Statement(sql=sql, values={"id": identity, "now": rows.learned(now)}))
    name, scope, digest = found[0] if found else ("", Scope.AUDIT, None)
    return Holder(token=identity, name=name, scope=Scope(scope)) if fits(secret, digest) else None
