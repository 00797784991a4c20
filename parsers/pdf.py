"""PDF to text by pypdf (its only door), in a child process with limits: a PDF is a program that somebody else wrote."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

MOST_PAGES = 2_000
HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """What a PDF holds: its text, pages an empty line apart, and the title it states."""

    text: str
    title: str | None


def read(body: bytes, *, where: str) -> Pdf:
    """Return the text of a PDF; raises FormatError when it is broken, encrypted, or costs more than a child may spend."""
    from parsers import child

    made = child.run("parsers.pdf:extract", body, where=where, seconds=30, memory=1 << 30)
    text, title = made["text"], made["title"]
    return Pdf(text=HYPHENATED.sub("", text), title=title)


def extract(body: bytes) -> dict[str, str | None]:
    """The child's part of `read`: raises ValueError for what cannot be read."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("the PDF is encrypted")
        pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
        title = reader.metadata.title if reader.metadata else None
    except (pypdf.errors.PyPdfError, KeyError, IndexError, TypeError, AttributeError, RecursionError, ArithmeticError) as error:
        raise ValueError(f"broken PDF: {type(error).__name__}: {error}") from error
    return {"text": "\n\n".join(pages), "title": title if isinstance(title, str) else None}
