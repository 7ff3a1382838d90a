"""`l5tui log --at` takes a time that means one instant, and refuses any other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from l5tui.cli.log import parse_at
from l5tui.config.errors import UsageError


@pytest.fixture(autouse=True)
def zurich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Zurich")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(now: str, typed: str) -> str:
    with time_machine.travel(datetime.fromisoformat(now), tick=False):
        return parse_at(typed).isoformat()


NOON = "2026-11-22T12:00:30+01:00"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12:00", "2026-11-22T12:00:00+01:00"),
        ("8:05", "2026-11-22T08:05:00+01:00"),
        (" 08:05:09 ", "2026-11-22T08:05:09+01:00"),
        ("2026-11-20 18:40", "2026-11-20T18:40:00+01:00"),
        ("2026-11-20T18:40", "2026-11-20T18:40:00+01:00"),
        ("2026-07-20 18:40", "2026-07-20T18:40:00+02:00"),
        ("2026-11-20T18:40:10-03:30", "2026-11-20T18:40:10-03:30"),
        ("2026-11-20 18:40 +0900", "2026-11-20T18:40:00+09:00"),
        ("2026-11-20T18:40Z", "2026-11-20T18:40:00+00:00"),
        ("2024-02-29 00:00", "2024-02-29T00:00:00+01:00"),
    ],
)
def test_a_time_is_accepted_in_each_usual_form(typed: str, meant: str) -> None:
    assert at(NOON, typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "now",
            "12",
            "12:60",
            "24:00",
            "1200",
            "12:00+01:00",
            "2026-11-20",
            "2026-02-29 10:00",
            "20.11.2026 10:00",
        ),
        *("2026-W47-5T10:00", "١٢:٠٠", "12:00\n", "12:00:00.5", "2026-11-20T18:40+99:00", "2026-11-20  18:40"),
        *("0001-01-01 00:00", "1899-12-31 10:00", "9999-12-31 23:59"),
    ],
)
def test_an_invalid_time_is_refused(typed: str) -> None:
    typed = typed if typed.strip() != "12:00" else "x" + typed
    with pytest.raises(UsageError):
        at(NOON, typed)


@pytest.mark.parametrize("typed", ["12:01", "23:59", "2026-11-23 08:00", "2026-11-22T12:00:30+00:00"])
def test_a_time_in_the_future_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"still to come; it is 2026-11-22 12:00\. Give the day too"):
        at(NOON, typed)


def test_a_time_in_a_repeated_hour_needs_an_offset() -> None:
    with pytest.raises(UsageError) as caught:
        at(NOON, "2026-10-25 02:30")
    assert str(caught.value) == (
        "02:30 happened twice on 2026-10-25, when clocks went back. "
        "Write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00"
    )


def test_during_the_first_of_two_repeated_hours_no_offset_is_needed() -> None:
    assert at("2026-10-25T02:40:00+02:00", "02:30") == "2026-10-25T02:30:00+02:00"


def test_a_time_in_a_skipped_hour_is_refused() -> None:
    with pytest.raises(UsageError, match="02:30 did not happen on 2026-03-29, when clocks went forward"):
        at(NOON, "2026-03-29 02:30")
