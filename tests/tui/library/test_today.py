"""The library under a programme: what it has for today, whether that is done, and its end, said once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.clock import now
from l5tui.domain.entry import Entry
from l5tui.domain.programme_entries import OVER
from l5tui.library.programmes import ONLY_LIMITS
from tests import factories
from tests.taken_programme import taken
from tests.tui.reading import line_with, part, until, until_gone, until_shown, words
from tests.tui.running import SIZES, Size, running, started
from tests.tui.session.check_in import kept

BODY = """
words = "Slowly."
[[sessions]]
routine = "gentle_relief"
days = "every day"
[[sessions]]
name = "Strength"
exercises = ["glute_bridge"]
days = "every day"
[[exercises]]
exercise = "glute_bridge"
reps = 8
seconds = 10
why = "For the hip."
"""
MONDAYS = BODY.replace('"every day"', '["mon"]')
"""Today, in these tests, is a Sunday."""


def did(days_ago: float, routine: str = "gentle_relief", **fields: Any) -> Entry:
    at = (now() - timedelta(days=days_ago)).isoformat(timespec="seconds")
    return factories.session(f"s{days_ago}", started=at, ended=at, routine={"id": routine, "name": "x"}, **fields)


@pytest.mark.parametrize("size", SIZES)
async def test_today_comes_first_and_its_first_session_is_highlighted(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, entries=[taken(BODY)], size=size) as pilot:
        await until_shown(pilot, "TODAY", "Gentle 7 min", "Strength")
        assert "Gentle" in line_with(pilot.app, "▌")
        rows = part(pilot.app, "#list")
        assert rows.index("TODAY") < rows.index("Gentle") < rows.index("Strength") < rows.index("ROUTINES")
        assert rows.count("Gentle") == 1


@pytest.mark.long
async def test_its_page_has_its_dose_and_enter_starts_it(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[taken(BODY)]) as pilot:
        began = started(pilot)
        await pilot.press("down")
        await until_shown(pilot, "Glute bridge 8 × 10 s", within="#page")
        await pilot.press("enter")
        await until(pilot, lambda: bool(began))
        (routine,) = began
        assert routine.id == "programme_strength"


async def test_its_page_says_by_whom_it_is_which_days_it_has_and_why(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[taken(BODY)], size=(120, 40)) as pilot:
        await pilot.press("down")
        await until_shown(pilot, "Weeks, by Anna Keller", "every day, until", "Slowly.", "For the hip.", within="#page")


async def test_what_is_done_today_is_said_and_how_many_of_the_last_seven_days(tmp_path: Path) -> None:
    entries = [taken(BODY), did(0), did(2), did(3.9), did(4), did(9)]
    async with running(tmp_path, entries=entries) as pilot:
        await until_shown(pilot, "Gentle done", "Sun 22 Nov 3 of the last 7 days")
        assert "week" not in words(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_name_is_cut_and_not_what_is_done(tmp_path: Path, size: Size) -> None:
    body = BODY.replace('"Strength"', '"Strength for the hip and the lower back"')
    entries = [taken(body), did(0, "programme_strength_for_the_hip_and_the_l")]
    async with running(tmp_path, entries=entries, size=size) as pilot:
        await until_shown(
            pilot, "Strength for the", "… done", "1 of the last 7 days", within="#list" if size[0] < 80 else None
        )


async def test_one_that_was_ended_early_is_done_in_part(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[taken(BODY), did(0, status="partial")]) as pilot:
        await until_shown(pilot, "Gentle partly")


async def test_a_day_without_a_session_says_when_the_next_is(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[taken(MONDAYS)]) as pilot:
        await until_shown(pilot, "TODAY nothing; next Mon 23 Nov", "Full L5", within="#list")
        assert "Full L5" in line_with(pilot.app, "▌")
        await until_shown(pilot, "Strength")


async def test_without_a_programme_nothing_of_it_is_shown(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[did(0)]) as pilot:
        await until_shown(pilot, "1 session this week")
        assert "TODAY" not in words(pilot.app)
        assert "of the last 7 days" not in words(pilot.app)


async def test_a_favourite_that_is_due_today_keeps_its_digit(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[taken(BODY)], favourites=["gentle_relief", "morning"]) as pilot:
        await until_shown(pilot, "TODAY", "1 Gentle", "FAVOURITES", "2 Morning")
        began = started(pilot)
        await pilot.press("1")
        await until(pilot, lambda: [one.id for one in began] == ["gentle_relief"])


async def test_a_programme_taken_while_the_app_is_open_appears(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await until_shown(pilot, "ROUTINES")
        app: Any = pilot.app
        await app.keep(taken(BODY))
        await until_shown(pilot, "TODAY", "Strength")


@pytest.mark.long
async def test_its_end_is_said_once(tmp_path: Path) -> None:
    over = taken(BODY, days=-1, days_ago=20)
    async with running(tmp_path, entries=[over]) as pilot:
        await until_shown(pilot, 'The programme "Weeks", by Anna Keller, ended on', "esc hides this")
        await until(pilot, lambda: any(one["about"] == OVER for one in kept(pilot, "decision")))
        assert "TODAY" not in words(pilot.app)
        said = kept(pilot, "decision")
        await pilot.press("escape")
        await until_gone(pilot, "ended on")
    again = tmp_path / "again"
    again.mkdir()
    async with running(again, entries=said) as pilot:
        await until_shown(pilot, "ROUTINES")
        assert "ended on" not in words(pilot.app)


async def test_a_kept_file_that_was_changed_is_said(tmp_path: Path, home: Path) -> None:
    entry = taken(BODY)
    (file,) = (home / ".local/share/l5tui/content/programmes").iterdir()
    file.write_text("changed", encoding="utf-8")
    async with running(tmp_path, entries=[entry]) as pilot:
        await until_shown(pilot, ONLY_LIMITS)
        assert "TODAY" not in words(pilot.app)
