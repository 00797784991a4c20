"""A web page to an article: the text by trafilatura (its only door), title, outlet, date and address from what the page states.

Where trafilatura finds less than the page's own <article> or <main> plainly holds (short reports), that is taken instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aggregator.core.errors import BadDate, FormatError
from parsers import clean, urls
from parsers.documents import any_moment

if TYPE_CHECKING:
    from lxml.etree import _Element

LONGEST_PAGE = 10_000_000
SHORT = 3_000  # characters: a report so short is often taken for a teaser and left out
ARTICLES = frozenset(
    ("article", "newsarticle", "reportagenewsarticle", "backgroundnewsarticle", "report", "blogposting",
     "liveblogposting", "webpage", "socialmediaposting")
)  # fmt: skip
TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher", "article:publisher")
DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "date",
    "citation_publication_date",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article as a page states it. `bad_date` is a stated date that is none."""

    title: str | None
    body: str
    publisher: str | None
    published: datetime | None
    url: str | None
    language: str | None
    bad_date: str | None = None


def read(text: str, url: str | None = None) -> Page:
    """Return the article of an HTML page; raises FormatError when the page has no readable text."""
    if len(text) > LONGEST_PAGE:
        raise FormatError(f"a page of {len(text):,} characters; at most {LONGEST_PAGE:,}", where=url)
    root = clean.tree(text)
    if root is None:
        body = clean.tidy(clean.stripped(text))
        if not body:
            raise FormatError("the page has no readable text", where=url)
        return Page(title=None, body=body, publisher=None, published=None, url=urls.canonical(url), language=None)
    said = _Said(root)
    published, bad_date = said.date()
    body = _body(root, text, url)
    title = said.first(TITLES) or said.linked("headline") or clean.line(_text(root, "h1")) or clean.line(_text(root, "title"))
    outlet = said.first(OUTLETS) or said.linked_publisher()
    if not body:
        raise FormatError("the page has no readable text", where=url)
    title = clean.bare_title(title, outlet)
    return Page(
        title=title,
        body=body,
        publisher=outlet,
        published=published,
        url=said.address(url),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        bad_date=bad_date,
    )


def _body(root: _Element, text: str, url: str | None) -> str:
    """The article's text: trafilatura's, or the page's own <article>, <main> or <body> where that is short and twice as long."""
    found = _trafilatura(text, url)
    if len(found) * 2 >= SHORT:
        return found
    plain = ""
    for path in (".//article", ".//main", ".//*[@role='main']", ".//body"):
        holders = root.findall(path)
        if len(holders) == 1:
            plain = clean.tidy(clean.render(holders[0]))
            break
    plain = plain or clean.tidy(clean.render(root))
    return plain if not found or len(found) * 2 < len(plain) <= SHORT else found


def _trafilatura(text: str, url: str | None) -> str:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(text, url=url, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # its trees are the page's fault; the plain reading stands in
        return ""
    body = getattr(found, "text", None)
    return clean.tidy("".join(_lines(body))) if isinstance(body, str) else ""


def _lines(body: str) -> Iterator[str]:
    """Its paragraphs an empty line apart; its table rows one below the other, without their drawing."""
    for each in body.split("\n"):
        row = each.startswith("|") and each.rstrip().endswith("|")
        if not row:
            yield f"\n\n{each}\n\n"
        elif set(each) - set("|-: "):
            yield f"{each.strip().strip('|').strip()}\n"


def _text(root: _Element, tag: str) -> str | None:
    node = root.find(f".//{tag}")
    return clean.tidy(clean.render(node)) if node is not None and tag != "title" else (node.text if node is not None else None)


class _Said:
    """What a page states about itself: meta tags, JSON-LD, <link rel=canonical>, <time>."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.meta: dict[str, str] = {}
        for node in root.iter("meta"):
            name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
            value = node.get("content")
            if name and value and value.strip():
                self.meta.setdefault(name, value.strip())
        self.nodes = list(_linked(root))

    def first(self, names: tuple[str, ...]) -> str | None:
        return next((found for name in names if (found := clean.line(self.meta.get(name)))), None)

    def linked(self, key: str) -> str | None:
        return next((clean.line(node[key]) for node in self.nodes if isinstance(node.get(key), str)), None)

    def linked_publisher(self) -> str | None:
        for node in self.nodes:
            value = node.get("publisher")
            name = value.get("name") if isinstance(value, dict) else value
            if isinstance(name, str) and clean.line(name):
                return clean.line(name)
        return None

    def address(self, base: str | None) -> str | None:
        stated = [node.get("href") for node in self.root.iter("link") if (node.get("rel") or "").lower() == "canonical"]
        return next((found for each in (*stated, self.meta.get("og:url")) if (found := urls.canonical(each, base))), None)

    def date(self) -> tuple[datetime | None, str | None]:
        """The first stated date that is one; else the first stated one that is none."""
        stated = [self.linked("datePublished"), *(self.meta.get(name) for name in DATES)]
        stated += [node.get("datetime") for node in self.root.iter("time")][:1]
        bad = None
        for words in stated:
            if words:
                try:
                    return any_moment(words), None
                except BadDate:
                    bad = bad or words
        return None, bad


def _linked(root: _Element) -> Iterator[dict[str, Any]]:
    """The JSON-LD nodes that speak of an article."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text or len(script.text) > 500_000:
            continue
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        waiting = data if isinstance(data, list) else [data]
        for number, node in enumerate(waiting):
            if isinstance(node, dict) and number < 200:
                graph = node.get("@graph")
                waiting.extend(graph if isinstance(graph, list) else ())
                kind = node.get("@type")
                kinds = kind if isinstance(kind, list) else [kind]
                if any(isinstance(each, str) and each.lower() in ARTICLES for each in kinds):
                    yield node
