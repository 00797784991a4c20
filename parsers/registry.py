"""Finds sources (data) and formats (modules). There is no list to edit: a new file is found because it is there."""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import get_type_hints

from aggregator.core.errors import FormatError, InputError, UnknownName
from aggregator.core.model import Document, Snapshot, Source, SourceKind
from parsers.options import FETCHING, Option

HOME = Path(__file__).resolve().parent / "sources"
NO_KEYS: Mapping[str, str] = MappingProxyType({})
Parse = Callable[[Snapshot, Source], Iterator[Document | FormatError]]

KEYS = tuple(f.name for f in fields(Source) if f.name != "id")
REQUIRED = tuple(f.name for f in fields(Source) if f.name != "id" and f.default is MISSING and f.default_factory is MISSING)
BOUNDS = {"every_minutes": (1, 525_600), "jitter_seconds": (0, 86_400), "min_documents": (0, 1_000_000)}


def sources(
    folder: Path | None = None,
    *,
    keys: Mapping[str, str] = NO_KEYS,
    problems: list[InputError] | None = None,
) -> dict[str, Source]:
    """Return the sources of `folder` (default: the bundled ones) by id, sorted; the file's name is the id.

    `keys` are the keys the environment gave (`Settings.keys`): a source whose `needs` is among them is enabled. A file that
    cannot be used raises InputError naming it and the valid values; or is appended to `problems`, where given, and left out.
    """
    found: dict[str, Source] = {}
    home = folder or HOME
    if not home.is_dir():
        raise InputError(f"{home}: there is no such folder of sources", field="sources")
    for path in sorted(home.glob("*.toml")):
        try:
            source = read(path)
        except InputError as error:
            if problems is None:
                raise
            problems.append(error)
            continue
        found[source.id] = replace(source, enabled=True) if source.needs and source.needs in keys else source
    return found


def read(path: Path) -> Source:
    """Return the source that a TOML file states; raise InputError naming the file, the field and the valid values."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path.name}: cannot be read: {error}", field="file") from None
    return source(path.stem, data, origin=path.name)


def source(id: str, data: Mapping[str, object], *, origin: str) -> Source:
    """Return the source that these values state, checked: names, types, the kind, the format and the format's options."""
    for key in data:
        if key not in KEYS:
            raise UnknownName(f"{origin}: there is no {key!r} in a source", field=key, valid=KEYS)
    missing = [key for key in REQUIRED if key not in data]
    if missing:
        raise InputError(f"{origin}: lacks {', '.join(missing)}", field=missing[0], valid=KEYS)
    values: dict[str, object] = {}
    hints = get_type_hints(Source)
    for key, value in data.items():
        wanted = {"kind": str, "options": dict}.get(key, hints[key])
        if type(value) is not wanted:
            raise InputError(f"{origin}: {key} is {type(value).__name__}, not {wanted.__name__}", field=key)
        values[key] = value
    kind, form = str(data["kind"]), str(data["format"])
    if kind not in tuple(SourceKind):
        raise UnknownName(f"{origin}: kind is {kind!r}", field="kind", valid=tuple(SourceKind))
    if form not in modules():
        raise UnknownName(f"{origin}: format is {form!r}", field="format", valid=modules())
    made = Source(id=id, **{**values, "kind": SourceKind(kind)})  # type: ignore[arg-type]
    _check(made, origin)
    return made


def check_id(id: str, *, origin: str) -> None:
    """Raise InputError unless `id` can be a source's file name."""
    if not id or not all(char.isalnum() or char in "-_" for char in id):
        raise InputError(f"{origin}: a source's file name is letters, digits, - and _", field="id")


def _check(source: Source, origin: str) -> None:
    check_id(source.id, origin=origin)
    for name in ("name", "format", "url"):
        if not getattr(source, name).strip():
            raise InputError(f"{origin}: {name} is empty", field=name)
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(source, name) <= most:
            raise InputError(f"{origin}: {name} is {getattr(source, name)}; at least {least}, at most {most}", field=name)
    if "://" in source.url and not source.url.startswith(("http://", "https://")):
        raise UnknownName(f"{origin}: url is {source.url!r}", field="url", valid=("http://...", "https://...", "a path"))
    valid = options(source.format)
    for key, value in source.options.items():
        if key not in valid:
            raise UnknownName(f"{origin}: format {source.format} has no option {key!r}", field=f"options.{key}", valid=valid)
        if not valid[key].fits(value):
            raise InputError(f"{origin}: {key} is {value!r}, not {valid[key].wanted}", field=f"options.{key}")


def options(form: str) -> Mapping[str, Option]:
    """Return the options that a source of this format may state."""
    own: Mapping[str, Option] = getattr(modules()[form], "OPTIONS", {})
    return {**own, **FETCHING}


def formats() -> dict[str, Parse]:
    """Return every format's `parse` by name: the modules of `parsers/formats` that have one, in order of name."""
    return {name: module.parse for name, module in modules().items()}


@cache
def modules() -> Mapping[str, ModuleType]:
    """Return the format modules by name."""
    import parsers.formats as package

    found = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        if hasattr(module, "parse"):
            found[info.name] = module
    return MappingProxyType(found)


def follow(snapshot: Snapshot, source: Source) -> Iterator[str]:
    """Yield the addresses that a reply says come next (its second page, say); none for formats that know no such thing."""
    module = modules()[source.format]
    if hasattr(module, "follow"):
        yield from module.follow(snapshot, source)


def sniff(name: str, body: bytes) -> str:
    """Return the name of the format that reads this file, by what is in it and, where that does not tell, by its name.

    Each format may have `sniff(name, head) -> int`, 0 (not mine) to 10 (surely mine), given the name and the first 4,096 bytes;
    the surest wins. Raises FormatError when the file is empty or no format knows it.
    """
    if not body.strip():
        raise FormatError("the file is empty", where=name)
    head = body[:4096]
    votes = {form: module.sniff(name, head) for form, module in modules().items() if hasattr(module, "sniff")}
    best = max(votes, key=lambda form: votes[form])
    if not votes[best]:
        raise FormatError("no format reads this kind of file", where=name)
    return best
