"""WARC by warcio (its only door): the HTTP answers of a web archive, as files."""

from __future__ import annotations

import io
from collections.abc import Iterator

from aggregator.core.errors import FormatError
from parsers.containers import MOST_BYTES, MOST_MEMBERS, Member

READ = ("text/html", "application/xhtml", "text/plain", "application/pdf", "xml", "json", "text/csv")


def records(body: bytes, *, name: str) -> Iterator[Member | FormatError]:
    """Yield each answer of status 200 that may hold text; raises FormatError past the limits or where the archive is broken."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    left, seen = MOST_BYTES, 0
    try:
        for record in ArchiveIterator(io.BytesIO(body)):
            seen += 1
            if seen > MOST_MEMBERS:
                raise FormatError(f"more than {MOST_MEMBERS:,} records", where=name)
            http = record.http_headers
            if record.rec_type != "response" or http is None or http.get_statuscode() != "200":
                continue
            media_type, _, rest = (http.get_header("Content-Type") or "").partition(";")
            if not any(kind in media_type.lower() for kind in READ):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI")
            inner = record.content_stream().read(left + 1)
            if len(inner) > left:
                raise FormatError(f"more than {MOST_BYTES:,} bytes once unpacked", where=name)
            left -= len(inner)
            charset = rest.partition("charset=")[2].strip(" \"';") or None
            yield Member(
                name=url or f"record {seen}", body=inner, url=url, media_type=media_type.strip().lower(), charset=charset
            )
    except (ArchiveLoadFailed, EOFError, ValueError, OSError) as error:
        raise FormatError(f"broken WARC: {error}", where=name) from None
