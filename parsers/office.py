"""Word and OpenDocument texts: zip files with one XML part that holds the words. Spreadsheets and slides are refused with
advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aggregator.core.errors import FormatError
from parsers import containers

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CORE = "{http://purl.org/dc/elements/1.1/}"
PARTS = {"word/document.xml": "docx", "content.xml": "odt"}
TITLES = ("docProps/core.xml", "meta.xml")
REFUSED = {"xl/workbook.xml": "a spreadsheet: save it as CSV", "ppt/presentation.xml": "slides: save them as PDF or text"}
OPENDOCUMENT = b"application/vnd.oasis.opendocument."


def kind(body: bytes) -> str | None:
    """Return the name of the part that holds the text, or None for a zip file that is no office document."""
    import io
    import zipfile

    try:
        names = set(zipfile.ZipFile(io.BytesIO(body)).namelist())
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError):
        return None
    if "[Content_Types].xml" in names:
        return next((part for part in ("word/document.xml", *REFUSED) if part in names), None)
    return "content.xml" if {"content.xml", "mimetype", "META-INF/manifest.xml"} <= names else None


def read(body: bytes, part: str, *, where: str) -> tuple[str, str | None]:
    """Return the text of an office document and the title it states; raises FormatError when it cannot be read."""
    if part in REFUSED:
        raise FormatError(REFUSED[part], where=where)
    held: dict[str, bytes] = {}
    for member in containers.members(body, name=where):
        if isinstance(member, FormatError):
            continue
        if (
            member.name == "mimetype"
            and member.body.startswith(OPENDOCUMENT)
            and not member.body.startswith(OPENDOCUMENT + b"text")
        ):
            raise FormatError("an OpenDocument that is no text: save it as CSV or PDF", where=where)
        if member.name in (part, *TITLES):
            held[member.name] = member.body
    if part not in held:
        raise FormatError("the document holds no text", where=where)
    root = _tree(held[part], where)
    title = next(
        (words for name in TITLES if name in held for words in [_tree(held[name], where).findtext(f".//{CORE}title")] if words),
        None,
    )
    return "".join(_word(root) if part.startswith("word/") else _open(root)), title


def _tree(body: bytes, where: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"broken document: {error}", where=where) from None


def _word(root: _Element) -> Iterator[str]:
    """Paragraphs and table rows; what was deleted in a tracked change is in elements of its own and so is left out."""
    for node in root.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}p", f"{WORD}tr", f"{WORD}tc"):
        name = node.tag.removeprefix(WORD)
        inside = next(node.iterancestors(f"{WORD}tc"), None) is not None
        if name == "t":
            yield node.text or ""
        elif name == "tc":
            yield " | " if node.getprevious() is not None and node.getprevious().tag == node.tag else ""
        else:
            yield {"tab": " ", "br": "\n", "tr": "\n"}.get(name, " " if inside else "\n\n")


def _open(root: _Element) -> Iterator[str]:
    for node in root.iter(f"{TEXT}p", f"{TEXT}h"):
        cell = next(node.iterancestors(f"{TABLE}table-cell"), None)
        first = cell is not None and (cell.getprevious() is None or cell.getprevious().tag != cell.tag)
        yield "\n\n" if cell is None else "\n" if first else " | "
        yield "".join(node.itertext())
