"""The import tables of docs/architecture.md, enforced: who may import whom, and one door per outside library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("aggregator", "parsers", "db", "api")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

TOP = set("intake logs pipeline reader reading registry regroup schedule versions works".split())
TOP |= {
    "backfill",
    "backfill_engine",
    "backfill_files",
    "backfill_group",
    "backfill_reports",
    "backfill_shuffle",
    "backfill_crowds",
    "backfill_pairs",
    "backfill_plan",
    "backfill_words",
    "backfill_events",
    "backfill_links",
    "backfill_load",
    "backfill_watch",
    "backfill_whole",
    "cli",
    "commands",
    "__main__",
    "__init__",
}

# outside library -> the only modules (or packages) that may import it
DOORS = {
    "apscheduler": ("aggregator.schedule",),
    "pint": ("aggregator.core.units",),
    "adbc_driver_manager": ("db.bulk",),
    "adbc_driver_sqlite": ("db.bulk",),
    "sqlite_utils": ("db.",),
    "pysqlite3": ("db.",),
    "sqlite3": ("db.",),
    "urllib3": ("parsers.wire",),
    "protego": ("parsers.robots",),
    "feedparser": ("parsers.formats.",),
    "trafilatura": ("parsers.",),
    "pypdf": ("parsers.pdf",),
    "flask": ("api.",),
    "flask_limiter": ("api.limits",),
    "waitress": ("api.server",),
    "dask": ("aggregator.backfill_engine",),
    "distributed": ("aggregator.backfill_engine",),
    "fastwarc": ("parsers.shards",),
    "resiliparse": ("parsers.shards",),
    "py3langid": ("parsers.",),
    "pyarrow": (
        "db.parquet",
        "parsers.shards",
        *(f"aggregator.{name}" for name in TOP if name.startswith("backfill")),
        "db.bulk",
    ),
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} uses a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room(module: str) -> str:
    if module == "aggregator" or module.startswith("aggregator.core"):
        return "core"
    if module.startswith("aggregator."):
        return "top" if module.split(".")[1] in TOP else "domain"
    return module.split(".")[0]


ALLOWED = {
    "core": {"core"},
    "parsers": {"core", "parsers"},
    "domain": {"core", "domain"},
    "db": {"core", "db"},
    "api": {"core", "db", "api"},
    "top": {"core", "parsers", "domain", "db", "top"},
}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_the_rooms_it_may(path: Path) -> None:
    module = name_of(path)
    allowed = set(ALLOWED[room(module)])
    if module == "aggregator.commands.serve":
        allowed.add("api")
    ours = {name for name in imports_of(path) if name.split(".")[0] in PACKAGES}
    wrong = sorted(name for name in ours if room(name) not in allowed)
    assert not wrong, f"{module} may not import {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_each_outside_library_has_one_door(path: Path) -> None:
    module = name_of(path)
    for name in imports_of(path):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or any(module == door or (door.endswith(".") and f"{module}.".startswith(door)) for door in doors), (
            f"{module} imports {name}; its doors are {doors}"
        )


def test_the_tables_speak_of_something() -> None:
    rooms = {room(name_of(path)) for path in MODULES}
    assert rooms == set(ALLOWED)


# What a function that is remembered without bound may be asked by: names of our own, never words from outside.
OWN = {"kind", "section", "part", "then", "policy", "causes", "country"}
READERS = {"aggregator.core.vocab.read", "aggregator.speakers._list"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_from_outside_is_remembered_without_bound(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(isinstance(d, ast.Name) and d.id == "cache" for d in node.decorator_list):
            name = f"{name_of(path)}.{node.name}"
            asked = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
            assert asked <= OWN or name in READERS, f"{name} is remembered by {asked - OWN}: use lru_cache with a size"
