"""When a source is next due: its interval, stretched while nothing changes, backed off while it fails. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from aggregator.core.errors import FetchError
from aggregator.core.model import Source

LONGEST = timedelta(days=1)
LASTING = timedelta(hours=6)
# failures that the next hour will not mend
LASTING_KINDS = frozenset({"robots", "key", "blocked", "url"})
LASTING_STATUS = frozenset({401, 402, 403, 404, 405, 410, 444, 451})  # 444: a gate before the site turns programs away
# most often our own network: a machine that was offline for a night should not stay behind for a day
OURS_KINDS = frozenset({"dns"})
OURS = timedelta(hours=2)
QUIET_ROUNDS = 8
MOST_STRETCH = 4


def after_success(source: Source, *, now: datetime, unchanged: int, dice: Callable[[], float]) -> datetime:
    """Return the next due moment after a round that went well; `unchanged` rounds in a row brought nothing, this one included.

    Every eight of those in a row add an interval, up to four. `dice` gives 0 to 1; the jitter is the source's own.
    """
    stretch = min(MOST_STRETCH, 1 + unchanged // QUIET_ROUNDS)
    return now + timedelta(minutes=source.every_minutes * stretch, seconds=source.jitter_seconds * dice())


def after_failure(source: Source, *, now: datetime, failures: int, error: Exception, dice: Callable[[], float]) -> datetime:
    """Return the next due moment after the `failures`-th failure in a row.

    Twice the wait each time, up to a day; at least six hours for what an hour will not mend (no such page, no permission, no
    key), two at most where our own network is the likelier cause; never before the server's own Retry-After.
    """
    wait = timedelta(minutes=source.every_minutes * (1 << min(failures - 1, 10)))
    asked = timedelta()
    if isinstance(error, FetchError):
        asked = timedelta(seconds=error.retry_after or 0)
        if error.kind in LASTING_KINDS or error.status in LASTING_STATUS:
            wait = max(wait, LASTING)
        if error.kind in OURS_KINDS:
            wait = min(wait, max(OURS, timedelta(minutes=source.every_minutes)))
    # spread over a further quarter, so that sources that failed together do not come back together
    return now + max(min(wait, LONGEST), asked) * (1 + dice() / 4)
