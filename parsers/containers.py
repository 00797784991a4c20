"""Archives, read in memory with limits: zip, gzip and WARC. Nothing is ever written to disk, so a name cannot lead anywhere;
one that tries is refused all the same.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from aggregator.core.errors import FormatError

MOST_MEMBERS = 20_000
MOST_BYTES = 50_000_000
DEEPEST = 2
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive. `url`, `media_type` and `charset` are known for a WARC's records only."""

    name: str
    body: bytes
    url: str | None = None
    media_type: str = ""
    charset: str | None = None


def members(body: bytes, *, name: str) -> Iterator[Member | FormatError]:
    """Yield the files of an archive; a member that cannot be read yields a FormatError. Raises FormatError past the limits."""
    if body.startswith(b"PK"):
        yield from _zip(body, name)
        return
    if body.startswith(b"\x1f\x8b"):
        body = gunzip(body, name=name)
        name = name.removesuffix(".gz")
    if body.startswith(b"WARC/"):
        from parsers import warc

        yield from warc.records(body, name=name)
    else:
        yield Member(name=PurePosixPath(name).name, body=body)


def gunzip(body: bytes, *, name: str, limit: int = MOST_BYTES) -> bytes:
    """Return what a gzip file (of one or more members) holds; raises FormatError past `limit` bytes or where it is cut short."""
    made = bytearray()
    while body:
        engine = zlib.decompressobj(wbits=31)
        while body and not engine.eof:
            try:
                made += engine.decompress(body, min(CHUNK, limit + 1 - len(made)))
            except zlib.error as error:
                raise FormatError(f"broken gzip: {error}", where=name) from None
            if len(made) > limit:
                raise FormatError(f"more than {limit:,} bytes once unpacked", where=name)
            body = engine.unconsumed_tail
        if not engine.eof:
            raise FormatError("the gzip file is cut short", where=name)
        body = engine.unused_data.lstrip(b"\x00")
    return bytes(made)


def _zip(body: bytes, name: str) -> Iterator[Member | FormatError]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError, MemoryError) as error:
        raise FormatError(f"broken zip: {error}", where=name) from None
    if len(infos) > MOST_MEMBERS:
        raise FormatError(f"{len(infos):,} files in a zip; at most {MOST_MEMBERS:,}", where=name)
    left = MOST_BYTES
    for info in infos:
        if info.is_dir() or PurePosixPath(info.filename).name.startswith(".") or info.filename.startswith("__MACOSX/"):
            continue
        where = f"{name}!{info.filename[:200]}"
        refused = _refusal(info)
        if refused:
            yield FormatError(refused, where=where)
            continue
        try:
            with archive.open(info) as file:
                inner = file.read(left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            yield FormatError(f"cannot be unpacked: {error}", where=where)
            continue
        if len(inner) > left:
            raise FormatError(f"more than {MOST_BYTES:,} bytes once unpacked", where=name)
        left -= len(inner)
        yield Member(name=info.filename, body=inner)


def _refusal(info: zipfile.ZipInfo) -> str | None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        return "a name that leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a symbolic link"
    if info.flag_bits & 1:
        return "encrypted"
    return None
