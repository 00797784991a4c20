"""Short makers: a test states what it is about, these supply the rest. Values are plain and the same every time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from aggregator.core.model import (
    Basis,
    Cause,
    Claim,
    Document,
    Event,
    Figure,
    Outcome,
    Place,
    Precision,
    Qualifier,
    Role,
    SourceKind,
    Stance,
    Status,
    Step,
    Victims,
    Window,
    content_id,
)

NOON = datetime(2030, 5, 14, 12, 0, tzinfo=UTC)
DAY = NOON.date()
SPREAD = {
    "exact": lambda n: (n, n),
    "at_least": lambda n: (n, None),
    "more_than": lambda n: (n + 1, None),
    "at_most": lambda n: (0, n),
    "less_than": lambda n: (0, n - 1),
    "up_to": lambda n: (None, n),
    "nearly": lambda n: (n - max(1, -(-n // 10)), n - 1),
    "about": lambda n: (n - max(1, -(-n // 10)), n + max(1, -(-n // 10))),
    "none": lambda n: (0, 0),
}


def moment(hours: float = 0) -> datetime:
    """Noon of the factories' day, plus so many hours."""
    return NOON + timedelta(hours=hours)


def document(text: str = "At least three people were killed in Harmon on Tuesday, police said.", **fields: object) -> Document:
    """A document; `id` follows the text unless stated, `hours` counts from noon of the factories' day."""
    hours = float(str(fields.pop("hours", 0)))
    made: dict[str, object] = {"id": content_id(text, fields.get("publisher"), hours), "text": text, "published": moment(hours)}
    return Document(**(made | fields))  # type: ignore[arg-type]


def place(name: str = "Harmon", *, country: str = "XKX", lat: float | None = 10.0, lon: float | None = 20.0) -> Place:
    """A resolved town."""
    return Place(text=name, name=name, country=country, admin1=None, lat=lat, lon=lon, precision=Precision.EXACT)


def window(start: date | None = None, end: date | None = None) -> Window:
    """A window of whole days; one day when only the start is given."""
    return Window(start=start, end=end or start, precision=Precision.DAY)


def figure(count: int | tuple[int | None, int | None] | None = None, **fields: object) -> Figure:
    """A figure: `figure(12, claimant="police")`, `figure(killed=63, qualifier="at_least")`, `figure((10, 50))`.

    Without a number: `figure(stance="denies")`.

    Other fields: outcome, hours (as-of and published, from noon), document, population, status, groups, subset_of (an id), basis,
    cause, place, window, unit, sentence, publisher, party, kind, side, background, id.
    """
    outcome = Outcome(str(fields.pop("outcome", "killed")))
    for known in Outcome:
        if known.value in fields:
            outcome, count = known, fields.pop(known.value)  # type: ignore[assignment]
    qualifier = Qualifier(str(fields.pop("qualifier", "between" if isinstance(count, tuple) else "exact")))
    if isinstance(count, tuple):
        (low, high), stated = count, None
    elif count is None:
        low = high = stated = None
    else:
        (low, high), stated = SPREAD[qualifier.value](count), count
    claimant = str(fields.pop("claimant", "police"))
    hours = float(str(fields.pop("hours", 0)))
    home = str(fields.pop("document", f"{claimant}@{hours:g}"))
    sentence = str(fields.pop("sentence", f"{claimant}: {count}."))
    start = int(str(fields.pop("start", 0)))
    given = str(
        fields.pop("id", content_id(home, start, outcome, qualifier, count, fields.get("stance"), fields.get("population")))
    )
    people = fields.get("unit", "person") == "person"
    claim = Claim(
        id=given,
        document=home,
        start=start,
        end=start + 2,
        quote=sentence[:2],
        sentence=sentence,
        sentence_start=0,
        outcome=outcome,
        low=low,
        high=high,
        best=None if isinstance(count, tuple) else stated,
        stated_low=stated if stated is not None else low,
        stated_high=stated if stated is not None else high,
        qualifier=qualifier,
        unit=str(fields.pop("unit", "person")),
        victims=Victims(
            text=fields.pop("victims", None),  # type: ignore[arg-type]
            groups=tuple(fields.pop("groups", ())),  # type: ignore[arg-type]
            status=Status(str(fields.pop("status", "unknown"))),
        ),
        cause=Cause(code=fields.pop("cause", None)),  # type: ignore[arg-type]
        basis=Basis(str(fields.pop("basis", "incident"))),
        attribution=(Step(role=Role.CLAIMANT, name=claimant),) if fields.pop("attributed", True) else (),
        stance=Stance(str(fields.pop("stance", "asserts"))),
        subset_of=fields.pop("subset_of", None),  # type: ignore[arg-type]
        background=bool(fields.pop("background", False)),
    )
    as_of = fields.pop("as_of", moment(hours))
    return Figure(
        claim=claim,
        claimant=claimant,
        claimant_name=str(fields.pop("name", claimant)),
        claimant_kind=SourceKind(str(fields.pop("kind", "unknown"))),
        side=fields.pop("side", None),  # type: ignore[arg-type]
        party=bool(fields.pop("party", False)),
        publisher=str(fields.pop("publisher", home)),
        published=as_of,  # type: ignore[arg-type]
        place=fields.pop("place", place()),  # type: ignore[arg-type]
        window=fields.pop("window", window(NOON.date())),  # type: ignore[arg-type]
        as_of=as_of,  # type: ignore[arg-type]
        people_low=low if people else None,
        people_high=high if people else None,
        population=str(fields.pop("population", "all")),
        **fields,  # type: ignore[arg-type]
    )


def event(*figures: Figure, first_day: date | None = DAY) -> Event:
    """One event of these figures, not yet reconciled."""
    homes = tuple(dict.fromkeys(f.claim.document for f in figures))
    return Event(id="event", documents=homes, figures=figures, place=place(), first_day=first_day, last_day=first_day)
