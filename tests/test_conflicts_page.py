"""The page of conflicts: its fields between two sources take the names that stand on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aggregator.core.settings import Settings
from api.app import create_app
from api.speakers import Speakers, folded, speakers
from tests.seeded import market

ROWS = (
    ("sohr", "Relief Monitor", 3),
    ("governor of north (xkx)", "Governor", 2),
    ("governor of south (xkx)", "the Governor", 1),
    ("veld_army", "Army of Veld", 4),
    ("police, harmon", "police, Harmon", 1),
    ("sohr", "relief monitor", 1),
)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("sohr", ("sohr",)),
        ("Relief Monitor", ("sohr",)),
        (" the relief  MONITOR ", ("sohr",)),
        ("the army of Veld", ("veld_army",)),
        ("veld_army", ("veld_army",)),
        ("Governor", ("governor of north (xkx)", "governor of south (xkx)")),
        ("police, Harmon", ("police, harmon",)),
        ("sohr,Army of Veld", ("sohr", "veld_army")),
        ("sohr, nobody", ()),
        ("Relief", ()),
        ("the", ()),
        (",", ()),
    ],
)
def test_a_name_as_it_stands_on_the_page_is_a_claimant(typed: str, keys: tuple[str, ...]) -> None:
    assert speakers(ROWS).meant(typed) == keys


def test_near_names_are_those_that_hold_it_then_those_spelt_like_it() -> None:
    known = speakers(ROWS)
    assert known.near("relief") == ["Relief Monitor"]
    assert known.near("Releif Monitor") == ["Relief Monitor"]
    assert known.near("zzz") == []
    assert known.offered()[:2] == ["Army of Veld", "Relief Monitor"]
    assert len({folded(name) for name in known.offered()}) == len(known.offered())


@pytest.fixture
def client(tmp_path: Path) -> Any:
    market(tmp_path / "a.db")
    return create_app(Settings(database=tmp_path / "a.db")).test_client()


def shown(client: Any, question: str) -> str:
    answer = client.get(f"/conflicts?{question}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


@pytest.mark.parametrize("typed", ["veld_army", "Army of Veld", "the army of veld"])
def test_the_page_finds_by_name_as_by_key(client: Any, typed: str) -> None:
    page = shown(client, f"source={typed}")
    assert page.count('role="listitem"') >= 1
    assert page.count('role="listitem"') == shown(client, "source=veld_army").count('role="listitem"')
    assert "/api/v1/conflicts.csv?source=veld_army" in page  # the files take keys


def test_where_there_are_too_many_to_read_the_ids_are_found(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.speakers.Known.of", lambda *_: Speakers(read=False))
    assert shown(client, "source=veld_army").count('role="listitem"') >= 1
    assert Speakers(read=False).meant("A, b") == ("a", "b")
    assert Speakers(read=False).meant(",") == (",",)


def test_two_names_narrow_to_the_pairs_of_both(client: Any) -> None:
    page = shown(client, "source=Army+of+Veld&other_source=Harmon+Monitor")
    both = shown(client, "source=veld_army&other_source=harmon_monitor")
    assert page.count('role="listitem"') == both.count('role="listitem"') >= 1


def test_names_of_both_sides_are_offered(client: Any) -> None:
    page = shown(client, "")
    for name in ("Army of Veld", "Harmon Monitor"):
        assert f'<option value="{name}">' in page


def test_an_unknown_source_is_said_with_those_near_it(client: Any) -> None:
    page = shown(client, "source=Harmon+Monitr")
    assert "No source in a conflict is called “Harmon Monitr”." in page
    assert "Near it: Harmon Monitor" in page
    assert 'value="Harmon Monitr"' in page
    assert 'role="listitem"' not in page


def test_a_value_that_nothing_bears_finds_nothing_in_the_api(client: Any) -> None:
    for question in ("source=nobody", "country=XXX"):
        answer = client.get(f"/api/v1/conflicts?{question}")
        assert (answer.status_code, answer.get_json()["data"]) == (200, [])
