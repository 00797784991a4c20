"""Where snapshots stand: a folder for each version, found by its data package. Only what its checksums name is ever given out."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aggregator.core.errors import InputError, NotFound, StoreError
from db.connect import refused
from db.frozen.lists import digest

VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
DESCRIPTOR, SUMS = "datapackage.json", "SHA256SUMS"
PART = ".part"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a snapshot: `sha256` in hexadecimal, as its checksums state it; none for the checksums themselves."""

    name: str
    path: Path
    bytes: int
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One snapshot. `about` is its data package: version, created, revision, fingerprint, citation, previous, rows, changes."""

    version: str
    folder: Path
    about: Mapping[str, Any]

    @property
    def created(self) -> str:
        """The moment it was made, ISO 8601 in UTC."""
        return str(self.about["created"])

    @property
    def revision(self) -> int:
        """The data revision it froze."""
        return int(self.about["revision"])

    def files(self) -> tuple[File, ...]:
        """Return the files that are there of those its checksums name (large ones may have been removed), and the checksums.

        They come in the order of their names. Raises StoreError when the checksums cannot be read.
        """
        found = []
        for name, sha in (*self._sums().items(), (SUMS, None)):
            path = self.folder / name
            if path.is_file():
                found.append(File(name=name, path=path, bytes=path.stat().st_size, sha256=sha))
        return tuple(sorted(found, key=lambda file: file.name))

    def _sums(self) -> dict[str, str]:
        """The checksum of each file, as it was made."""
        try:
            lines = (self.folder / SUMS).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise StoreError(f"cannot read the checksums of snapshot {self.version}: {error.strerror}") from error
        return {name: sha for sha, _, name in (line.partition("  ") for line in lines)}

    def file(self, name: str) -> File:
        """Return the file of this name; raise NotFound for any other than those the checksums name."""
        for file in self.files():
            if file.name == name:
                return file
        raise NotFound(f"file of snapshot {self.version}", name)

    def damaged(self) -> list[str]:
        """Return the names of the files that are not what their checksums say, or are no longer there."""
        there = {file.name: file.path for file in self.files()}
        return [name for name, sha in self._sums().items() if name not in there or digest(there[name]) != sha]


class Shelf:
    """The folder of snapshots; it comes into being with the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[Frozen]:
        """Return every snapshot, the newest first."""
        if not self.folder.is_dir():
            return []
        names = sorted(path.name for path in self.folder.iterdir() if VERSION.fullmatch(path.name))
        found = [frozen for name in names if (frozen := self._read(name))]
        return sorted(found, key=lambda frozen: (frozen.created, frozen.revision, frozen.version), reverse=True)

    def newest(self) -> Frozen | None:
        """Return the last one made, or None before the first."""
        return next(iter(self.all()), None)

    def one(self, version: str) -> Frozen:
        """Return the snapshot of this version; `latest` is the newest. Raises NotFound."""
        found = self.newest() if version == "latest" else self._read(version) if VERSION.fullmatch(version) else None
        if found is None:
            raise NotFound("snapshot", version)
        return found

    def _read(self, version: str) -> Frozen | None:
        """The snapshot in the folder of this name; None where there is none."""
        folder = self.folder / version
        try:
            text = (folder / DESCRIPTOR).read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"cannot read the snapshot {version}: {error.strerror}") from error
        try:
            return Frozen(version=version, folder=folder, about=json.loads(text))
        except ValueError:
            raise StoreError(f"the snapshot {version} is damaged: its {DESCRIPTOR} is no JSON") from None

    @contextmanager
    def making(self, version: str) -> Iterator[Path]:
        """Give a folder to fill, which becomes the snapshot's only when the block ends well; otherwise nothing of it is left.

        What an earlier process left behind when it was killed is cleared away. Raises StoreError while another one is being made.
        """
        with self.locked():
            part = self.folder / f".{version}{PART}"
            for left in self.folder.glob(f".*{PART}"):
                shutil.rmtree(left)
            try:
                with refused(part):
                    part.mkdir()
                yield part
                with refused(self.folder):
                    part.rename(self.folder / version)
            finally:
                shutil.rmtree(part, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one that makes a snapshot here; the lock goes with the process, however it ends."""
        with refused(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreError(f"another snapshot is being made in {self.folder}") from None
            yield


def checked(version: str) -> str:
    """Return a version's name when it can be one: letters, digits, `.`, `_`, `-`. Raises InputError."""
    if not VERSION.fullmatch(version) or version == "latest":
        raise InputError(f"{version!r} cannot be a version: letters, digits, . _ - and no dot first", field="version")
    return version
