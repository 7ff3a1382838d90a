"""Read the screen in tests: its characters, their positions and their styles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from rich.style import Style
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from l5tui.terminal.textual_internals import ExtensibleApp
from tests.textual_private import rows_of

PATIENCE_S = 60.0
"""Seconds to wait for a condition before a test fails; long enough for a busy machine."""


def lines(app: App[Any]) -> list[str]:
    """The rows of the screen, without trailing blanks."""
    return [strip.text.rstrip() for strip in _strips(app)]


def text(app: App[Any]) -> str:
    """The whole screen as one text."""
    return "\n".join(lines(app))


def words(app: App[Any]) -> str:
    """The screen on one line with single blanks, for sentences that wrap."""
    return " ".join(text(app).split())


def part(app: App[Any], selector: str) -> str:
    """The text of one part of the screen, on one line with single blanks."""
    return " ".join(" ".join(strip.text for strip in _strips(app, selector)).split())


def line_with(app: App[Any], wanted: str) -> str:
    """The first row that contains this text."""
    found = [line for line in lines(app) if wanted in line]
    assert found, f"{wanted!r} is not on the screen:\n{text(app)}"
    return found[0]


def style_of(app: App[Any], wanted: str, within: str = "Screen") -> Style:
    """The style of the first cell of this text."""
    for strip in _strips(app, within):
        column = strip.text.find(wanted)
        if column >= 0:
            return _style_at(strip, column)
    raise AssertionError(f"{wanted!r} is not on the screen:\n{text(app)}")


def reversed_cells(app: App[Any]) -> list[bool]:
    """For each cell from the top left on, whether its two colours are exchanged."""
    return [
        bool(segment.style and segment.style.reverse)
        for strip in _strips(app)
        for segment in strip
        for _ in range(segment.cell_length)
    ]


async def until(pilot: Pilot[Any], true: Callable[[], object], what: str = "") -> None:
    """Wait for a condition; if it is never met, fail with the text of the screen."""
    give_up = asyncio.get_running_loop().time() + PATIENCE_S
    while not true():
        if asyncio.get_running_loop().time() > give_up:
            raise AssertionError(f"never came{f': {what}' if what else ''}\n{text(pilot.app)}")
        await pilot.pause()


async def until_shown(pilot: Pilot[Any], *wanted: str, within: str | None = None) -> None:
    """Wait until all of these texts are on the screen, or in one part of it, wherever their lines break."""

    def shown() -> bool:
        read = words(pilot.app) if within is None else part(pilot.app, within)
        return all(one in read for one in wanted)

    await until(pilot, shown, " and ".join(wanted))


async def until_screen(pilot: Pilot[Any], kind: type[Screen[Any]]) -> None:
    """Wait until a screen of this kind is on top and its widgets are there."""
    await until(pilot, lambda: isinstance(screen := pilot.app.screen, kind) and screen.is_mounted, f"a {kind.__name__}")


def is_closing(app: App[Any]) -> bool:
    """Whether the app was told to exit."""
    assert isinstance(app, ExtensibleApp)
    return app.closing


async def until_closing(pilot: Pilot[Any]) -> None:
    """Wait until the app is told to exit."""
    await until(pilot, lambda: is_closing(pilot.app), "closed")


async def until_gone(pilot: Pilot[Any], *unwanted: str) -> None:
    """Wait until none of these texts is on the screen."""
    await until(pilot, lambda: not any(one in words(pilot.app) for one in unwanted), "gone: " + ", ".join(unwanted))


def _strips(app: App[Any], within: str = "Screen") -> list[Strip]:
    strips = rows_of(app)
    if within == "Screen":
        return strips
    region = app.screen.query_one(within).region
    return [strip.crop(region.x, region.right) for strip in strips[region.y : region.bottom]]


def _style_at(strip: Strip, column: int) -> Style:
    at = 0
    for segment in strip:
        at += len(segment.text)
        if column < at:
            return segment.style or Style.null()
    return Style.null()
