"""Files and stored bytes into the store: the same line as for a source on a schedule, begun behind the fetch."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aggregator.core.errors import FetchError, FormatError, StoreError
from aggregator.core.model import Snapshot, Source, SourceKind
from aggregator.core.settings import Settings
from aggregator.reader import GuardedReader, Poisoned, Reader
from aggregator.reading import Round, read
from aggregator.registry import sync_registry
from aggregator.regroup import regroup
from aggregator.versions import versions
from db.store import Clock, Store

LARGEST = 500_000_000
FILES = "files"
SKIPPED_NAMES = ("Thumbs.db", "desktop.ini")


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def files_of(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files that these paths name, folders recursively in order of name without hidden ones, and which are none."""
    found: list[Path] = []
    missing: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in sorted(path.rglob("*")) if each.is_file() and each.name not in SKIPPED_NAMES)
            found += [each for each in inside if not any(part.startswith(".") for part in each.relative_to(path).parts)]
        elif path.exists():
            found.append(path)
        else:
            missing.append(path)
    return list(dict.fromkeys(found)), missing


def file_source(options: Mapping[str, object]) -> Source:
    """Return the source that ingested files come by; `options` are what the caller said of them."""
    return Source(
        id=FILES,
        name="Ingested files",
        publisher="",
        kind=SourceKind.UNKNOWN,
        format="files",
        url=FILES,
        language="",
        options=options,
    )


def snapshots_of(source: Source, clock: Clock) -> Iterator[Snapshot | FetchError]:
    """Yield the files of a source whose URL is a path (from the working folder, else from the project's own).

    A file that cannot be read yields a FetchError; raises one when there is nothing at the path.
    """
    bundled = Path(__file__).resolve().parent.parent / source.url
    path = Path(source.url) if Path(source.url).exists() else bundled
    files, _ = files_of([path])
    if not path.exists() or not files:
        raise FetchError("there are no files at this path", url=source.url, kind="missing", retry=False)
    for each in files:
        try:
            yield snapshot_of(each, source.id, clock)
        except OSError as error:
            yield FetchError(error.strerror or str(error), url=str(each), kind="unreadable", retry=False)


def snapshot_of(path: Path, source: str, clock: Clock) -> Snapshot:
    """Return a file as it is; raises OSError when it cannot be read or is beyond all measure."""
    size = path.stat().st_size
    if size > LARGEST:
        raise OSError(0, f"{size:,} bytes; at most {LARGEST:,}")
    body = path.read_bytes()
    return Snapshot(id=Snapshot.digest(body), source=source, url=str(path), body=body, media_type="", fetched_at=clock())


@dataclass(slots=True)
class Intake:
    """Takes in files and stored bytes, counting in `round`; `finish` regroups and records the run."""

    store: Store
    reader: Reader
    settings: Settings
    clock: Clock
    stop: threading.Event
    started: datetime
    round: Round = field(default_factory=lambda: Round(source=FILES))
    _sources: dict[str, Source] | None = None

    @classmethod
    @contextlib.contextmanager
    def opened(
        cls,
        settings: Settings,
        *,
        clock: Clock = utc_now,
        stop: threading.Event | None = None,
        reader: Reader | None = None,
        make: bool = True,
    ) -> Iterator[Intake]:
        """Open the store of these settings, with `make` also where there is none yet, and a guarded reader; close both."""
        store = Store.open(settings.database, clock, make=make)
        chosen = reader or GuardedReader(settings.policy)
        try:
            sync_registry(store)
            yield cls(store, chosen, settings, clock, stop or threading.Event(), clock())
        finally:
            chosen.close()
            store.close()

    def take(self, path: Path, options: Mapping[str, object] | None = None) -> None:
        """Read one file into the store; what is wrong with it is recorded and counted, and never ends the rest."""
        try:
            snapshot = snapshot_of(path, FILES, self.clock)
        except OSError as error:
            self.refuse(str(path), "unreadable", error.strerror or str(error))
            return
        self._read(snapshot, file_source(options or {}), options or {})

    def again(self, identity: str, source: str, options: Mapping[str, object], *, anew: bool = True) -> None:
        """Read a stored snapshot again with today's readers; one whose source is gone is read by what its bytes are."""
        try:
            snapshot = self.store.snapshot(identity)
        except StoreError as error:
            self.refuse(identity, "damaged", str(error))
            return
        chosen = file_source(options) if source == FILES else self._source(source)
        if options:  # an ingested file, or the page of an article
            chosen = dataclasses.replace(chosen, format="files", full_text=False, options=options)
        self._read(snapshot, chosen, options, anew=anew)

    def refuse(self, origin: str, kind: str, reason: str) -> None:
        """Record and count an input that cannot be used."""
        self.store.problem(origin, kind, reason)
        self.round.problems.append(f"{origin}: {reason}")

    def finish(self, kind: str = "ingest") -> Round:
        """Regroup what was touched, record the run where it changed anything, and return what it counted."""
        reading = versions(self.settings.policy)
        anew = self.store.last_version() not in (None, reading)
        settled = regroup(self.store, stop=self.stop, full=anew, anew=anew)
        if anew or self.round.new or self.round.claims or self.round.retired or settled:
            counts = {"new": self.round.new, "claims": self.round.claims, "retired": self.round.retired}
            self.store.record_run(
                kind,
                started=self.started,
                version=reading,
                policy=self.settings.policy,
                counts=counts | {"problems": len(self.round.problems)},
            )
        row = self.store.one("SELECT count(*) AS n FROM events WHERE retired_at IS NULL")
        self.round.events = int(row["n"]) if row else 0
        return self.round

    def _read(self, snapshot: Snapshot, source: Source, options: Mapping[str, object], *, anew: bool = False) -> None:
        with contextlib.suppress(FormatError, Poisoned):  # recorded where they were found
            read(snapshot, source, self.store, self.reader, self.round, options=options, stop=self.stop, anew=anew)

    def _source(self, identity: str) -> Source:
        """The scheduled source of this id, or the files source where it is no longer there."""
        if self._sources is None:
            from parsers.registry import sources

            self._sources = sources(self.settings.sources, keys=self.settings.keys, problems=[])
        return self._sources.get(identity, file_source({}))
