"""A stop that came in another login holds in one that is open beside it, from the next wish for a session on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from l5tui.app import L5App
from l5tui.domain.entry import Stop
from l5tui.domain.safety_entries import new_stop
from l5tui.domain.safety_gate import Need
from l5tui.journal.store import Journal
from l5tui.screens.checkin import CheckInScreen
from l5tui.screens.session import SessionScreen
from l5tui.stamp import stamp
from tests.screens.reading import until, until_shown
from tests.screens.running import running
from tests.screens.test_session import LIBRARY, ROUTINE

SHOWN: dict[Stop, tuple[str, Need]] = {
    "S3": ("no, it is back", Need.FOLLOW_UP),
    "S4": ("health professional", Need.STOP),
    "S5": ("Do not exercise.", Need.EMERGENCY),
    "S6": ("health professional", Need.STOP),
}


@asynccontextmanager
async def opened(place: Path) -> AsyncIterator[tuple[Pilot[int], L5App]]:
    async with running(place, library=LIBRARY) as pilot:
        app = pilot.app
        assert isinstance(app, L5App)
        yield pilot, app


def stopped_elsewhere(place: Path, rule: Stop) -> None:
    Journal(place / "journal.json").put(new_stop(stamp(), rule, "a session elsewhere"))


async def assert_no_session_begins(pilot: Pilot[int], app: L5App, rule: Stop) -> None:
    words, need = SHOWN[rule]
    await until_shown(pilot, words)
    assert not isinstance(app.screen, CheckInScreen | SessionScreen)
    assert app.gate().need is need


@pytest.mark.parametrize("rule", ["S4", *(pytest.param(one, marks=pytest.mark.long) for one in ("S3", "S5", "S6"))])
async def test_a_stop_in_another_login_blocks_the_next_session_of_one_that_is_open(tmp_path: Path, rule: Stop) -> None:
    async with opened(tmp_path) as (pilot, app):
        stopped_elsewhere(tmp_path, rule)
        app.start(ROUTINE)
        await assert_no_session_begins(pilot, app, rule)


async def test_a_stop_that_comes_in_another_login_during_the_check_in_blocks_too(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, app):
        app.start(ROUTINE)
        await until(pilot, lambda: isinstance(app.screen, CheckInScreen), "the check-in")
        await pilot.pause()
        await pilot.press("n", "3")
        stopped_elsewhere(tmp_path, "S4")
        await pilot.press("enter")
        await assert_no_session_begins(pilot, app, "S4")
        assert not [one for one in app.entries if one["kind"] == "session"]
