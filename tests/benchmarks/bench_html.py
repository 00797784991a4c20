"""A crawl's HTML to stored claims: pages of 28 kB in WARC files, by trafilatura and by resiliparse, CPU seconds by stage.

    python tests/benchmarks/bench_html.py [--pages 1000] [--share 0.1] [--html READER] [--processes N]

`--share` is the share of pages whose article states casualty figures (a third of its 3 kB does); in the others nobody is harmed.
Every stage is a command of its own, on one process and on two; wall and CPU seconds are those of it and its workers, start-up
included. On a machine that others use, the wall says how much of it they left.
"""

from __future__ import annotations

import io
import random
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from parsers.shards import HTML_READERS  # noqa: E402

FILES = 8  # a file is a shard

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><meta charset="utf-8">
<meta property="og:site_name" content="Daily Lantern"><meta property="article:published_time" content="2024-03-01T08:00:00Z">
{head}</head><body><nav><ul>{menu}</ul></nav><main><article><h1>{title}</h1>{paragraphs}</article></main>
<aside>{aside}</aside><footer><ul>{menu}</ul><p>All rights reserved.</p></footer></body></html>"""


def crawl(folder: Path, pages: int, share: float) -> None:
    """Write compressed WARC files of so many pages together, the same for the same numbers."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    from tests.benchmarks.texts import documents

    menu = "".join(
        f'<li class="item"><a href="/section/{n}" data-track="menu-{n}">Section number {n}</a></li>' for n in range(60)
    )
    head = "<style>" + ".teaser{margin:0 auto;padding:4px 8px}" * 150 + "</style><script>" + "var a=1;" * 500 + "</script>"
    teaser = '<div class="teaser"><a href="/a/{n}"><img src="/i/{n}.jpg" alt=""><h3>A story of {n}</h3></a></div>'
    aside = "".join(teaser.format(n=n) for n in range(40))
    made = {True: documents(pages, share=1 / 3), False: documents(pages, share=0, seed=2)}
    chance = random.Random(7)
    folder.mkdir()
    for part in range(FILES):
        with (folder / f"{part}.warc.gz").open("wb") as file:
            writer = WARCWriter(file, gzip=True)
            for n in range(part, pages, FILES):
                text = next(made[chance.random() < share]).text
                body = PAGE.format(
                    title=f"Story {n} of the day", head=head, menu=menu, aside=aside,
                    paragraphs="".join(f"<p>{each}</p>" for each in f"Number {n}. {text}".split("\n\n")),
                ).encode()  # fmt: skip
                headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
                url = f"https://lantern.example/{n}"
                writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    click.echo(f"{len(body):,} bytes a page")


@click.command()
@click.option("--pages", default=1000, show_default=True)
@click.option("--share", default=0.1, show_default=True)
@click.option("--html", "readers", type=click.Choice(HTML_READERS), multiple=True, default=HTML_READERS, show_default=True)
@click.option("--processes", "several", type=int, multiple=True, default=(1, 2), show_default=True)
def main(pages: int, share: float, readers: tuple[str, ...], several: tuple[int, ...]) -> None:
    """Measure readers of HTML, each on so many processes."""
    from tests.benchmarks.bench_scale import command, measured

    home = Path(tempfile.mkdtemp(prefix="html-"))
    try:
        crawl(home / "crawl", pages, share)
        for html, processes in product(readers, several):
            out, database, source = home / f"{html}{processes}", home / f"{html}{processes}.db", home / "crawl"
            spent = [
                measured(words)[:2]
                for words in (
                    command("backfill", source, "--out", out, "--html", html, "--processes", processes),
                    command("backfill-group", out, "--processes", processes),
                    command("backfill-load", out, "--db", database),
                )
            ]
            wall, cpu = (sum(seconds) for seconds in zip(*spent, strict=True))
            said = ", ".join(f"{name} {seconds[1]:.1f}" for name, seconds in zip(("read", "group", "load"), spent, strict=True))
            click.echo(
                f"{html:12}{processes} processes: {said} CPU s; {wall:.1f} s, {pages / wall:.0f} pages a second, "
                f"{pages / cpu:.0f} pages a CPU second"
            )
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
