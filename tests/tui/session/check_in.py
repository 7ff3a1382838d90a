"""Open the app at the check-in of a routine, and read what was saved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from l5tui.domain.entry import Entry
from l5tui.library import load
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.screen import SessionScreen
from tests import factories
from tests.tui.reading import until, until_screen
from tests.tui.running import running

CONTENT = load()


@asynccontextmanager
async def check_in(
    place: Path, *keys: str, entries: Iterable[Entry] = (), routine: str = "full_l5", **given: Any
) -> AsyncIterator[Pilot[int]]:
    """At the check-in of a routine, some keys pressed."""
    async with running(place, entries=entries, **given) as pilot:
        app: Any = pilot.app
        app.session_clock = lambda rate, start_ms: factories.ManualClock()
        app.start(CONTENT.routines[routine])
        await until(pilot, lambda: isinstance(app.screen, CheckInScreen), "the check-in")
        await pilot.press(*keys)
        await pilot.pause()
        yield pilot


def kept(pilot: Pilot[int], *kinds: str) -> list[Any]:
    app: Any = pilot.app
    return [entry for entry in app.entries if entry["kind"] in kinds]


async def session_began(pilot: Pilot[int]) -> Any:
    await until_screen(pilot, SessionScreen)
    return kept(pilot, "session")[0]
