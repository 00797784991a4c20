"""Worded days against the day of publication: a table, and laws for any words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.model import Precision, Window
from aggregator.dates import dateline, moment, window

PUBLISHED = datetime(2031, 5, 14, 12, 0, tzinfo=UTC)  # a Wednesday
DAY, WEEK, MONTH, YEAR = Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.YEAR


def days(text: str) -> tuple[date | None, date | None]:
    first, _, last = text.partition("..")
    return (date.fromisoformat(first) if first else None), (
        date.fromisoformat(last or first) if last or ".." not in text else None
    )


@pytest.mark.parametrize(
    ("words", "expected", "precision"),
    [
        # weekdays: the latest on or before publication
        ("on Tuesday", "2031-05-13", DAY),
        ("on Wednesday", "2031-05-14", DAY),
        ("last Wednesday", "2031-05-07", DAY),
        ("last Thursday", "2031-05-08", DAY),
        ("early Saturday", "2031-05-10", DAY),
        ("on Monday and Tuesday", "2031-05-12..2031-05-13", DAY),
        ("between Friday morning and Sunday noon", "2031-05-09..2031-05-11", DAY),
        ("on the night of Sunday to Monday", "2031-05-11..2031-05-12", DAY),
        ("Thursday of last week", "2031-05-08", DAY),
        # around publication
        ("today", "2031-05-14", DAY),
        ("this morning", "2031-05-14", DAY),
        ("yesterday", "2031-05-13", DAY),
        ("the day before yesterday", "2031-05-12", DAY),
        ("overnight", "2031-05-13..2031-05-14", DAY),
        ("last night", "2031-05-13..2031-05-14", DAY),
        ("three days ago", "2031-05-11", DAY),
        ("about two weeks ago", "2031-04-27..2031-05-03", WEEK),
        ("four years ago", "2027-01-01..2027-12-31", YEAR),
        # spans that run up to publication
        ("in the past 24 hours", "2031-05-13..2031-05-14", DAY),
        ("in the last 48 hours", "2031-05-12..2031-05-14", DAY),
        ("over the past three weeks", "2031-04-23..2031-05-14", WEEK),
        ("this week", "2031-05-12..2031-05-14", WEEK),
        ("earlier in the month", "2031-05-01..2031-05-14", MONTH),
        ("so far this year", "2031-01-01..2031-05-14", YEAR),
        # calendar spans that are over
        ("last week", "2031-05-05..2031-05-11", WEEK),
        ("last month", "2031-04-01..2031-04-30", MONTH),
        ("last year", "2030-01-01..2030-12-31", YEAR),
        ("at the weekend", "2031-05-10..2031-05-11", WEEK),
        # dates
        ("2031-02-03", "2031-02-03", DAY),
        ("on 7 October 2029", "2029-10-07", DAY),
        ("October 7, 2029", "2029-10-07", DAY),
        ("on Sunday, 7 October 2029", "2029-10-07", DAY),
        ("on Oct. 7", "2030-10-07", DAY),
        ("on 3 May", "2031-05-03", DAY),
        ("the 9th of April", "2031-04-09", DAY),
        ("the night of 17 April", "2031-04-17", DAY),
        ("between 3 and 9 May", "2031-05-03..2031-05-09", DAY),
        ("March 28 and 29", "2031-03-28..2031-03-29", DAY),
        ("from 20 July to 5 August 2014", "2014-07-20..2014-08-05", DAY),
        ("28 February and 1 March", "2031-02-28..2031-03-01", DAY),
        ("16/10/1999", "1999-10-16", DAY),
        ("June 2017", "2017-06-01..2017-06-30", MONTH),
        ("in May", "2031-05-01..2031-05-14", MONTH),
        ("in June", "2030-06-01..2030-06-30", MONTH),
        ("in late October 2014", "2014-10-21..2014-10-31", WEEK),
        ("in 2019", "2019-01-01..2019-12-31", YEAR),
        ("in the 1990s", "1990-01-01..1999-12-31", YEAR),
        # running windows
        ("since last Thursday", "2031-05-08..2031-05-14", DAY),
        ("since 25 April", "2031-04-25..2031-05-14", DAY),
        ("since January", "2031-01-01..2031-05-14", MONTH),
        ("since 2011", "2011-01-01..2031-05-14", YEAR),
        ("by Tuesday evening", "..2031-05-13", DAY),
        ("until 5 May", "..2031-05-05", DAY),
    ],
)
def test_words_are_read_against_publication(words: str, expected: str, precision: Precision) -> None:
    read = window(words, PUBLISHED).window
    assert (read.start, read.end, read.precision) == (*days(expected), precision)


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        (None, "no_window"),
        ("  ", "no_window"),
        ("during the lull", "unresolved_window"),
        ("31 February 2020", "unresolved_window"),
        ("03/04/2020", "unresolved_window"),
        ("two days later", "unanchored_window"),
        ("the previous day", "unanchored_window"),
        ("next Tuesday", "future_window"),
        ("on 30 November 2044", "future_window"),
        ("from 9 May to 3 May 2021", "inverted_window"),
    ],
)
def test_what_gives_no_sound_day_is_flagged(words: str | None, flag: str) -> None:
    assert flag in window(words, PUBLISHED).flags


def test_an_unknown_beginning_leaves_the_start_open() -> None:
    read = window("since the war began", PUBLISHED)
    assert read.cumulative
    assert (read.window.start, read.window.end) == (None, PUBLISHED.date())


def test_relative_words_take_the_anchor() -> None:
    anchor = Window(start=date(2031, 5, 10), end=date(2031, 5, 11), precision=DAY)
    assert window("two days earlier", PUBLISHED, anchor=anchor).window.start == date(2031, 5, 8)
    assert window("two days later", PUBLISHED, anchor=anchor).window.start == date(2031, 5, 13)
    assert window("the same day", PUBLISHED, anchor=anchor).window.start == date(2031, 5, 10)
    vague = Window(start=date(2031, 5, 1), end=date(2031, 5, 31), precision=MONTH)
    assert window("two days later", PUBLISHED, anchor=vague).window == Window()


def test_without_publication_only_full_dates_are_read() -> None:
    assert window("on Tuesday", None).window == Window()
    assert window("7 October", None).window == Window()
    assert window("7 October 2029", None).window.start == date(2029, 10, 7)


@pytest.mark.parametrize(
    ("words", "expected", "basis"),
    [
        (None, "2031-05-14T12:00", "published"),
        ("as of 8 a.m. on Monday", "2031-05-12T08:00", "stated"),
        ("by Tuesday evening", "2031-05-13T21:00", "stated"),
        ("as of noon, 12 May", "2031-05-12T12:00", "stated"),
        ("as of 12 May", "2031-05-12T23:59", "stated"),
        ("as of today", "2031-05-14T12:00", "stated"),
        ("as of 08:00", "2031-05-14T08:00", "stated"),
        ("so far", "2031-05-14T12:00", "published"),
        ("next Friday", "2031-05-14T12:00", "stated"),
    ],
)
def test_the_moment_a_count_speaks_for(words: str | None, expected: str, basis: str) -> None:
    stated, why = moment(words, PUBLISHED)
    assert stated is not None
    assert (stated.strftime("%Y-%m-%dT%H:%M"), why) == (expected, basis)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("HARMON, 16 NOV 89 (DPA) -- Nine died.", "1989-11-16"),
        ("Harmon, March 4, 2011 — Nine died.", "2011-03-04"),
        ("HARMON, 4 MARCH (DPA) -- Nine died.", None),
        ("Nine people died on 4 March 2011 in Harmon.", None),
        ("HARMON, 31 FEB 89 (DPA) -- Nine died.", None),
        ("", None),
    ],
)
def test_a_dateline_may_tell_the_day(text: str, day: str | None) -> None:
    found = dateline(text)
    assert (found.date().isoformat() if found else None) == day


PIECES = st.sampled_from(
    "since by until between and from to on last next early the past 24 hours 3 31 99 2031 1999 may march monday tuesday "
    "october week weeks month years ago later earlier overnight yesterday a.m. , - / 0 days so far this".split()
)


@given(st.text(max_size=80) | st.lists(PIECES, max_size=12).map(" ".join), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_any_words_are_survived_and_read_alike_twice(words: str, published: datetime | None) -> None:
    read = window(words, published)
    assert read == window(words, published)
    span = read.window
    assert (span.precision is None) <= (span.start is None)
    if span.start and span.end and span.end < span.start:
        assert "inverted_window" in read.flags
    stated, _ = moment(words, published)
    assert published is None or (stated is not None and stated <= published)
