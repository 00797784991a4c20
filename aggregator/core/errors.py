"""Every error we raise on purpose, one tree:

    AggregatorError
    +-- InputError           the caller's input cannot be used; names the field and the valid values
    |   +-- UnknownName      a name outside a closed list; carries `valid`
    |   +-- BadDocument      a document that cannot be read; carries where it came from
    |   +-- BadDate          a date that is no date
    |   +-- AlreadyDone      what was asked for has been done
    |   +-- KeyReused        a key that names another request
    +-- FormatError          a reply or file does not fit its format; carries the source and the place
    +-- VocabularyError      a data file of ours is wrong: stops the start
    +-- FetchError           the network said no; carries url, kind and whether a retry may help
    |   +-- BlockedAddress   the address is not one we may connect to
    +-- StoreError           the database refused
    |   +-- UnsafeSQLite     this SQLite can corrupt a WAL database
    |   +-- StoreBusy        another process held the database too long; the same again may work
    |   +-- StoreFull        the disk takes no more; the same again may work once there is room
    |   +-- LeaseLost        another scheduler holds the lease
    |   +-- QueryTooLong     a question would take longer than its budget
    +-- NotFound             nothing has that id; carries kind and id

A bad data file of ours stops the start; a bad source or document stops only itself.
"""

from __future__ import annotations

from collections.abc import Iterable


class AggregatorError(Exception):
    """The root: catch this to catch everything of ours."""


class InputError(AggregatorError):
    """The caller's input cannot be used. `field` is the offending name, `valid` the values that would have done."""

    def __init__(self, message: str, *, field: str | None = None, valid: Iterable[str] = ()) -> None:
        self.field = field
        self.valid = tuple(valid)
        super().__init__(f"{message}; valid: {', '.join(self.valid)}" if self.valid else message)


class UnknownName(InputError):
    """A name outside a closed list."""


class BadDocument(InputError):
    """A document that cannot be read. `origin` says which: a path, a URL, or a line number."""

    def __init__(self, message: str, *, origin: str | None = None, field: str | None = None) -> None:
        self.origin = origin
        super().__init__(f"{origin}: {message}" if origin else message, field=field)


class BadDate(InputError):
    """A date that is no date."""


class AlreadyDone(InputError):
    """What was asked for has been done, by somebody else perhaps."""


class KeyReused(InputError):
    """The key of a request names another one, which was done."""


class FormatError(AggregatorError):
    """A reply or file does not fit its format. `reason` is the message without its `source` and `where`."""

    def __init__(self, message: str, *, source: str | None = None, where: str | None = None) -> None:
        self.source, self.where, self.reason = source, where, message
        super().__init__(": ".join(part for part in (source, where, message) if part))


class VocabularyError(AggregatorError):
    """A data file of ours is wrong."""

    def __init__(self, message: str, *, file: str) -> None:
        self.file = file
        super().__init__(f"{file}: {message}")


class FetchError(AggregatorError):
    """The network said no. `kind` is a short code (dns, connect, timeout, status, too_large, ...)."""

    def __init__(
        self,
        message: str,
        *,
        url: str,
        kind: str,
        retry: bool,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.url, self.kind, self.retry, self.status, self.retry_after = url, kind, retry, status, retry_after
        super().__init__(f"{url}: {message}")


class BlockedAddress(FetchError):
    """The address is loopback, private or otherwise not one we may connect to."""


class StoreError(AggregatorError):
    """The database refused."""


class UnsafeSQLite(StoreError):
    """This SQLite can corrupt a WAL database under concurrent checkpoints."""


class StoreBusy(StoreError):
    """Another process held the database for longer than we wait; nothing was written, and the same again may work."""


class StoreFull(StoreError):
    """The disk is full or refuses to write; nothing was written, and the same again may work once there is room."""


class LeaseLost(StoreError):
    """Another scheduler holds the lease; what this one was about to write is refused."""


class QueryTooLong(StoreError):
    """A question would take longer than its budget; it was stopped."""


class NotFound(AggregatorError):
    """Nothing has that id."""

    def __init__(self, kind: str, id: str) -> None:
        self.kind, self.id = kind, id
        super().__init__(f"no {kind} has the id {id!r}")
