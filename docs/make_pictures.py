"""Draws pictures of the app's screens as SVG: the real app, on the demo's journal, on a fixed day.

`make pictures` draws those of the README anew, the moving one too. `make look KEYS="J down enter"` draws any screen,
after these keys, to `look.svg`, to be opened in a browser. Each picture is what the app itself exports of its screen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import time_machine
from textual.pilot import Pilot
from textual.screen import Screen

from docs.terminal_svg import terminal_svg
from l5tui import __version__
from l5tui.cli.demo import write_demo_journal
from l5tui.config.launch import Launch
from l5tui.config.settings import Settings
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.safety.entries import new_full_check
from l5tui.engine.clock import ClockReading
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.tui.app import L5App
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.screen import SessionScreen

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 22, 18, 40, tzinfo=ZoneInfo("Europe/Zurich"))
SIZE = (100, 30)
MOVING_SIZE = (80, 24)
FRAME_MS = 200
"""Of the moving picture, while a session runs."""
HOLD = 7_000
"""Milliseconds that are left of the hold in the picture of a session."""

S = TypeVar("S", bound=Screen[Any])
Scene = Callable[[Pilot[int]], Awaitable[None]]


class StillClock:
    """Session time that stands where it is put."""

    ms = 0

    def now(self) -> int:
        return self.ms

    def read(self) -> ClockReading:
        return ClockReading(self.ms, 0.0, gap=False)

    def peek(self) -> ClockReading:
        return self.read()


TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
"""What they are drawn for, whatever terminal they are made in."""
PLAIN_TERMINAL = {"TERM": "vt100", "COLORTERM": "", "LC_ALL": "C"}
"""A terminal that draws nothing but ASCII, in no more than sixteen colours."""
BETWEEN_KEYS_S = 0.5
"""A question that has just come takes no answer for 400 ms."""


async def library(pilot: Pilot[int]) -> None:
    """The first screen, once the line about talking to somebody was read and hidden, and the figure is drawn."""
    await pilot.press("escape")
    while not re.search("[\u2801-\u28ff]", pilot.app.export_screenshot()):
        await pilot.pause(0.1)


async def journal(pilot: Pilot[int]) -> None:
    await pilot.press("J", "down")


async def begin_session(
    pilot: Pilot[int], shown: Callable[[float], Awaitable[None]] | None = None
) -> tuple[SessionScreen, StillClock]:
    """Answer the check-in of the first favourite and begin; `shown` gets the seconds to look at each answer."""
    app = cast(L5App, pilot.app)
    clock = StillClock()
    app.session_clock = lambda *_: clock
    await pilot.press("1")
    check_in = await _screen(pilot, CheckInScreen)
    if shown:
        await shown(1.5)
    while check_in.recheck_text():
        await pilot.press("n")
        await pilot.pause(BETWEEN_KEYS_S)
    await pilot.press("3")
    if shown:
        await shown(1.5)
    await pilot.press("enter")
    return await _screen(pilot, SessionScreen), clock


async def session(pilot: Pilot[int]) -> None:
    """In the middle of a hold, on the left."""
    screen, clock = await begin_session(pilot)
    controller = screen.controller
    for segment in controller.plan.segments:
        at_hold = segment.phase == "hold" and segment.side is not None and segment.rep == 2
        if at_hold and (segment.seconds or 0) >= HOLD / 1000:
            clock.ms += (segment.seconds or 0) * 1000 - HOLD
            break
        clock.ms += (segment.seconds or 0) * 1000
    else:
        raise ValueError("no hold is long enough for the picture")
    screen.refresh_moment()
    await pilot.pause()


async def _screen(pilot: Pilot[int], kind: type[S]) -> S:
    """The screen of this kind, once it is shown."""
    while not isinstance(pilot.app.screen, kind):
        await pilot.pause()
    return pilot.app.screen


def _answer_the_safety_questions(file: Path) -> None:
    """The demo's questions are due today. In the pictures they were answered this morning, with none of these."""
    content, journal = load(), Journal(file)
    if content.safety is not None:
        header = EntryHeader(
            "0" * 32, (NOW - timedelta(hours=10)).isoformat(timespec="seconds"), "Europe/Zurich", __version__
        )
        known = [entry["uid"] for entry in journal.entries() if entry["kind"] == "safety"]
        journal.put(new_full_check(header, content.safety, {}, over=known))


