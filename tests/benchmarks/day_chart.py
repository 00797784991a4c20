"""The samples of soak_day.py as a chart (SVG) and a table (Markdown).

python tests/benchmarks/day_chart.py DIR/samples.jsonl docs/soak-day.svg
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HOURS = 24
WIDTH, LEFT, PANEL, GAP, TOP = 760, 60, 110, 66, 34
STEP = (WIDTH - LEFT - 20) / HOURS
WELL = ("ok", "not_modified")
# for readers who tell few colours apart: lightness differs as well as hue (Okabe and Ito's palette)
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#000000", "#f0e442", "#999999")


def by_hour(samples: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what each played hour brought: rounds by outcome, new claims and documents, memory at its end."""
    hours, before = [], {"claims": 0, "documents": 0}
    for hour in range(HOURS):
        inside = [each for each in samples if hour <= each["hour"] < hour + 1]
        rounds: Counter[str] = Counter()
        for each in inside:
            rounds.update(each["rounds"])
        last = inside[-1] if inside else None
        now = {name: last[name] if last else before[name] for name in before}
        hours.append(
            {
                "rounds": rounds,
                "failed": Counter({name: n for name, n in rounds.items() if name not in WELL}),
                "claims": now["claims"] - before["claims"],
                "documents": now["documents"] - before["documents"],
                "events": last["events"] if last else 0,
                "scheduler": last["scheduler"]["mb"] if last else 0,
                "reader": sum(each["mb"] for each in last["reading"]) if last else 0,
                "database": last["db_mb"] if last else 0,
            }
        )
        before = now
    return hours


def table(hours: list[dict[str, Any]], width: int = 3) -> str:
    """Return a row for every three hours."""
    lines = ["| hours | rounds | of them failed | documents | claims | scheduler, reader |", "|---|---|---|---|---|---|"]
    for start in range(0, HOURS, width):
        part = hours[start : start + width]
        failed = sum((each["failed"] for each in part), Counter())
        told = ", ".join(f"{n} {name}" for name, n in failed.most_common()) or "0"
        lines.append(
            f"| {start} to {start + width} | {sum(sum(each['rounds'].values()) for each in part):,} | {told} "
            f"| {sum(each['documents'] for each in part):,} | {sum(each['claims'] for each in part):,} "
            f"| {part[-1]['scheduler']:.0f}, {part[-1]['reader']:.0f} MB |"
        )
    return "\n".join(lines)


def chart(hours: list[dict[str, Any]]) -> str:
    """Return three panels over the hours of the day: claims, failed rounds by kind, memory."""
    kinds = [name for name, _ in sum((each["failed"] for each in hours), Counter()).most_common()]
    colour = dict(zip(kinds, COLOURS, strict=False))
    height = TOP + 3 * (PANEL + GAP) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
    ]
    claims = [[("", each["claims"], "#0072b2")] for each in hours]
    parts += _bars(0, "New claims, by played hour", claims)
    failed = [[(kind, each["failed"][kind], colour[kind]) for kind in kinds if each["failed"][kind]] for each in hours]
    parts += _bars(1, "Failed rounds, by kind", failed)
    x: float = LEFT
    for kind in kinds:
        y = TOP + 2 * PANEL + GAP + 34
        parts.append(f'<rect x="{x:.0f}" y="{y - 9}" width="9" height="9" fill="{colour[kind]}"/>')
        parts.append(f'<text x="{x + 12:.0f}" y="{y}" font-size="11">{kind}</text>')
        x += 26 + 6.2 * len(kind)
    parts += _lines(2, "Resident memory, MB: scheduler above, reading process below", [each["scheduler"] for each in hours],
                    [each["reader"] for each in hours])  # fmt: skip
    return "\n".join([*parts, "</svg>", ""])


def _frame(panel: int, title: str, most: float) -> tuple[float, list[str]]:
    """The axes of a panel; gives where its ground line is."""
    ground = TOP + panel * (PANEL + GAP) + PANEL
    parts = [f'<text x="{LEFT}" y="{ground - PANEL - 8}" font-weight="bold">{title}</text>']
    for value in (0, most / 2, most):
        y = ground - PANEL * value / most
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{y:.1f}" y2="{y:.1f}" stroke="#cccccc"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,.0f}</text>')
    parts += [
        f'<text x="{LEFT + hour * STEP:.1f}" y="{ground + 16}" text-anchor="middle">{hour}:00</text>'
        for hour in range(0, HOURS + 1, 3)
    ]
    return ground, parts


def _nice(most: float) -> float:
    """The next round number above."""
    return next(each for power in range(9) for each in (2 * 10**power, 4 * 10**power, 10 * 10**power) if each >= most)


def _bars(panel: int, title: str, hours: list[list[tuple[str, int, str]]]) -> list[str]:
    most = _nice(max((sum(n for _, n, _ in stack) for stack in hours), default=1) or 1)
    ground, parts = _frame(panel, title, most)
    for hour, stack in enumerate(hours):
        y = ground
        for _, number, colour in stack:
            y -= PANEL * number / most
            parts.append(
                f'<rect x="{LEFT + hour * STEP + 2:.1f}" y="{y:.1f}" width="{STEP - 4:.1f}" '
                f'height="{PANEL * number / most:.1f}" fill="{colour}"/>'
            )
    return parts


def _lines(panel: int, title: str, *series: list[float]) -> list[str]:
    most = _nice(max(max(each) for each in series))
    ground, parts = _frame(panel, title, most)
    for values, colour in zip(series, COLOURS, strict=False):
        points = " ".join(f"{LEFT + (hour + 1) * STEP:.1f},{ground - PANEL * n / most:.1f}" for hour, n in enumerate(values))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
    return parts


def main() -> int:
    given = [Path(each) for each in sys.argv[1:]]
    hours = by_hour([json.loads(line) for line in given[0].read_text().splitlines()])
    given[1].write_text(chart(hours))
    print(table(hours))
    return 0


if __name__ == "__main__":
    sys.exit(main())
