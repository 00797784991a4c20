"""A document's news, what it tells for comparison, and the rare second piece of news."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from aggregator.core.model import Figure, Place, Precision, Window
from aggregator.happenings import background, happenings
from tests.factories import DAY, document, figure, place, window

FAR = place("Farley", lat=14.0, lon=20.0)
REPORT = document("Two people died in Harmon on Tuesday. A week before, six had been killed there.")


def told(*figures: Figure) -> list[list[tuple[int, bool]]]:
    """Each happening's figures as (number, whether background)."""
    return [[(f.claim.low or 0, background(f)) for f in h.figures] for h in happenings(REPORT, figures)]


def on(day: date | None, count: int, **fields: object) -> Figure:
    return figure(count, id=str(count), window=window(day) if day else Window(), **fields)


def test_a_figure_of_another_day_is_background() -> None:
    assert told(on(DAY, 2), on(date(2030, 4, 7), 6)) == [[(2, False), (6, True)]]


def test_the_news_is_what_most_figures_tell_even_years_ago() -> None:
    then = date(1998, 3, 16)
    assert told(on(then, 50), on(then, 300), on(DAY, 2)) == [[(50, False), (300, False), (2, True)]]


def test_a_figure_without_a_day_is_of_the_news() -> None:
    assert told(on(DAY, 2), on(None, 9)) == [[(2, False), (9, False)]]


def test_a_vague_day_that_takes_in_the_news_is_of_the_news() -> None:
    month = figure(9, id="9", window=Window(start=date(2030, 5, 1), end=date(2030, 5, 31), precision=Precision.MONTH))
    assert told(on(DAY, 2), month) == [[(2, False), (9, False)]]


def test_a_running_total_is_never_another_happening() -> None:
    assert told(on(DAY, 2), on(date(2029, 1, 1), 900, basis="cumulative")) == [[(2, False), (900, False)]]


def test_recent_news_of_another_place_is_a_happening_of_its_own() -> None:
    assert told(on(DAY, 2), on(DAY, 3), on(date(2030, 5, 9), 6, place=FAR)) == [[(2, False), (3, False)], [(6, False)]]


def test_old_news_of_another_place_is_not() -> None:
    assert told(on(DAY, 2), on(date(2029, 5, 9), 6, place=FAR)) == [[(2, False), (6, True)]]


def test_a_document_without_days_is_one_happening() -> None:
    assert told(on(None, 2), on(None, 6)) == [[(2, False), (6, False)]]


def test_an_epidemic_in_a_report_of_a_shooting_is_another_happening() -> None:
    shot = [on(DAY, 2, cause="small_arms"), on(DAY, 3, cause="clash")]
    assert told(*shot, on(DAY, 90, cause="epidemic")) == [[(2, False), (3, False), (90, True)]]


def test_another_town_and_another_time_are_another_happening() -> None:
    month = Window(start=date(2030, 5, 1), end=date(2030, 5, 31), precision=Precision.MONTH)
    assert told(on(DAY, 2), figure(90, id="90", window=month, place=FAR)) == [[(2, False), (90, True)]]
    assert told(on(DAY, 2), figure(90, id="90", window=month)) == [[(2, False), (90, False)]]


NEWS = [("Kano", 11.99, 8.52, "Three died in Kano", 3), ("Maiduguri", 11.85, 13.16, "Two died in Maiduguri", 2)]
TWO_TOWNS = document("Three died in Kano on Tuesday. Two died in Maiduguri.")


def of_town(at: int, count: int | None = None, **fields: object) -> Figure:
    """A count that the sentence of a town of `NEWS` tells."""
    name, lat, lon, sentence, told_there = NEWS[at]
    there = place(name, lat=lat, lon=lon)
    made = on(DAY, count or told_there, **({"place": there, "sentence": sentence} | fields))
    return replace(made, claim=replace(made.claim, place=Place(text=name)))


def apart(*figures: Figure) -> list[list[int]]:
    return [[f.claim.low or 0 for f in each.figures if not background(f)] for each in happenings(TWO_TOWNS, figures)]


def test_two_far_towns_of_one_day_are_two_happenings() -> None:
    assert apart(of_town(0), of_town(1)) == [[3], [2]]
    assert [each.text for each in happenings(TWO_TOWNS, [of_town(0), of_town(1)])] == [
        "Three died in Kano on Tuesday.  .",
        NEWS[1][3],
    ]


def test_what_else_is_told_of_the_far_town_goes_with_it() -> None:
    hurt = of_town(1, 9, outcome="injured", sentence="Nine were hurt.")
    part = on(DAY, 1, subset_of="2", sentence="One was a girl.")
    assert apart(of_town(0), of_town(1), hurt, part) == [[3], [2, 9, 1]]


def test_far_towns_of_one_quake_one_count_or_one_whole_are_one_happening() -> None:
    assert apart(of_town(0, cause="earthquake"), of_town(1)) == [[3, 2]]
    assert apart(of_town(0), of_town(1, 3)) == [[3, 3]]
    assert apart(of_town(0), of_town(1, subset_of="3")) == [[3, 2]]
    assert apart(of_town(0), of_town(1, outcome="injured")) == [[3, 2]]
    assert apart(of_town(0), of_town(1, sentence="Two died, doctors said")) == [[3, 2]]
    assert apart(of_town(0), of_town(1, place=place("Maiduguri", lat=11.9, lon=8.6))) == [[3, 2]]
