"""A guided session on the full screen, of two short exercises, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from l5tui.domain.entry import SessionEntry
from l5tui.domain.routine import Routine
from l5tui.library import Content
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.widgets.big_text import BigTextWidget
from tests import factories
from tests.domain.safety.safety_journal import SAFETY
from tests.tui.reading import text, until, until_screen, until_shown
from tests.tui.running import Size, running

BRIDGE = factories.exercise("bridge", name="Bridge")
DOG = factories.sided("dog", name="Dog")
ROUTINE = factories.routine(BRIDGE, DOG, routine_id="both", name="Both")
LIBRARY = Content({"bridge": BRIDGE, "dog": DOG}, {"both": ROUTINE}, (), SAFETY, ())


class Session:
    """A running session, with a clock that the test moves."""

    def __init__(self, pilot: Pilot[int], clock: factories.ManualClock) -> None:
        self.pilot = pilot
        self.clock = clock

    @property
    def app(self) -> Any:
        return self.pilot.app

    @property
    def screen(self) -> SessionScreen:
        assert isinstance(self.app.screen, SessionScreen), text(self.app)
        return self.app.screen

    @property
    def word(self) -> str:
        return self.screen.query_one("#word", BigTextWidget).text

    @property
    def count(self) -> str:
        return self.screen.query_one("#count", BigTextWidget).text

    async def after(self, seconds: float) -> None:
        """Let session time pass, and refresh the screen."""
        self.clock.advance(seconds)
        self.screen.refresh_moment()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def hurts(self, *keys: str) -> None:
        """Press `x`, and each answer once its question is shown: an answer that stops is stored before the next."""
        asked: list[Any] = [self.screen]
        await self.press("x")
        for key in keys:
            await until(self.pilot, lambda: self.app.screen not in asked, "the next question")
            asked.append(self.app.screen)
            await self.press(key)

    @property
    def entries(self) -> list[SessionEntry]:
        return [entry for entry in self.app.entries if entry["kind"] == "session"]


@asynccontextmanager
async def guided(
    place: Path,
    *,
    score: str = "5",
    size: Size = (80, 24),
    routine: Routine = ROUTINE,
    library: Content = LIBRARY,
    **given: Any,
) -> AsyncIterator[Session]:
    """A session after the check-in, in its first segment."""
    clock = factories.ManualClock()
    async with running(place, size=size, library=library, **given) as pilot:
        app: Any = pilot.app
        app.session_clock = lambda rate, start_ms: clock
        app.start(routine)
        await until_shown(pilot, "right now")
        await pilot.press("n", score, "enter")
        await until_screen(pilot, SessionScreen)
        await pilot.pause()
        yield Session(pilot, clock)
