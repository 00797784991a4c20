"""Clean text, in one place: what markup becomes, what whitespace becomes, how a headline and a body make one text.

Everything downstream points into what these functions return, so they are deterministic and change only with `RULES`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

# The version of these rules: a change here moves offsets, so stored documents must be parsed again.
RULES = 1
LONGEST_TEXT = 5_000_000
LONGEST_TITLE = 1_000

DROPPED = frozenset(
    ("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "head", "nav", "form", "button",
     "select", "textarea", "video", "audio", "canvas")
)  # fmt: skip
BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
     "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul")
)  # fmt: skip
MARKED = re.compile(
    r"<(?:[a-zA-Z]|/[a-zA-Z]|!--|!\[CDATA\[)[^<>]{0,5000}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});"
)
TAG = re.compile(r"<[!/a-zA-Z][^<>]{0,5000}>")
HIDDEN = re.compile(r"<(script|style)\b[^<>]{0,5000}>[^<]{0,200000}", re.IGNORECASE)
ESCAPED_TAGS = re.compile(r"</?(?:p|br|div|a|b|i|strong|em|span|ul|ol|li|img|h[1-6])\b[^<>]{0,2000}>", re.IGNORECASE)
# Control characters and noncharacters; tab and the line ends are dealt with before.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f﷐-﷯￾￿\ud800-\udfff]")
# A soft hyphen or a byte order mark between digits stays: whether that is one number is not for us to say.
INVISIBLE = re.compile("(?<!\\d)[­﻿]|[­﻿](?!\\d)")
LATIN = frozenset(("en", "fr", "de", "es", "pt", "it", "nl", "tr", "sv", "id", "sw", "so", "vi", "pl", "ro"))
TRAILER = re.compile(
    r"\s*(?:The post [^\n]{1,300} (?:appeared|first appeared) (?:first )?on [^\n]{1,200}"
    r"|(?:\[?(?:…|\.\.\.)\]?\s*)?(?:Continue reading|Read more|Read the full story|Read full article)\b[^\n.]{0,200})\.?\Z",
    re.IGNORECASE,
)
LABEL = re.compile(r"(Country|Countries|Source|Sources|Disaster|Disasters|Date|Theme|Themes|Format): ?([^\n]{1,300})(?:\n|\Z)")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
BLANKS = re.compile("[ \t]+")
EDGES = re.compile(" *\n *")
GAPS = re.compile("\n{3,}")
CELL = " | "


def tidy(text: str) -> str:
    """Return `text` in NFC with one kind of line end, single ASCII spaces, at most one empty line in a row, no controls.

    No-break and thin spaces stay: they stand inside numbers.
    """
    text = LINE_ENDS.sub("\n", text.replace("\u2029", "\n\n"))
    text = INVISIBLE.sub("", CONTROLS.sub("", text))
    text = EDGES.sub("\n", BLANKS.sub(" ", unicodedata.normalize("NFC", text)))
    return GAPS.sub("\n\n", text).strip()


def line(text: str | None) -> str | None:
    """Return a title, name or other one-liner: no markup, single spaces, at most LONGEST_TITLE characters; None when empty."""
    if not text:
        return None
    words = " ".join(plain_text(text[: LONGEST_TITLE * 20]).split())
    return words[:LONGEST_TITLE].rstrip() or None


def plain_text(markup: str) -> str:
    """Return the readable text of an HTML fragment, or of text that has no markup. Paragraphs are an empty line apart."""
    if len(markup) > LONGEST_TEXT * 4:
        markup = markup[: LONGEST_TEXT * 4]
    if not MARKED.search(markup):
        return tidy(markup)
    text = _render(markup)
    if ESCAPED_TAGS.search(text):  # some feeds escape their HTML twice
        text = _render(text)
    return tidy(text)


def opening(title: str | None, body: str) -> str:
    """Return the text of a document: the headline, an empty line, the body; or the body alone where it opens with it."""
    if not title:
        return body
    head, start = _squeezed(title), _squeezed(body[: len(title) * 2 + 80])
    if head.startswith(start) and head.startswith(_squeezed(body)):  # the first is quick, and true of few
        return title
    return body if start.startswith(head) else f"{title}\n\n{body}"


def without_trailers(text: str) -> str:
    """Return the text of a feed's item without what its software adds at the end: "Read more", "The post X appeared first on
    Y".
    """
    for _ in range(3):
        shorter = TRAILER.sub("", text)
        if shorter == text:
            break
        text = shorter
    return text


def labelled(text: str) -> tuple[dict[str, str], str]:
    """Split off the opening lines that are fields ("Country: Sudan", "Source: OCHA"): by label in lower case, and the text
    below.
    """
    fields: dict[str, str] = {}
    while found := LABEL.match(text):
        fields[found[1].lower().removesuffix("s").replace("countrie", "country")] = found[2].strip()
        text = text[found.end() :].lstrip("\n")
    return fields, text


def language(text: str, stated: str | None) -> str | None:
    """Return the stated language tag, or None where it names a language of Latin letters and most of the text has none."""
    if not stated or stated.partition("-")[0] not in LATIN:
        return stated or None
    letters = [char for char in text[:2000] if char.isalpha()]
    return stated if sum(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in letters) * 2 >= len(letters) else None


def bare_title(title: str | None, *outlets: str | None) -> str | None:
    """Return `title` without a trailing " - Outlet" or " | Outlet", where that is one of `outlets`."""
    for outlet in outlets:
        if title and outlet:
            for mark in (" - ", " | ", " – ", " — ", " :: "):
                if title.casefold().endswith((mark + outlet).casefold()):
                    title = title[: -len(mark + outlet)].rstrip()
    return title or None


def _squeezed(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _render(markup: str) -> str:
    root = tree(markup)
    return stripped(markup) if root is None else render(root)


def tree(markup: str) -> _Element | None:
    """Return HTML as a tree; None where there is none to be had or it is nested deeper than libxml2 follows (256)."""
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log) else root


def stripped(markup: str) -> str:
    """Return markup without its tags, and without scripts and styles: the last resort where no tree can be had."""
    return html.unescape(TAG.sub(" ", HIDDEN.sub(" ", markup)))


def render(root: _Element) -> str:
    """Return the text of a parsed tree, untidied; iterative, so depth costs no stack."""
    return "".join(_pieces(root))


def _pieces(root: _Element) -> Iterator[str]:
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    hidden = 0
    preformatted = 0
    for event, node in walker:
        tag = node.tag if isinstance(node.tag, str) else "script"  # comments and instructions: no text of their own
        opens = event == "start"
        hidden += (tag in DROPPED) * (1 if opens else -1)
        preformatted += (tag == "pre") * (1 if opens else -1)
        if hidden == 0:
            yield from _marks(tag, opens, node)
        said = node.text if opens else (node.tail if node is not root else None)
        if said and hidden == 0:
            yield said if preformatted else _flat(said)


def _flat(text: str) -> str:
    """Line ends in HTML source are spaces."""
    return LINE_ENDS.sub(" ", text).replace("\n", " ").replace("\t", " ")


def _marks(tag: str, opens: bool, node: _Element) -> Iterator[str]:
    if tag in ("br", "tr", "li"):
        if opens:
            yield "\n"
    elif tag in ("td", "th"):
        if opens and node.getprevious() is not None:
            yield CELL
    elif tag in BLOCKS:
        yield "\n\n"
