"""What robots.txt says (RFC 9309), remembered per origin; the only door to protego."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

HOURS = 24
MOST_BYTES = 500_000
LONGEST_DELAY = 30.0


@dataclass(slots=True)
class _Known:
    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Any = None
    until: float = 0.0


class Robots:
    """Remembers each origin's rules for a day. `read(origin)` returns the file's text, or raises."""

    def __init__(self, agent: str, read: Callable[[str], str], ticks: Callable[[], float]) -> None:
        self.agent, self._read, self._ticks = agent, read, ticks
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def _rules(self, origin: str) -> Any:
        from protego import Protego

        with self._lock:
            known = self._known.setdefault(origin, _Known())
        with known.lock:
            if known.rules is None or self._ticks() > known.until:
                known.rules = Protego.parse(self._read(origin))
                known.until = self._ticks() + HOURS * 3600
            return known.rules

    def allows(self, origin: str, url: str) -> bool:
        """Return whether programs like us may ask for `url`."""
        return bool(self._rules(origin).can_fetch(url, self.agent))

    def delay(self, origin: str) -> float:
        """Return the pause in seconds that the site asks for between requests, at most LONGEST_DELAY."""
        return min(float(self._rules(origin).crawl_delay(self.agent) or 0.0), LONGEST_DELAY)
