"""Bytes to text: the declared charset is a hint, not the truth.

Order: byte order mark; strict UTF-8 (text of another charset that happens to be valid UTF-8 beyond ASCII is next to impossible,
while servers that call UTF-8 "iso-8859-1" are common); the declared charsets; windows-1252, which can read anything.
"""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<" opens XML in wide charsets without a mark (XML 1.0, appendix F).
UNMARKED = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
INSIDE = re.compile(rb"""(?:encoding|charset)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
XML_ENCODING = re.compile(r"""^(\s{0,99}<\?xml\b[^>]{0,200}?)\s+encoding\s*=\s*["'][^"']{0,60}["']""", re.IGNORECASE)
# Labels that pages use for the larger Windows code page (WHATWG Encoding, section 4.2).
WIDER = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
}
# Codecs of the library that are no character sets, or that nobody publishes in and that could turn bytes into other bytes.
REFUSED = frozenset({"utf-7", "utf_7", "idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem"})


def decode(body: bytes, declared: str | None = None) -> str:
    """Return the text of `body`; `declared` is what the transport said. Never raises: what no charset reads becomes U+FFFD."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for start, name in UNMARKED:
        if body.startswith(start):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = INSIDE.search(body[:2048])
    inside = found[1].decode("ascii") if found else None
    for label in (declared, inside):
        codec = _codec(label)
        if codec is None or codec == "utf-8":
            continue
        try:
            return body.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace")
    return body.decode("cp1252", "replace")


def without_xml_encoding(text: str) -> str:
    """Return XML text whose declaration no longer names an encoding: it is text by now, and the name may be wrong."""
    return XML_ENCODING.sub(r"\1", text, count=1)


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    name = label.strip().strip("\"'").lower()
    name = WIDER.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return None if info.name in REFUSED or name in REFUSED or not info._is_text_encoding else info.name


def _mostly_utf8(body: bytes) -> bool:
    """True when a few bad bytes spoil otherwise good UTF-8 (a cut at a buffer's edge, say)."""
    text = body.decode("utf-8", "replace")
    multibyte = sum(1 for char in text[:100_000] if ord(char) > 127 and char != "�")
    return text[:100_000].count("�") * 10 < multibyte
