"""`make accuracy`: how well the gold sentences are read, and which claims were gained and lost since the last commit.

    python tests/benchmarks/accuracy.py [--against REF] [--raise] [--errors CONSTRUCTION]

The committed code is unpacked with `git archive` into a temporary folder and judged over the same gold file by the same judge,
so the working tree and the index stay as they are. `--raise` writes floors a little under what was measured; it lowers none.
"""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent.parent
GOLD = ROOT / "tests" / "gold"
MARGIN = 0.03


def verdicts(code: Path) -> dict[str, Any]:
    """Judge the code of a folder in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(GOLD / "judge.py"), str(code)], capture_output=True, text=True, cwd=code, check=False
    )
    if done.returncode:
        raise click.ClickException(f"the code of {code} could not be judged:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def committed(ref: str, folder: Path) -> None:
    """Unpack the tree of a commit into a folder."""
    done = subprocess.run(["git", "-C", str(ROOT), "archive", ref], capture_output=True, check=False)
    if done.returncode:
        raise click.ClickException(done.stderr.decode(errors="replace"))
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        tar.extractall(folder, filter="data")


def texts() -> dict[str, dict[str, Any]]:
    """Return the gold rows by id, as written."""
    return {row["id"]: row for row in map(json.loads, (GOLD / "en.jsonl").read_text(encoding="utf-8").splitlines())}


def show(title: str, keys: list[str], rows: dict[str, dict[str, Any]]) -> None:
    """Print claims with the words they stand in."""
    click.echo(f"\n{title}: {len(keys)}")
    for each in keys:
        identity, _, rest = each.rpartition("@")
        start, _, outcome = rest.partition(":")
        text, at = rows[identity]["text"].replace("\n", " "), int(start)
        click.echo(f"  {identity:28} {outcome:10} ...{text[max(0, at - 30) : at]}>>{text[at : at + 50]}")


def table(now: dict[str, float], before: dict[str, float] | None, floors: dict[str, float]) -> None:
    """Print each measure now, then, and its floor."""
    click.echo(f"{'':24}{'now':>8}{'before':>8}{'floor':>8}")
    for name, value in now.items():
        then = f"{before[name]:8.3f}" if before and name in before else f"{'-':>8}"
        floor = f"{floors[name]:8.3f}" if name in floors else f"{'-':>8}"
        click.echo(f"{name:24}{value:8.3f}{then}{floor}")


def ripe(result: dict[str, Any]) -> list[str]:
    """Return the ids of rows marked `todo` that are read right now, so that the mark can go."""
    return [r["id"] for r in result["rows"] if r["todo"] and not (r["missed"] or r["alarms"] or any(r["wrong"].values()))]


def read_floors(part: str) -> dict[str, float]:
    """Return the floors of `gold` or `sample` as written, or none."""
    path = GOLD / "floors.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8")).get(part, {})) if path.exists() else {}


def raise_floors(measured: dict[str, dict[str, float]]) -> None:
    """Write floors MARGIN under what was measured; none is ever lowered."""
    lines = [
        "# What the gold sentences and the sample corpus must reach at least.",
        "# Floors only rise: `python tests/benchmarks/accuracy.py --raise`.",
        "",
        "version = 1",
    ]
    for part, now in measured.items():
        old = read_floors(part)
        lines += ["", f"[{part}]"]
        for name, value in now.items():
            lines.append(f"{name} = {max(old.get(name, 0.0), math.floor((value - MARGIN) * 1000) / 1000):.3f}")
    (GOLD / "floors.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def errors(result: dict[str, Any], rows: dict[str, dict[str, Any]], wanted: str | None) -> None:
    """Print what is wrong by construction, worst first; and each case of one construction, where asked."""
    count, kinds = Counter[str](), Counter[str]()
    for each in result["rows"]:
        about = rows[each["id"]]["about"]
        faults = [*(f"missed {k}" for k in each["missed"]), *(f"alarm {k}" for k in each["alarms"])]
        for name, fields in each["wrong"].items():
            faults += [f"{field}: said {said!r}, stands {stands!r} ({name})" for field, (said, stands) in fields.items()]
            kinds.update(list(fields))
        kinds["missed"] += len(each["missed"])
        kinds["alarm"] += len(each["alarms"])
        count[about] += len(faults)
        if wanted and (wanted == "all" or about == wanted) and faults:
            click.echo(f"\n{each['id']}{' (todo)' if each['todo'] else ''}: {rows[each['id']]['text']}")
            for fault in faults:
                click.echo(f"    {fault}")
    click.echo("\nfaults by construction: " + ", ".join(f"{name} {n}" for name, n in count.most_common() if n))
    click.echo("faults by kind: " + ", ".join(f"{name} {n}" for name, n in kinds.most_common() if n))


@click.command()
@click.option("--against", default="HEAD", show_default=True, help="The commit to compare with.")
@click.option("--raise", "lift", is_flag=True, help="Raise the floors to just under what was measured.")
@click.option("--errors", "wanted", metavar="CONSTRUCTION", help="Show each fault of one construction, of `sample`, or `all`.")
def main(against: str, lift: bool, wanted: str | None) -> None:
    """Say how well the gold sentences are read, against the last commit."""
    rows, now = texts(), verdicts(ROOT)
    before: dict[str, Any] | None = None
    with tempfile.TemporaryDirectory() as folder:
        try:
            committed(against, Path(folder))
            before = verdicts(Path(folder))
        except click.ClickException as error:
            click.echo(f"nothing to compare with: {error.message}", err=True)
    table(now["measures"], before["measures"] if before else None, read_floors("gold"))
    click.echo(
        f"\nrows marked todo, measured apart: recall {now['todo']['recall']:.3f}, precision {now['todo']['precision']:.3f}"
    )
    for name, result in (("now", now), ("before", before)):
        if result and result["crashed"]:
            click.echo(f"{name}, {len(result['crashed'])} rows raised: {', '.join(result['crashed'])}")
    if done := ripe(now):
        click.echo(f"read right now, so take `todo` away: {', '.join(done)}")
    errors(now, rows, wanted)
    if before:
        found, then = ({k for each in result["rows"] for k in each["found"]} for result in (now, before))
        alarms, old = ({k for each in result["rows"] for k in each["alarms"]} for result in (now, before))
        show("gained", sorted(found - then), rows)
        show("lost", sorted(then - found), rows)
        show("new false alarms", sorted(alarms - old), rows)
        show("false alarms gone", sorted(old - alarms), rows)
    sys.path.insert(0, str(ROOT))
    from tests import sample_reports

    complaints: list[str] = []
    read = sample_reports.everything(complaints)
    click.echo("\nthe sample corpus:")
    table(read, None, read_floors("sample"))
    if wanted in ("sample", "all"):
        click.echo("\n".join(complaints))
    if lift:
        raise_floors({"gold": now["measures"], "sample": read})


if __name__ == "__main__":
    main()
