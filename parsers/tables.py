"""CSV to documents, a row each, by a map from our fields to the file's columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from aggregator.core.errors import BadDate, FormatError
from aggregator.core.model import Document, Snapshot, Source
from parsers import clean, figures
from parsers.documents import FIELDS, any_moment, build
from parsers.records import with_claims

LONGEST_FIELD = 2_000_000


def rows(text: str, *, where: str, delimiter: str | None = None) -> Iterator[tuple[int, dict[str, str] | FormatError]]:
    """Yield (line number, row by column name); a row of another width yields a FormatError. Raises one when empty,
    or when two columns have one name.
    """
    csv.field_size_limit(LONGEST_FIELD)
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    mark = delimiter or max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark)
    names: list[str] | None = None
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield reader.line_num, FormatError(f"broken CSV: {error}", where=f"{where}:{reader.line_num}")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if names is None:
            names = [name.strip() for name in row]
            folded = [name.casefold() for name in names if name]
            if twice := next((name for name in folded if folded.count(name) > 1), None):
                raise FormatError(f"two columns are called {twice!r}: which is meant cannot be told", where=where)
        elif len(row) != len(names):
            yield reader.line_num, FormatError(f"{len(row)} fields, not {len(names)}", where=f"{where}:{reader.line_num}")
        else:
            yield reader.line_num, dict(zip(names, row, strict=True))
    if names is None:
        raise FormatError("the table is empty", where=where)


def documents(text: str, snapshot: Snapshot, source: Source) -> Iterator[Document | FormatError]:
    """Yield a document a row; raises FormatError when no column holds the text, naming the columns there are."""
    delimiter = source.options.get("delimiter")
    mapping = source.options.get("columns")
    wanted = {str(k): str(v) for k, v in mapping.items()} if isinstance(mapping, Mapping) else {}
    seen = 0
    plan: figures.Layout | None = None
    for number, row in rows(text, where=snapshot.url, delimiter=str(delimiter) if delimiter else None):
        seen += 1
        if isinstance(row, FormatError):
            yield row
            continue
        plan = plan or _plan(row, wanted, snapshot, source)
        try:
            yield from _row(row, plan, f"{snapshot.url}:{number}", snapshot, source)
        except FormatError as error:
            yield error
    if not seen:
        raise FormatError("the table has no rows", source=source.id, where=snapshot.url)


def _plan(row: Mapping[str, str], wanted: Mapping[str, str], snapshot: Snapshot, source: Source) -> figures.Layout:
    """Which column holds what: as mapped, else the column of the same name."""
    found = {name.casefold(): name for name in row}
    columns = {field: found[field] for field in FIELDS if field in found}
    for field, column in wanted.items():
        if field not in (*FIELDS, *figures.WHERE_AND_WHEN):
            valid = ", ".join((*FIELDS, *figures.WHERE_AND_WHEN))
            raise FormatError(f"columns names the field {field!r}; valid: {valid}", where=snapshot.url)
        if column.casefold() not in found:
            raise FormatError(f"there is no column {column!r}; the columns are {', '.join(row)}", where=snapshot.url)
        columns[field] = found[column.casefold()]
    plan = figures.layout(source.options.get("figures"), columns, row, where=snapshot.url)
    if "text" not in columns and not plan.figures:
        raise FormatError(f"no column `text` and none mapped to it; the columns are {', '.join(row)}", where=snapshot.url)
    return plan


def _row(
    row: Mapping[str, str], plan: figures.Layout, where: str, snapshot: Snapshot, source: Source
) -> Iterator[Document | FormatError]:
    from parsers.formats.files import stated

    columns = plan.columns
    words = stated(source, {field: row[columns[field]] for field in FIELDS if field in columns and field != "text"})
    published = None
    if words["published"]:
        try:
            published = any_moment(words["published"])
        except BadDate as error:
            yield FormatError(f"{error}; read without one", source=source.id, where=where)
    recorded, problems = figures.stated(row, plan, where=where)
    for problem in problems:
        yield FormatError(problem, source=source.id, where=where)
    body = clean.plain_text(row[columns["text"]]) if "text" in columns else ""
    about = "; ".join(dict.fromkeys(part for each in recorded for part in (each.place.text, each.window) if part))
    lines = [f"{about}.", *(each.line for each in recorded)] if about else [each.line for each in recorded]
    if not body and not recorded:
        raise FormatError("the row has no text", source=source.id, where=where)
    document = build(
        snapshot,
        source,
        title=words["title"],
        body="\n\n".join(part for part in (body, "\n".join(lines)) if part),
        url=words["url"],
        publisher=words["publisher"],
        published=published,
        language=words["language"],
        where=where,
    )
    yield with_claims(document, recorded, rule="table_record")
