"""Bytes to stored documents: parse, extract, normalise, store, one transaction a document."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aggregator.core.errors import FormatError
from aggregator.core.model import Document, Snapshot, Source
from aggregator.reader import Poisoned, Reader
from aggregator.versions import versions
from db import documents, poison
from db.store import Store

NEVER = threading.Event()


@dataclass(slots=True, kw_only=True)
class Round:
    """What came of reading one source or file: counts, and each input that could not be used with the reason."""

    source: str
    outcome: str = "ok"
    new: int = 0
    known: int = 0
    claims: int = 0
    retired: int = 0
    events: int = 0
    received: int = 0
    unfinished: bool = False
    error: str | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def documents(self) -> int:
        return self.new + self.known

    def sentence(self, inputs: int, noun: str = "files") -> str:
        """Return the counts in words."""
        gone = f", {self.retired} retired" if self.retired else ""
        return (
            f"{inputs} {noun}: {self.new} new documents ({self.known} known), {self.claims} new claims{gone}; "
            f"{self.events} events in the store; {len(self.problems)} problems."
        )


def read(
    snapshot: Snapshot,
    source: Source,
    store: Store,
    reader: Reader,
    round: Round,
    *,
    options: Mapping[str, object] | None = None,
    stop: threading.Event = NEVER,
    anew: bool = False,
    announced: list[tuple[Document, Reading]] | None = None,
) -> None:
    """Store a snapshot and every new document in it, counting in `round`; what these versions have read through is known.

    `options` are what the caller said of the bytes. With `anew` they are read again all the same, and documents that they gave
    and no longer give retire. Raises FormatError when nothing can be read in them, Poisoned when they break the reader; either
    is recorded as a problem first. New documents that have a URL go to `announced`, where given, instead of into the store: the
    caller fetches their pages, keeps them, and finishes their readings.
    """
    kept, reading = store.keep_snapshot(snapshot, options), versions(reader.policy)
    if store.read_by(kept) == reading and not anew:
        round.known += documents.count(store, kept)
        round.problems += store.open_problems(kept)
        return
    one = Reading(store, reader, round, snapshot, kept, reading, anew)
    if one.set_aside(kept, snapshot.url):
        return
    for document in one.documents(source, stop):
        if announced is not None and document.url and one.wants(document):
            announced.append((document, one))
        else:
            one.keep(document)
    if announced:
        round.unfinished |= len(announced) > 0 and stop.is_set()
    elif not stop.is_set():
        one.finish()


def read_article(
    announced: Document, one: Reading, page: Snapshot | None, source: Source, *, stop: threading.Event = NEVER
) -> None:
    """Store the article on a page in the place of its announcement; the announcement itself where the page holds no more than it.

    The article keeps the announcement's address, and its date, publisher and title. `one` is the announcement's reading.
    """
    if page is not None:
        options = _stated(announced)
        article = dataclasses.replace(source, format="files", full_text=False, options=options)
        kept = one.store.keep_snapshot(page, options)
        its = Reading(one.store, one.reader, one.round, page, kept, one.versions, one.anew)
        with contextlib.suppress(FormatError, Poisoned):  # recorded; the announcement stands
            found = [] if its.set_aside(kept, page.url) else list(its.documents(article, stop))
            if len(found) == 1 and len(found[0].text) >= len(announced.text):
                its.keep(found[0], announced=announced)
                its.finish()
                return
        its.finish()
    one.keep(announced)


def _stated(announced: Document) -> dict[str, object]:
    """What an announcement says of its article, as options of the format `files`."""
    published = announced.published.isoformat() if announced.published else None
    said = {"publisher": announced.publisher, "published": published, "url": announced.url, "title": announced.title}
    return {name: value for name, value in said.items() if value}


@dataclass(slots=True)
class Reading:
    """One pass over one snapshot's documents; `versions` say what reads them."""

    store: Store
    reader: Reader
    round: Round
    snapshot: Snapshot
    kept: str
    versions: str
    anew: bool
    seen: set[str] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)
    again: bool = False

    def documents(self, source: Source, stop: threading.Event) -> Iterator[Document]:
        """Yield the documents in the bytes, under the ids they are stored by; raises as `read` does."""
        try:
            for item in self.reader.documents(self.snapshot, source):
                if stop.is_set():
                    self.round.unfinished = True
                    return
                if isinstance(item, FormatError):
                    self.problem(item.where or self.snapshot.url, "format", item.reason)
                else:
                    yield stored_form(item)
        except FormatError as error:
            self.problem(error.where or self.snapshot.url, "format", error.reason)
            raise  # and is not noted as read: it is the same failure when the same bytes come again
        except Poisoned as error:
            self.poisoned(self.kept, self.snapshot.url, error)
            raise

    def wants(self, document: Document) -> bool:
        """Whether a document is neither known nor set aside."""
        return not documents.knows(self.store, document.id, self.versions) and not poison.quarantined(
            self.store, self._blame(document.id)
        )

    def keep(self, document: Document, *, announced: Document | None = None) -> None:
        """Extract and store one document, unless it is known or set aside; note the announcement for which it stands."""
        self.seen.add(document.id)
        origin = document.url or document.title or document.id
        if announced is not None:
            documents.note(self.store, announced, versions=self.versions)
        if documents.knows(self.store, document.id, None if self.anew else self.versions):
            self.round.known += 1
            return
        if self.set_aside(document.id, origin):
            return
        try:
            figures = self.reader.figures(document)
        except Poisoned as error:
            self.poisoned(document.id, origin, error)
            return
        result = documents.keep(self.store, document, figures, snapshot=self.kept, versions=self.versions, anew=self.anew)
        poison.read_well(self.store, self._blame(document.id))
        self.round.new += result.new
        self.round.known += not result.new
        self.round.claims += result.added
        self.round.retired += result.retired

    def finish(self) -> None:
        """Note that the snapshot was read through, unless a part of it is to be tried again."""
        if self.anew:
            self.round.retired += documents.unseen(self.store, self.kept, self.seen)
        if self.again:
            self.round.unfinished = True
            return
        poison.read_well(self.store, self._blame(self.kept))
        self.store.solved(self.snapshot.url, snapshot=self.kept, but=self.reasons)
        self.store.mark_read(self.kept, self.versions)

    def problem(self, origin: str, kind: str, reason: str) -> None:
        """Record and count an input that could not be used."""
        self.store.problem(origin, kind, reason, snapshot=self.kept)
        self.reasons.add(reason)
        self.round.problems.append(reason if origin in reason else f"{origin}: {reason}")

    def poisoned(self, identity: str, origin: str, error: Poisoned) -> None:
        """Record an input that broke the reader; it is tried again in later rounds, three times in all."""
        self.again |= not poison.failed(self.store, self._blame(identity), origin, str(error))
        self.problem(origin, "poison", str(error))

    def set_aside(self, identity: str, origin: str) -> bool:
        """Whether an input is in quarantine; it then counts as a problem."""
        if not poison.quarantined(self.store, self._blame(identity)):
            return False
        self.problem(origin, "quarantined", "set aside: reading it failed three times")
        return True

    def _blame(self, identity: str) -> str:
        """Quarantine is from one reader: other versions try again."""
        return f"{identity}@{self.versions}"


def stored_form(document: Document) -> Document:
    """Return the document under the id it is stored by, in text that any database holds, its date to the second."""
    text = document.text.encode("utf-8", "replace").decode()
    published = document.published.replace(microsecond=0) if document.published else None
    clean = dataclasses.replace(document, text=text, published=published)
    identity = documents.identity(clean)
    claims = tuple(dataclasses.replace(claim, document=identity) for claim in clean.structured)
    return dataclasses.replace(clean, id=identity, structured=claims)
