"""The first day of the week: set, or by the locale."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.config.week import first_weekday, week_start

MONDAY, SATURDAY, SUNDAY = 0, 5, 6


@pytest.mark.parametrize(
    ("environ", "first"),
    [
        ({}, MONDAY),
        ({"LANG": "C.UTF-8"}, MONDAY),
        ({"LANG": "de_CH.UTF-8"}, MONDAY),
        ({"LANG": "en_GB.UTF-8"}, MONDAY),
        ({"LANG": "en_US.UTF-8"}, SUNDAY),
        ({"LANG": "ar_EG"}, SATURDAY),
        ({"LANG": "de_DE@euro"}, MONDAY),
        ({"LANG": "en_US.UTF-8", "LC_TIME": "en_GB.UTF-8"}, MONDAY),
        ({"LANG": "de_CH.UTF-8", "LC_TIME": "de_CH.UTF-8", "LC_ALL": "en_US.UTF-8"}, SUNDAY),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, SUNDAY),
        ({"LANG": "_"}, MONDAY),
    ],
)
def test_the_week_begins_as_usual_where_the_locale_is_from(environ: dict[str, str], first: int) -> None:
    assert first_weekday("auto", environ) == first


def test_the_setting_comes_before_the_locale() -> None:
    assert first_weekday("saturday", {"LANG": "en_US.UTF-8"}) == SATURDAY
    assert first_weekday("monday", {"LANG": "en_US.UTF-8"}) == MONDAY


@given(st.dates(min_value=date(2, 1, 1)), st.integers(0, 6))
def test_a_week_begins_on_its_first_day_at_most_six_days_before(day: date, first: int) -> None:
    start = week_start(day, first)
    assert start.weekday() == first
    assert timedelta(0) <= day - start <= timedelta(days=6)
