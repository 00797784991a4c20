"""GDELT: the DOC 2.0 article list (headlines with links, no figures of its own) and GKG 2.1 counts (figures read by a machine).

GKG counts are structured claims of the rule `gdelt_gkg_count`, claimed by the machine "GDELT GKG" and flagged `machine`: they
are stored to be compared, and never enter a headline range. Only KILL and WOUND are read, only where the counted object is
people. Reference: the GKG 2.1 codebook, columns V2.1DATE, V2SOURCECOMMONNAME, V2DOCUMENTIDENTIFIER, V1COUNTS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Outcome, Place, Precision, Role, Snapshot, Source, Step
from parsers import charset, clean, options, replies
from parsers.documents import any_moment, build
from parsers.records import Stated, count, country, with_claims

OPTIONS = {"languages": options.texts('a list of GDELT\'s language names to keep, like ["English"]; all otherwise')}
COUNTED = {"KILL": (Outcome.KILLED, "killed"), "WOUND": (Outcome.INJURED, "wounded")}
PEOPLE = (
    "",
    "people",
    "persons",
    "civilians",
    "soldiers",
    "children",
    "women",
    "policemen",
    "troops",
    "villagers",
    "residents",
    "workers",
)
PRECISION = {"1": Precision.COUNTRY, "2": Precision.ADMIN1, "3": Precision.NEAR, "4": Precision.NEAR, "5": Precision.ADMIN1}
SPACED = re.compile(r"\s([,.;:!?%])(?=\s|\Z)")  # GDELT puts spaces around punctuation
GKG_COLUMNS = 27
MACHINE = Step(role=Role.CLAIMANT, name="GDELT GKG", verb="counted")


def sniff(name: str, head: bytes) -> int:
    """See parsers.registry.sniff."""
    if head.lstrip().startswith(b"{") and b'"articles"' in head and b'"seendate"' in head:
        return 9
    first = head.partition(b"\n")[0]
    return 8 if ".gkg." in name.lower() or (first.count(b"\t") >= 15 and first[:14].isdigit()) else 0


def parse(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield the articles of a list, or the counted articles of a GKG file. Raises FormatError for GDELT's errors in plain
    words.
    """
    text = charset.decode(snapshot.body, snapshot.charset)
    if "\t" in text[:5000] and not text.lstrip().startswith("{"):
        yield from _gkg(text, snapshot, source)
        return
    if snapshot.body.startswith(b"PK\x03\x04"):
        yield from _zipped(snapshot, source)
        return
    data = replies.table(replies.read(snapshot, source))
    if not isinstance(data.get("articles"), list):
        if data == {}:
            return  # GDELT's answer when nothing matches
        raise FormatError("no `articles` in it", source=source.id, where=snapshot.url)
    yield from _articles(data["articles"], snapshot, source)


def _articles(rows: list[object], snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    wanted = replies.rows(source.options.get("languages"))
    for number, each in enumerate(rows, 1):
        row = replies.table(each)
        where = f"{snapshot.url} article {number}"
        language = replies.words(row, "language") or ""
        if wanted and language not in wanted:
            continue
        published = None
        stated = (replies.words(row, "seendate") or "").replace("T", "").removesuffix("Z")
        try:
            published = any_moment(stated) if stated else None
        except BadDate as error:
            yield FormatError(f"{error}; read without one", source=source.id, where=where)
        try:
            yield build(
                snapshot,
                source,
                title=clean.line(SPACED.sub(r"\1", replies.words(row, "title") or "")),
                body="",
                url=replies.words(row, "url"),
                publisher=clean.line(replies.words(row, "domain")) or source.publisher or None,
                published=published,
                language="en" if language == "English" else None,
                where=where,
            )
        except FormatError as error:
            yield error


def _zipped(snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    from parsers import containers

    for member in containers.members(snapshot.body, name=snapshot.url):
        if isinstance(member, FormatError):
            yield member
        else:
            yield from _gkg(charset.decode(member.body), snapshot, source)


def _gkg(text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    seen = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        seen += 1
        where = f"{snapshot.url}:{number}"
        cells = line.rstrip("\r").split("\t")
        if len(cells) != GKG_COLUMNS:
            yield FormatError(f"{len(cells)} columns, not {GKG_COLUMNS}", source=source.id, where=where)
            continue
        try:
            made = _row(cells, where, snapshot, source)
        except (FormatError, BadDate) as error:
            yield FormatError(str(error), source=source.id, where=where)
            continue
        if made is not None:
            yield made
    if not seen:
        raise FormatError("the file is empty", source=source.id, where=snapshot.url)


def _row(cells: list[str], where: str, snapshot: Snapshot, source: Source) -> Document | None:
    stated: list[Stated] = []
    for each in cells[5].split(";"):
        figure = _count(each)
        if figure is not None and figure.line not in [other.line for other in stated]:
            stated.append(figure)
    if not stated:
        return None
    document = build(
        snapshot,
        source,
        title=f"GDELT machine reading of {clean.line(cells[3]) or 'an article'}",
        body="\n".join(each.line for each in stated),
        url=cells[4],
        publisher=source.publisher or "GDELT GKG",
        published=any_moment(cells[1]),
        where=where,
    )
    return with_claims(document, stated, rule="gdelt_gkg_count")


def _count(words: str) -> Stated | None:
    """One count of V1COUNTS: type#count#object#place type#place#country#admin1#lat#lon#feature; None where it is not ours."""
    cells = words.split("#")
    if len(cells) < 9 or cells[0] not in COUNTED or cells[2].strip().lower() not in PEOPLE:
        return None
    outcome, verb = COUNTED[cells[0]]
    number = count(cells[1], name=cells[0])
    if number is None:
        return None
    name = clean.line(cells[4])
    who = clean.line(cells[2]) or "people"
    land = country((name or "").rpartition(",")[2].strip())
    try:
        place = Place(text=name, country=land, lat=float(cells[7]), lon=float(cells[8]), precision=PRECISION.get(cells[3]))
    except ValueError:
        place = Place(text=name)
    return Stated(
        line=f"Machine count: {number:,} {who} {verb}{f', {name}' if name else ''}.",
        outcome=outcome,
        low=number,
        high=number,
        place=place,
        attribution=(MACHINE,),
        confidence=0.1,
        flags=("machine",),
    )


def follow(snapshot: Snapshot, source: Source) -> Iterator[str]:
    """Yield the GKG archive that `lastupdate.txt` names."""
    if snapshot.url.endswith("lastupdate.txt"):
        for line in charset.decode(snapshot.body).splitlines():
            address = line.split(" ")[-1].strip()
            if address.endswith(".gkg.csv.zip") and address.startswith(("http://", "https://")):
                yield address
