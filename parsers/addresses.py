"""A source's address for today, with its keys filled in for sending and hidden again in what is stored or shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from aggregator.core.errors import FetchError
from aggregator.core.model import Source

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORTEST = 4  # a shorter key would be found in half of all words


class Keys:
    """The keys that the environment gave, by name."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = dict(keys)

    def address(self, source: Source, now: datetime) -> str:
        """Return the source's address with {yyyy}, {yy}, {mm}, {m}, {dd}, {d}, {month} and keys filled in.

        The day is today, or the option `days_back` days before. Raises FetchError of kind key where a key is missing.
        """
        back = source.options.get("days_back", 0)
        day = now - timedelta(days=back if isinstance(back, int) else 0)
        words = {
            "yyyy": f"{day.year}",
            "yy": f"{day.year % 100:02}",
            "mm": f"{day.month:02}",
            "m": f"{day.month}",
            "dd": f"{day.day:02}",
            "d": f"{day.day}",
            "month": MONTHS[day.month - 1],
        }
        url = source.url
        for name, value in words.items():
            url = url.replace(f"{{{name}}}", value)
        return self.filled(url, source)

    def headers(self, source: Source) -> dict[str, str]:
        """Return the source's own request headers, keys filled in."""
        own = source.options.get("headers")
        return {str(k): self.filled(str(v), source) for k, v in own.items()} if isinstance(own, Mapping) else {}

    def filled(self, text: str, source: Source) -> str:
        """Return `text` with each {FIGURES_...} that the source states as the key's value; raises FetchError of kind key where
        one is missing.
        """
        for name, value in self._stated(source).items():
            text = text.replace(f"{{{name}}}", value)
        if "{FIGURES_" in text:
            needed = f"needs {source.needs or 'a key'}, which the environment does not give"
            raise FetchError(needed, url=source.url, kind="key", retry=False)
        return text

    def hidden(self, text: str, source: Source) -> str:
        """Return `text` with the values of the source's keys as {FIGURES_...} again: what may be stored and shown."""
        for name, value in self._stated(source).items():
            if len(value) >= SHORTEST:
                text = text.replace(value, f"{{{name}}}")
        return text

    def _stated(self, source: Source) -> dict[str, str]:
        """The keys that the source's own file names: nobody else's are ever sent to it."""
        used = f"{source.url} {source.options.get('headers', '')} {{{source.needs}}}"
        return {name: value for name, value in self._keys.items() if f"{{{name}}}" in used}
