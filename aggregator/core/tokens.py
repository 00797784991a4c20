"""Tokens by which a person proves who they are: made of chance, shown once, kept only as a hash.

A token is `cfr_ID_SECRET`. The id (public, 12 hexadecimal digits) finds its row; the secret is 256 bits from the system's source
of chance. A hash that is slow on purpose guards words that people choose; nobody can guess 256 bits, so SHA-256 is enough and a
request costs microseconds. What was presented is compared in constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

SHAPE = re.compile(r"cfr_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
NOBODY = hashlib.sha256(b"").hexdigest()


class Scope(StrEnum):
    """What a token is good for: to decide and see decisions, or only to see them."""

    REVIEW = "review"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Token:
    """A new token: `text` is shown to its owner once, `id` and `digest` are kept."""

    id: str
    text: str
    digest: str


def make() -> Token:
    """Return a new token."""
    identity, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    return Token(id=identity, text=f"cfr_{identity}_{secret}", digest=_digest(secret))


def split(text: str) -> tuple[str, str] | None:
    """Return the id and the secret of what was presented, or None for what is no token of ours."""
    found = SHAPE.fullmatch(text)
    return (found[1], found[2]) if found else None


def fits(secret: str, digest: str | None) -> bool:
    """Return whether the secret has this digest; as much work is done where there is none (None)."""
    return hmac.compare_digest(_digest(secret), digest or NOBODY) and digest is not None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