@asynccontextmanager
async def opened(theme: str, size: tuple[int, int]) -> AsyncIterator[Pilot[int]]:
    """The app on the demo's journal, in a window of so many columns and rows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "journal.json"
        write_demo_journal(file, load(), NOW)
        _answer_the_safety_questions(file)
        app = L5App(Launch(file, Settings(theme=theme, bell=False), demo=True))  # type: ignore[arg-type]
        async with app.run_test(size=size) as pilot:
            while not app.opened:
                await pilot.pause()
            await pilot.pause()
            yield pilot
        app.records.close()


async def draw(file_name: Path, scene: Scene, theme: str, size: tuple[int, int] = SIZE) -> None:
    """Draw what the screen shows after a scene, in a window of so many columns and rows."""
    async with opened(theme, size) as pilot:
        await scene(pilot)
        await pilot.pause(BETWEEN_KEYS_S)
        picture = terminal_svg([(pilot.app.export_screenshot(), 1)], size, "l5tui")
    file_name.write_text(picture, encoding="utf-8")


async def draw_moving(theme: str) -> None:
    """Draw the moving picture: the library, a check-in, a part of a session at its own pace, the journal."""
    frames: list[tuple[str, float]] = []

    async def take(pilot: Pilot[int], seconds: float) -> None:
        await pilot.pause()
        frames.append((pilot.app.export_screenshot(), seconds))

    async with opened(theme, MOVING_SIZE) as pilot:
        await library(pilot)
        await pilot.pause(BETWEEN_KEYS_S)
        await take(pilot, 2.5)
        screen, clock = await begin_session(pilot, lambda seconds: take(pilot, seconds))
        segments = screen.controller.plan.segments
        step = next(segment.step for segment in segments if segment.side is not None and segment.phase == "hold")
        before = 0
        for segment in segments:
            played = segment.step == step and segment.rep == 1 and segment.kind == "phase"
            for ms in range(0, (segment.seconds or 0) * 1000 if played else 0, FRAME_MS):
                clock.ms = before + ms
                screen.refresh_moment()
                await take(pilot, FRAME_MS / 1000)
            before += (segment.seconds or 0) * 1000
    still = len(frames) // 3
    async with opened(theme, MOVING_SIZE) as pilot:
        await library(pilot)
        await journal(pilot)
        await take(pilot, 3.5)
    title = "The library, a check-in, a part of a session, and the journal"
    (HERE / f"moving-{theme}.svg").write_text(terminal_svg(frames, MOVING_SIZE, title, still), encoding="utf-8")


async def draw_all() -> None:
    """Draw the pictures of the README, for a dark and for a light page."""
    for scene in (session, library, journal):
        for theme in ("dark", "light"):
            await draw(HERE / f"{scene.__name__}-{theme}.svg", scene, theme)
    for theme in ("dark", "light"):
        await draw_moving(theme)


def pressed(keys: Sequence[str]) -> Scene:
    """A scene in which these keys, by Textual's names, are pressed one after the other."""

    async def press(pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause(BETWEEN_KEYS_S)

    return press


def arguments() -> argparse.Namespace:
    """What was asked for; without anything it is the pictures of the README."""
    parser = argparse.ArgumentParser(description="Draw the README's pictures, or one of any screen.")
    parser.add_argument("--look", type=Path, metavar="FILE", help="draw one picture to this .svg file")
    parser.add_argument("--size", default="80x24", metavar="COLUMNSxROWS", help="of the window (default: 80x24)")
    parser.add_argument("--theme", default="dark", choices=["dark", "light"])
    parser.add_argument("--ascii", action="store_true", help="as on a terminal without signs and many colours")
    parser.add_argument("keys", nargs="*", help="keys to press, by Textual's names: J down enter space question_mark")
    return parser.parse_args()


def main() -> None:
    """Draw what was asked for."""
    asked = arguments()
    os.environ.update(PLAIN_TERMINAL if asked.ascii else TERMINAL)
    os.environ.pop("NO_COLOR", None)
    with time_machine.travel(NOW, tick=True):
        if asked.look is None:
            asyncio.run(draw_all())
        else:
            columns, rows = map(int, asked.size.split("x"))
            asyncio.run(draw(asked.look.resolve(), pressed(asked.keys), asked.theme, (columns, rows)))


if __name__ == "__main__":
    main()
