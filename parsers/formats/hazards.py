"""USGS and GDACS as event anchors: what shook, blew or rose, where and when. No toll: neither states one that people have
counted.

USGS: GeoJSON of the FDSN event service and the summary feeds, time in epoch milliseconds. GDACS: GeoJSON of its event list, or
its RSS with `gdacs:` elements. One document an event; a later revision of an event has another text and so is another document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Snapshot, Source
from parsers import charset, clean, options, replies
from parsers.documents import any_moment, build

OPTIONS = {
    "min_magnitude": options.number("USGS: leave out earthquakes below this", least=-2, most=10),
    "alerts": options.texts('GDACS: a list of alert levels to keep, like ["Orange", "Red"]'),
}
KINDS = {
    "EQ": "earthquake",
    "TC": "tropical cyclone",
    "FL": "flood",
    "VO": "volcano",
    "DR": "drought",
    "WF": "wildfire",
    "TS": "tsunami",
}
GDACS = "http://www.gdacs.org"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    if b'"FeatureCollection"' in head and (b'"mag"' in head or b'"eventtype"' in head or b"earthquake.usgs.gov" in head):
        return 9
    return 9 if b"xmlns:gdacs" in head else 0


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document an event; none is fine. Raises FormatError for anything but a list of events."""
    if snapshot.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        rows = _rss(snapshot, source)
    else:
        data = replies.table(replies.read(snapshot, source))
        if not isinstance(data.get("features"), list):
            raise FormatError("not GeoJSON: no `features` in it", source=source.id, where=snapshot.url)
        rows = (replies.table(each) for each in data["features"])
    for number, row in enumerate(rows, 1):
        where = f"{snapshot.url} event {replies.words(row, 'id') or number}"
        try:
            properties = replies.table(row.get("properties"))
            read = _gdacs if "eventtype" in properties else _usgs
            made = read(row, properties, snapshot, source)
            if made is not None:
                yield made
        except (FormatError, BadDate) as error:
            yield FormatError(str(error), source=source.id, where=where)


def _point(row: Mapping[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude, where they are some."""
    found = replies.rows(replies.table(row.get("geometry")).get("coordinates"))
    if len(found) < 2 or not all(isinstance(each, (int, float)) for each in found[:2]):
        return None
    lon, lat = float(found[0]), float(found[1])
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _where(row: Mapping[str, Any]) -> str:
    point = _point(row)
    return f"Coordinates {point[0]:.4f}, {point[1]:.4f}." if point else ""


def _usgs(row: Mapping[str, Any], properties: Mapping[str, Any], snapshot: Snapshot, source: Source) -> Document | None:
    magnitude, time = properties.get("mag"), properties.get("time")
    if not isinstance(magnitude, (int, float)) or not isinstance(time, (int, float)):
        raise FormatError("an earthquake without magnitude or time")
    least = source.options.get("min_magnitude")
    if isinstance(least, (int, float)) and magnitude < least:
        return None
    try:
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time)
    except OverflowError:
        raise FormatError(f"the time {time} is none") from None
    depth = replies.rows(replies.table(row.get("geometry")).get("coordinates"))[2:3]
    deep = f", depth {float(depth[0]):.0f} km" if depth and isinstance(depth[0], (int, float)) else ""
    place = clean.line(replies.words(properties, "place")) or "place not named"
    body = (
        f"Earthquake of magnitude {magnitude:.1f}{deep}, {place}, {when:%Y-%m-%d %H:%M} UTC. {_where(row)} "
        f"USGS event {replies.words(row, 'id') or ''}, {replies.words(properties, 'status') or 'status not stated'}."
    )
    return build(
        snapshot,
        source,
        title=clean.line(replies.words(properties, "title")) or f"M {magnitude:.1f} - {place}",
        body=clean.tidy(body),
        url=replies.words(properties, "url"),
        publisher=source.publisher or "USGS",
        published=when,
    )


def _gdacs(row: Mapping[str, Any], properties: Mapping[str, Any], snapshot: Snapshot, source: Source) -> Document | None:
    alert = replies.words(properties, "alertlevel") or ""
    wanted = replies.rows(source.options.get("alerts"))
    if wanted and alert not in wanted:
        return None
    code, identity = replies.words(properties, "eventtype") or "", replies.words(properties, "eventid")
    if not identity:
        raise FormatError("an event without eventid")
    began = any_moment(replies.words(properties, "fromdate") or "")
    ended = any_moment(replies.words(properties, "todate") or replies.words(properties, "fromdate") or "")
    kind = KINDS.get(code, "hazard")
    country = clean.line(replies.words(properties, "country")) or ""
    severity = clean.line(replies.words(properties, "severitydata", "severitytext")) or ""
    glide = replies.words(properties, "glide")
    days = f"{began:%Y-%m-%d}" if began.date() == ended.date() else f"{began:%Y-%m-%d} to {ended:%Y-%m-%d}"
    parts = [
        f"{kind.capitalize()}{f' in {country}' if country else ''}, {days}.",
        f"{severity}." if severity else "",
        f"GDACS alert level {alert.lower()}." if alert else "",
        f"GLIDE {glide}." if glide else "",
        _where(row),
        f"GDACS event {code}{identity}, episode {replies.words(properties, 'episodeid') or 'not stated'}.",
    ]
    return build(
        snapshot,
        source,
        title=clean.line(replies.words(properties, "name") or replies.words(properties, "eventname")),
        body=clean.tidy(" ".join(part for part in parts if part)),
        url=replies.words(properties, "url", "report")
        or f"https://www.gdacs.org/report.aspx?eventtype={code}&eventid={identity}",
        publisher=source.publisher or "GDACS",
        published=began,
    )


def _rss(snapshot: Snapshot, source: Source) -> Iterator[Mapping[str, Any]]:
    """The items of GDACS' RSS in the shape of its GeoJSON."""
    from lxml import etree

    text = charset.without_xml_encoding(charset.decode(snapshot.body, snapshot.charset)).lstrip()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"not XML: {error}", source=source.id, where=snapshot.url) from None
    items = root.findall(".//item")
    if not items:
        raise FormatError("the feed has no items", source=source.id, where=snapshot.url)
    for item in items:
        said = {
            name: item.findtext(f"{{{GDACS}}}{name}")
            for name in ("eventtype", "eventid", "episodeid", "alertlevel", "country", "glide")
        }
        said |= {name: item.findtext(f"{{{GDACS}}}{name}") or item.findtext("pubDate") for name in ("fromdate", "todate")}
        point = [item.findtext(f".//{{{GEO}}}{name}") for name in ("long", "lat")]
        try:
            coordinates = [float(each or "") for each in point]
        except ValueError:
            coordinates = []
        severity = {"severitytext": item.findtext(f"{{{GDACS}}}severity")}
        properties = {**said, "name": item.findtext("title"), "severitydata": severity, "url": {"report": item.findtext("link")}}
        yield {"properties": properties, "geometry": {"coordinates": coordinates}, "id": item.findtext("guid")}
