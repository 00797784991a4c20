"""Backfill: every line in exactly one shard, files whole or absent, resumed after a kill, the same bytes each time."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.errors import InputError, UnknownName
from parsers.shards import Shard, Skipped, kind_of, plan, read

pytest.importorskip("pyarrow", reason="backfill needs requirements-scale.txt")

from aggregator.backfill import Options, run_local, run_shard
from aggregator.backfill_watch import Watch

ROOT = Path(__file__).resolve().parent.parent
TOWNS = ("Arlo", "Benna", "Corin", "Dessa", "Elmar")


def rows(count: int) -> list[dict[str, str]]:
    return [
        {
            "id": f"d{n}",
            "text": f"{n % 40 + 2} people were killed when a bridge fell near {TOWNS[n % 5]} on Tuesday, police said ({n}).",
            "published": "2024-03-01",
        }
        for n in range(count)
    ]


def archive(folder: Path, count: int, name: str = "in.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows(count)), encoding="utf-8")
    return path


def sums(out: Path) -> dict[str, str]:
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.rglob("*.parquet"))}


@given(st.lists(st.text(alphabet="abc é", max_size=12), max_size=20), st.integers(1, 40))
def test_every_line_falls_into_exactly_one_shard(lines: list[str], step: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.jsonl"
        path.write_text("".join(json.dumps({"id": str(n), "text": f"x{line}"}) + "\n" for n, line in enumerate(lines)))
        found = [item for shard in plan([path], shard_bytes=step) for item in read(shard)]
    assert [item.id for item in found if not isinstance(item, Skipped)] == [str(n) for n in range(len(lines))]


def test_what_cannot_be_used_is_counted_by_reason(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(
        'not json\n[1]\n{"text": " "}\n{"text": "a", "published": "no day"}\n{"id": 3, "text": "a"}\n{"text": "fine"}\n'
    )
    reasons = [item.reason for item in read(plan([path])[0]) if isinstance(item, Skipped)]
    assert reasons == ["not_json", "not_an_object", "no_text", "bad_date", "bad_field"]


def test_an_unknown_ending_names_the_valid_ones(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"")
    with pytest.raises(UnknownName, match=r"\.warc\.gz"):
        plan([tmp_path / "x.zip"])
    with pytest.raises(InputError, match="no archive"):
        plan([tmp_path])


def test_gzip_and_parquet_give_the_same_documents_as_lines(tmp_path: Path) -> None:
    import pandas as pd

    plain = archive(tmp_path, 7)
    packed, table = tmp_path / "in.jsonl.gz", tmp_path / "in.parquet"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    pd.DataFrame(rows(7)).to_parquet(table)
    expected = [item for shard in plan([plain]) for item in read(shard)]
    assert [item for shard in plan([packed]) for item in read(shard)] == expected
    assert [item for shard in plan([table]) for item in read(shard)] == expected


def test_a_web_archive_gives_its_articles(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    story = "<p>Nine people were killed when a dam burst above the village of Arlo on Tuesday, the mayor said at noon.</p>" * 4
    page = f"<html><head><title>Dam bursts</title></head><body><article><h1>Dam bursts</h1>{story}</article></body></html>"
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    for url, status, kind in (("https://a.example/1", "200 OK", "text/html"), ("https://a.example/2", "404 Gone", "text/html"),
                              ("https://a.example/3", "200 OK", "image/png")):  # fmt: skip
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(page.encode()), http_headers=headers))
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(buffer.getvalue())
    assert kind_of(path) == "warc"
    for html in ("trafilatura", "resiliparse"):
        found = list(read(plan([path])[0], html=html))
        assert [item.reason for item in found if isinstance(item, Skipped)] == ["http_status", "not_html"]
        article = found[0]
        assert not isinstance(article, Skipped)
        assert article.url == "https://a.example/1"
        assert "Nine people were killed" in article.text


def test_a_rerun_skips_what_is_done_and_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    shards = plan([archive(tmp_path, 30)], shard_bytes=1500)
    assert len(shards) > 2
    first = list(run_local(shards, tmp_path / "a", Options(), 2))
    again = list(run_local(shards, tmp_path / "a", Options(), 2))
    other = list(run_local(shards, tmp_path / "b", Options(), 1))
    assert sum(r.counts["claims"] for r in first) == sum(r.counts["claims"] for r in other) == 30
    assert not any(r.reused for r in first)
    assert all(r.reused for r in again)
    assert sums(tmp_path / "a") == sums(tmp_path / "b")


def test_other_options_make_other_files(tmp_path: Path) -> None:
    shard = plan([archive(tmp_path, 3)])[0]
    assert run_shard(shard, tmp_path / "o", Options()).shard != run_shard(shard, tmp_path / "o", Options(policy="strict")).shard
    with pytest.raises(InputError, match="strict"):
        Options(policy="loose")


def test_a_text_seen_before_and_another_language_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    french = "Au moins douze personnes ont été tuées dans la nuit de mardi à mercredi, selon la police de la ville."
    texts = [
        "Two people were killed in a fire, police said on Monday.",
        "Two people  were killed in a fire, police said on Monday.",
        french,
    ]
    path.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
    report = run_shard(plan([path])[0], tmp_path / "out", Options())
    assert report.counts == {"claims": 1, "documents": 1, "reports": 1, "skipped: language": 1, "skipped: same_text": 1}


def test_killed_in_mid_run_it_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    source = archive(tmp_path, 300)
    command = [sys.executable, "-m", "aggregator", "backfill", str(source), "--shard-bytes", "10000", "--out"]
    killed = subprocess.Popen([*command, str(tmp_path / "a")], cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 120
    while not list((tmp_path / "a").glob("done/*.json")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    done = len(list((tmp_path / "a").glob("done/*.json")))
    assert done >= 1
    again = subprocess.run([*command, str(tmp_path / "a")], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"{done} shards were done before" in again.stdout
    list(run_local(plan([source], shard_bytes=10000), tmp_path / "b", Options(), 1))
    assert sums(tmp_path / "a") == sums(tmp_path / "b")
    assert not list((tmp_path / "a").rglob("*.unfinished")), "what the kill left behind is cleared by the run that goes on"


def test_a_document_that_ends_its_worker_three_times_is_left_out(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from aggregator.backfill_watch import Watch\n"
        "with Watch(Path(sys.argv[1])) as watch:\n"
        "    for number in range(5):\n"
        "        if watch.poisoned(number):\n"
        "            continue\n"
        "        with watch.document(number):\n"
        "            number == 3 and os._exit(9)\n"
    )
    run = [sys.executable, "-c", script, str(tmp_path / "w")]
    assert [subprocess.run(run, cwd=ROOT).returncode for _ in range(4)] == [9, 9, 9, 0]


@pytest.mark.parametrize("left", [b"", b"\x01\x00\x00"])
def test_a_kill_before_the_watch_had_written_its_number_stops_nothing(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "hand").write_bytes(left)
    with Watch(tmp_path / "w") as watch:
        assert not watch.died


def test_a_watch_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    with Watch(tmp_path / "w") as watch, watch.document(1):
        assert not watch.poisoned(1)
    assert not (tmp_path / "w").exists()


def test_shards_of_one_file_have_ids_of_their_own() -> None:
    base = {"path": "x.jsonl", "kind": "jsonl", "size": 10, "modified": 1}
    assert Shard(start=0, end=5, **base).id != Shard(start=5, end=10, **base).id  # type: ignore[arg-type]
