"""News-like documents of about 3 kB for the benchmarks, put together from the bundled sample reports and neutral filler.

By default one paragraph in three comes from a sample report and the rest is filler of our own (weather, budgets, football): dense
text. With a share of nothing it is the news of a day on which nobody was harmed. `days_news` mixes the two.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from aggregator.core.model import Document

ROOT = Path(__file__).resolve().parent.parent.parent

FILLER = (
    "The council met on Tuesday to approve a budget of 4.2 million for road repairs, with the opposition voting against it.",
    "Forecasters expect showers in the west and temperatures of up to 23 degrees, with a light breeze along the coast.",
    "The home side won 3-1 after a goalless first half, and the coach praised the 18,000 supporters who had travelled.",
    "Farmers say that prices for wheat have fallen by 12 percent since the spring, while fertiliser has become dearer.",
    "The new library will open its doors next month; its director hopes for 900 visitors a day in the first year.",
    "Negotiators will return to the capital on Monday for a third round of talks on fishing quotas and border trade.",
    "The company employs 2,400 people at four sites and plans to build another plant by the end of the decade.",
    "An exhibition of photographs from the 1950s drew long queues on its first weekend, the museum's curator said.",
    "Parliament is due to debate the education bill, which would lower the school age to five and hire more teachers.",
    "Engineers have begun to replace the old bridge, closed since last winter, and traffic is diverted through the valley.",
    "The orchestra's tour takes in eleven towns, and tickets for the opening night sold out within two hours.",
    "Researchers counted 340 pairs of storks along the river, the highest number since the survey began.",
)


def paragraphs() -> list[str]:
    """Return the paragraphs of the bundled plain-text and JSON Lines reports."""
    import json

    found: list[str] = []
    for path in sorted((ROOT / "sample").rglob("*.txt")):
        body = path.read_text(encoding="utf-8").partition("\n\n")[2]
        found += [part.strip() for part in body.split("\n\n") if part.strip()]
    for path in sorted((ROOT / "sample").rglob("*.jsonl")):
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        found += [part.strip() for row in rows for part in str(row["text"]).split("\n\n") if part.strip()]
    return found


def days_news(count: int, *, telling: float, seed: int = 1) -> list[Document]:
    """Return `count` documents in a mixed order of which a share of `telling` is dense text and the rest tells of no harm."""
    dense = round(count * telling)
    mixed = [*documents(dense, seed=seed), *documents(count - dense, seed=seed, share=0.0)]
    random.Random(seed).shuffle(mixed)
    return mixed


def documents(count: int, *, size: int = 3000, seed: int = 1, share: float = 1 / 3) -> Iterator[Document]:
    """Yield `count` documents of about `size` characters, the same for the same seed; `share` of the paragraphs are reports."""
    from datetime import UTC, datetime

    chance = random.Random(seed)
    reports = paragraphs()
    for number in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < size:
            parts.append(chance.choice(reports) if chance.random() < share else " ".join(chance.sample(FILLER, 3)))
        yield Document(id=f"bench-{number}", text="\n\n".join(parts), published=datetime(2024, 3, 1, tzinfo=UTC))
