"""`make fuzz FEEDS=folder`: bombs, and every file of a folder, through the parsers, each in a child with 2 s and 200 MB.

    pip download --no-binary :all: --no-deps feedparser==6.0.14 && tar xzf feedparser-6.0.14.tar.gz
    python tests/benchmarks/fuzz_feeds.py feedparser-6.0.14/tests [--spoilt 3]

feedparser's source package carries over 2,000 hostile and broken feeds. Each file is read as a feed and as whatever it is
taken for; `--spoilt N` reads N damaged copies of it too (cut, bytes overwritten, bytes doubled), from a fixed seed. Nothing is
downloaded. Ends with 1 when any child died, ran out of time or memory, or let an exception of another kind than FormatError
through.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aggregator.core.errors import FormatError
from aggregator.core.model import Document, Snapshot, Source, SourceKind
from parsers import registry

SECONDS, MEMORY = 2, 200 << 20
NAMES = ("read", "refused", "exception", "time", "memory", "died")


def spoil(body: bytes, dice: random.Random) -> bytes:
    """Return a damaged copy."""
    if not body:
        return body
    at = dice.randrange(len(body))
    way = dice.randrange(3)
    if way == 0:
        return body[:at]
    if way == 1:
        return body[:at] + dice.randbytes(dice.randrange(1, 9)) + body[at + 4 :]
    return body[:at] + body[at : at + 200] * dice.randrange(2, 50) + body[at:]


def read(body: bytes, name: str, form: str) -> int:
    """The child's work: 0 when documents came, 1 when the file was refused."""
    documents = 0
    snapshot = Snapshot(
        id=Snapshot.digest(body), source="fuzz", url=name, body=body, media_type="", fetched_at=datetime(2031, 1, 1, tzinfo=UTC)
    )
    source = Source(id="fuzz", name="Fuzz", publisher="", kind=SourceKind.UNKNOWN, format=form, url=name)
    try:
        for each in registry.formats()[form](snapshot, source):
            if isinstance(each, Document):
                documents += 1
                each.text.encode("utf-8")
    except FormatError:
        pass
    return 0 if documents else 1


def in_child(body: bytes, name: str, form: str) -> tuple[str, float, int]:
    """Return how one file ended, the seconds of processor time it took, and the most memory the child held (bytes)."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    child = os.fork()
    if child == 0:
        code = 2
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
            code = read(body, name, form)
        except MemoryError:
            code = 4
        except BaseException as error:
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        finally:
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    seconds = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        return ("time" if seconds >= SECONDS * 0.9 else "died"), seconds, used.ru_maxrss << 10
    return (
        {0: "read", 1: "refused", 2: "exception", 4: "memory"}.get(os.WEXITSTATUS(status), "died"),
        seconds,
        used.ru_maxrss << 10,
    )


def bodies(folder: Path, spoilt: int) -> Iterator[tuple[str, bytes]]:
    """Yield every file and its damaged copies, in order of name."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        body = path.read_bytes()
        dice = random.Random(str(path.relative_to(folder)))
        yield str(path.relative_to(folder)), body
        for number in range(spoilt):
            yield f"{path.relative_to(folder)}#{number + 1}", spoil(body, dice)


def bombs() -> Iterator[tuple[str, bytes]]:
    """Yield small files that mean to become large or slow ones."""
    tags = b"<rss version='2.0'><channel><item><title>"
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
    yield "entities.xml", b"<!DOCTYPE rss [<!ENTITY a0 'lol'>" + entities + b"]>" + tags + b"&a9;</title></item></channel></rss>"
    yield "entity-of-50-kB.xml", b'<!DOCTYPE rss [<!ENTITY a "' + b"A" * 50_000 + b'">]>' + tags + b"&a;" * 5_000
    yield "tags-200000.xml", tags + b"<a>" * 200_000
    yield "tags-200000.html", b"<html><body>" + b"<div>" * 200_000 + b"Five dead."
    yield "tags-escaped-200000.xml", tags + b"</title><description>" + b"&lt;div&gt;" * 200_000
    yield "tags-cdata-200000.xml", tags + b"</title><description><![CDATA[" + b"<table><tr><td>" * 70_000 + b"]]>"
    yield "title-of-20-MB.xml", tags + b"A title " * 2_500_000 + b"</title></item></channel></rss>"
    yield "items-250000.xml", b"<rss><channel>" + b"<item><title>Five dead</title></item>" * 250_000 + b"</channel></rss>"
    yield "attributes-1000000.html", b"<html><body><p " + b"a=b " * 1_000_000 + b">Five dead</p></body></html>"
    yield "text-of-50-MB.txt", b"word " * 10_000_000
    yield "open-brackets.txt", b"<a" * 2_000_000
    yield "arrays-200000.json", b"[" * 200_000
    yield "digits-1000000.json", b'{"text": ' + b"1" * 1_000_000 + b"}"
    yield "columns-1000000.csv", b"text," + b"a," * 1_000_000 + b"\nx\n"
    yield "open-quote.csv", b'text\n"' + b"a" * 10_000_000
    yield "wikitext.json", b'{"parse":{"title":"t","wikitext":"' + b"{{" * 90_000 + b"[[" * 90_000 + b"<ref" * 90_000 + b'"}}'
    yield "gzip-of-1-GB.gz", gzip.compress(bytes(10_000_000)) * 100
    large, inner = io.BytesIO(), b""
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"{number}.txt", b"a" * 10_000_000)
    yield "zip-of-300-MB.zip", large.getvalue()
    inner = large.getvalue()
    for _ in range(5):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as archive:
            archive.writestr("inner.zip", inner)
        inner = outer.getvalue()
    yield "zip-in-zip.zip", inner
    pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"
    yield (
        "loop.pdf",
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj " + pages + b" endobj\ntrailer << /Root 1 0 R >>",
    )


def warm() -> None:
    """Import in the parent what every child needs, so that a child's limits are about its file."""
    read(b"<rss><channel><item><title>warm</title></item></channel></rss>", "warm.xml", "feed")
    read(b"<html><body><article><p>Warm words.</p></article></body></html>", "warm.html", "files")


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--bombs", "with_bombs", is_flag=True, help="Also read files made here to burst the reader.")
@click.option("--spoilt", default=0, show_default=True, help="Damaged copies of each file to read as well.")
def main(folder: Path | None, with_bombs: bool, spoilt: int) -> None:
    """Read every file of FOLDER and report."""
    warm()
    ended: Counter[str] = Counter()
    slowest, largest, total = (0.0, ""), (0, ""), 0.0
    began = time.perf_counter()
    files = 0
    for name, body in chain(bodies(folder, spoilt) if folder else (), bombs() if with_bombs else ()):
        files += 1
        for form in ("feed", "files"):
            how, seconds, held = in_child(body, name, form)
            ended[how] += 1
            total += seconds
            slowest, largest = max(slowest, (seconds, name)), max(largest, (held, name))
            if how not in ("read", "refused"):
                click.echo(f"{how:9} {seconds:5.2f} s  {name} as {form}")
    count = sum(ended.values())
    click.echo(f"{files:,} inputs, {count:,} readings: " + ", ".join(f"{ended[name]:,} {name}" for name in NAMES))
    click.echo(f"slowest {slowest[0]:.2f} s ({slowest[1]}); largest child {largest[0] >> 20} MB ({largest[1]})")
    click.echo(f"{total:.0f} s of processor time, {time.perf_counter() - began:.0f} s in all")
    if count - ended["read"] - ended["refused"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
