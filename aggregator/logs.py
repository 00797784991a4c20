"""Logs of the long-running commands: one JSON object a line where nobody watches, a readable line in a terminal."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

OURS = "figures"
log = logging.getLogger(OURS)


class JsonLines(logging.Formatter):
    """A record as one JSON object: time, level, event, and the fields it was given."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": moment_of(record), "level": record.levelname.lower(), "event": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Words(logging.Formatter):
    """A record for a person: the time of day, the event, the fields."""

    def format(self, record: logging.LogRecord) -> str:
        fields = "  ".join(f"{name}={value}" for name, value in getattr(record, "fields", {}).items() if value not in (None, ""))
        line = f"{moment_of(record)[11:19]}  {record.getMessage()}  {fields}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def moment_of(record: logging.LogRecord) -> str:
    """Return when a record was made, as ISO 8601 in UTC."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def set_up(stream: TextIO | None = None) -> None:
    """Send our log, and warnings of libraries, to `stream` (default: stderr) in the form that fits it."""
    chosen = stream or sys.stderr
    handler = logging.StreamHandler(chosen)
    handler.setFormatter(Words() if chosen.isatty() else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)


def tell(event: str, level: int = logging.INFO, **fields: object) -> None:
    """Log an event with its fields."""
    log.log(level, event, extra={"fields": fields})
