"""`serve` and `up` as real processes: they say where they are, answer there, and end cleanly."""

from __future__ import annotations

import signal
import socket
import urllib.request
from pathlib import Path

import pytest
from live import started, url_of
from seeded import market


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_ends_cleanly(tmp_path: Path, sign: signal.Signals) -> None:
    market(tmp_path / "f.db").close()
    process = started("serve", database=tmp_path / "f.db")
    try:
        url = url_of(process)
        with urllib.request.urlopen(url + "api/v1/claims.csv?qualifier=at_least", timeout=120) as reply:
            assert reply.status == 200 and b'"c1"' in reply.read()
        process.send_signal(sign)
        assert process.wait(120) == 0
    finally:
        process.kill()
        process.communicate()


def test_up_makes_the_store_and_serves(tmp_path: Path) -> None:
    process = started("up", "--no-sample", "--no-schedule", database=tmp_path / "new" / "f.db")
    try:
        url = url_of(process)
        with urllib.request.urlopen(url + "api/v1/ready", timeout=120) as reply:
            assert reply.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
    finally:
        process.kill()
        process.communicate()


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        process = started("serve", database=tmp_path / "f.db", port=port)
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in said and "Traceback" not in said
