"""HTTP headers: what we send as conditions, what we read of a reply's."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from aggregator.core.errors import FetchError

LONGEST_RETRY_AFTER = 86_400.0


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the headers of a conditional request; a tag or date that could break a header is left out."""
    stated = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {k: v for k, v in stated.items() if v and v.isprintable() and v.isascii() and len(v) < 1000}


def redirected(url: str, location: str) -> str:
    """Return the address that a Location header leads to; raises FetchError of kind redirects when it is none."""
    try:
        return urljoin(url, location.strip()).partition("#")[0]
    except ValueError:
        said = f"redirected to {location[:80]!r}, which is no address"
        raise FetchError(said, url=url, kind="redirects", retry=False) from None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds to wait, from seconds or a date, at most a day; None where nothing usable is said."""
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdecimal():
        return min(float(value.strip()[:9]), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER)


def content_type(value: str) -> tuple[str, str | None]:
    """Return media type and charset, in lower case; an empty type and None where none is said."""
    media_type, *rest = value.split(";")
    stated = dict(each.strip().lower().partition("=")[::2] for each in rest)
    return media_type.strip().lower(), stated.get("charset", "").strip(" \"'") or None
