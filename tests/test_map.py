"""The map: a base map that is what its source says, views that hold what they must, marks as honest as the places are known."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from seeded import Seed, market

from aggregator.core.settings import Settings
from api.app import create_app
from api.maps import radius
from api.world import WORLD, basemap, fitted, outlines

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "api" / "basemap" / "build.py"
WRITTEN = (BUILD.parent / "world.json").read_text(encoding="utf-8")
ATLAS = os.environ.get("FIGURES_ATLAS", "")
LONS, LATS = st.floats(-180, 180), st.floats(-85, 85)


@pytest.fixture(scope="module")
def build() -> Any:
    spec = importlib.util.spec_from_file_location("basemap_build", BUILD)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    path: Path = tmp_path_factory.mktemp("map") / "figures.db"
    seed = market(path)
    seed.add("events", id="ev-far", title="Flood in Kosovo", lat=None, lon=None, place_precision="country", cause="flood")
    seed.add(
        "events", id="ev-near", title="Raid near Vell", lat=10.5, lon=60.0, place_precision="near", killed_low=3, killed_high=3
    )
    seed.add("events", id="ev-twin", title="Fire in Harmon", killed_low=5, killed_high=None, killed_open=1)
    seed.close()
    return create_app(Settings(database=path)).test_client()


def marks(client: FlaskClient, url: str) -> dict[str, Any]:
    """The links on the map, by what they say."""
    reply = client.get(url)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    tree = html.fromstring(reply.data)
    return {link.xpath("string(title)"): link for link in tree.xpath("//svg[@class='marks']//a")}


def test_the_base_map_says_how_it_was_made_and_is(build: Any) -> None:
    written = json.loads(WRITTEN)
    assert written["source"] == build.SOURCE
    assert "public domain" in build.SOURCE["licence"]
    topology = {
        "transform": {"scale": [0.01, 0.01], "translate": [0, 0]},
        "arcs": [[flat[n : n + 2] for n in range(0, len(flat), 2)] for flat, _ in written["arcs"]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": code, "properties": {"name": code}, "arcs": country["rings"]}
                    for code, country in written["countries"].items()
                ]
            }
        },
    }
    again = build.built(topology, {code: code for code in written["countries"]})
    assert again == WRITTEN, "built once more from itself, it comes out the same"


@pytest.mark.skipif(not ATLAS, reason="FIGURES_ATLAS names no countries-50m.json (npm package world-atlas 2.0.2)")
def test_the_base_map_comes_out_of_its_source(build: Any) -> None:
    content = Path(ATLAS).read_bytes()
    assert hashlib.sha256(content).hexdigest() == build.SOURCE["sha256"]
    assert build.built(json.loads(content), build.codes()) == WRITTEN


def test_countries_have_codes_and_their_points_lie_inside(build: Any) -> None:
    land = basemap()
    odd = {code for code in land.countries if len(code) != 3 or not code.isupper()}
    assert odd == {"Indian Ocean Ter.", "Siachen Glacier"}
    written = json.loads(WRITTEN)
    arcs = [
        build.arcs_of({"transform": {"scale": [0.01] * 2, "translate": [0, 0]}, "arcs": [steps(flat)]})[0]
        for flat, _ in written["arcs"]
    ]
    for code in ("RUS", "USA", "FRA", "NOR", "VNM", "HRV", "SOM", "CHL", "PSE", "IDN", "ZAF"):
        x, y = written["countries"][code]["at"]
        ring = max(
            (build.ring_points(ring, arcs) for ring in written["countries"][code]["rings"]),
            key=lambda r: build.area_and_middle(r)[0],
        )
        assert any(start < at < end for at in (x, x + 36_000) for start, end in build.stretches(ring, y + 0.5)), code


def steps(flat: list[int]) -> list[list[int]]:
    return [flat[n : n + 2] for n in range(0, len(flat), 2)]


@given(west=LONS, east=LONS, south=LATS, north=LATS)
def test_a_view_holds_its_box(west: float, east: float, south: float, north: float) -> None:
    south, north = min(south, north), max(south, north)
    view = fitted(west, south, east, north)
    wide = (east - west) % 360 if east < west else east - west
    if not view.whole:
        for share in (0.01, 0.5, 0.99):
            assert view.shows(west + wide * share, south + (north - south) * share)
        assert view.width <= 360 and -90 <= view.south < view.north <= 90


def test_a_view_round_the_antimeridian_draws_both_sides() -> None:
    assert {"FJI", "WSM"} <= set(outlines(fitted(170, -25, -170, -5)))
    assert "RUS" in outlines(fitted(-178, 62, -170, 67)) and "RUS" in outlines(fitted(170, 62, 178, 67))
    assert len(outlines(WORLD)) > 150


def test_a_figure_is_drawn_as_it_was_said(client: FlaskClient) -> None:
    found = marks(client, "/map?bbox=50,0,70,20")
    (near,) = found.values()
    assert near.xpath("@href") == ["/events/ev-near"]
    assert [float(r) for r in near.xpath(".//circle[@class='least']/@r")] == [radius(3)]
    assert near.xpath(".//circle[@class='near']") and not near.xpath(".//circle[@class='glow']"), "near, and not open"
    at_harmon = marks(client, "/map?q=harmon&has_conflict=true")
    (market_mark,) = (mark for label, mark in at_harmon.items() if "7 to 100 or more killed" in label)
    assert market_mark.xpath(".//circle[@class='glow']") and market_mark.xpath(".//path[@class='split']")
    assert [float(r) for r in market_mark.xpath(".//circle[@class='most']/@r")] == [radius(100)]
    assert radius(7) < radius(100) < radius(1000)


def test_what_is_known_by_country_is_no_point(client: FlaskClient) -> None:
    found = marks(client, "/map")
    (country,) = (mark for label, mark in found.items() if "Flood in Kosovo" in label)
    assert country.xpath(".//path[@class='diamond']") and not country.xpath(".//circle")
    page = html.fromstring(client.get("/map").data)
    assert len(page.xpath("//path[@class='somewhere']")) == 1
    assert "1 known by country only" in page.text_content() and "1 without even a country" in page.text_content()


def test_events_in_one_place_stand_together_and_lead_closer_or_to_their_list(client: FlaskClient) -> None:
    found = marks(client, "/map")
    (several,) = (mark for label, mark in found.items() if label.startswith("2 events"))
    assert several.xpath("string(.//text)") == "2" and not several.xpath(".//circle")
    listed = client.get(several.get("href"))
    text = html.fromstring(listed.data).text_content()
    assert several.get("href").startswith("/?bbox=") and "Fire in Harmon" in text and "Shelling in Harmon" in text


def test_the_table_says_what_the_map_says(client: FlaskClient) -> None:
    for url in ("/map", "/map?bbox=0,0,70,20", "/map?cause=shelling"):
        tree = html.fromstring(client.get(url).data)
        on_map = sorted(tree.xpath("//svg[@class='marks']//a/@href"))
        in_table = tree.xpath("//details[@class='twin']//tbody//a/@href")
        assert on_map and set(on_map) <= set(in_table), url


def test_filters_are_those_of_the_events_and_links_keep_them(client: FlaskClient) -> None:
    assert client.get("/map?contry=SYR").status_code == client.get("/map?sort=day").status_code == 400
    tree = html.fromstring(client.get("/map?country=XKX&bbox=10,0,30,20&cause=shelling").data)
    for link in tree.xpath("//p[@class='zoom']//a/@href"):
        assert "country=XKX" in link and "cause=shelling" in link
        assert client.get(link).status_code == 200
    assert tree.xpath("//form//input[@type='hidden'][@name='bbox']/@value") == ["10,0,30,20"]
    assert "/map?cause=shelling" in html.fromstring(client.get("/?cause=shelling&sort=day").data).xpath("//a/@href")


def test_a_full_map_stays_small_and_readable(tmp_path: Path) -> None:
    seed = Seed(tmp_path / "f.db")
    for n in range(600):
        seed.add(
            "events",
            id=f"e{n}",
            title=f"A rather long title of an event in some place, number {n}, 14 May 2030",
            lat=-50 + 7.0 * (n // 36),
            lon=-175 + 10.0 * (n % 36),
            killed_low=n,
            killed_high=3 * n,
            killed_open=n % 2,
            conflicts=n % 3,
            country="XKX",
        )
    seed.close()
    reply = create_app(Settings(database=tmp_path / "f.db")).test_client().get("/map")
    assert len(reply.data) < 100_000
    tree = html.fromstring(reply.data)
    assert len(tree.xpath("//svg[@class='marks']//a")) <= 70
    assert "600 events with a position" in tree.text_content()
