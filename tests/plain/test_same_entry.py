"""Two faces, one session: the same keys at the same session times make the same entry, whichever the face."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from l5tui.domain.entry import SessionEntry
from l5tui.screens.session import SessionScreen
from l5tui.settings import FirstSide, Settings
from tests import factories
from tests.plain.person import AFTERWARDS, BOTH, LIBRARY, Key, play, strip_times
from tests.screens.reading import text, until, until_shown
from tests.screens.running import running


@dataclass(frozen=True)
class Press:
    """One thing that the person does, in the keys of each face."""

    at: float
    screen: str
    plain: str
    answers: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    """What is then asked: words that stand on the screen, the keys there, and the line that says the same."""


def both(at: float, key: str, *answers: tuple[str, tuple[str, ...], str]) -> Press:
    return Press(at, key, key, answers)


LOW_SCORE = ("What do you feel?", ("1",), "1"), ("What is your pain at this moment?", ("2", "enter"), "2")
MIDDLING = (
    ("What do you feel?", ("2",), "2"),
    ("What is your pain at this moment?", ("4", "enter"), "4"),
    ("Make it smaller, or stop", ("e",), "e"),
)
TINGLING = ("What do you feel?", ("4",), "4"), ("Get help now", ("q", "q"), "r")
END = ("Stopping is fine", ("enter",), "y")

WAYS: dict[str, tuple[FirstSide, tuple[Press, ...]]] = {
    "right first; pause, more, less, skip, back, a low score, and own pace for a while": (
        "right",
        (
            both(14, "space"),
            Press(114.5, "space", ""),
            Press(115, "up", "+"),
            Press(116.2, "plus", "up"),
            Press(117, "minus", "-"),
            Press(170, "right", "n"),
            both(175.25, "x", *LOW_SCORE),
            Press(190, "left", "b"),
            Press(205, "shift+left", "B"),
            both(216, "p"),
            both(219.5, "space"),
            both(231, "p"),
        ),
    ),
}
MORE_WAYS: dict[str, tuple[FirstSide, tuple[Press, ...]]] = {
    "right first, own pace for a while, and eased on the second side": (
        "right",
        (both(11, "p"), *(both(at, "space") for at in (13.5, 47)), both(58, "p"), both(180, "x", *MIDDLING)),
    ),
    "as planned": ("left", ()),
    "it tingles": ("left", (Press(20, "shift+right", "N"), both(31.5, "x", *TINGLING))),
    "ended in the middle": ("left", (Press(30, "right", "right"), both(33, "q", END))),
    "exercise after exercise skipped": ("right", (Press(30, "shift+right", "N"), Press(31, "shift+right", "N"))),
}
STRIDE_S = 40
"""However seldom the screen looks, nothing that passed by itself is lost."""


async def on_screen(place: Path, way: tuple[Press, ...], settings: Settings) -> SessionEntry:
    """The session in the full-screen app, key by key."""
    clock = factories.ManualClock()
    async with running(place, library=LIBRARY, settings=settings) as pilot:
        app: Any = pilot.app
        app.session_clock = lambda rate, start_ms: clock
        app.start(BOTH)
        await until_shown(pilot, "right now")
        await pilot.press("5", "enter")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen), "the session")
        await pilot.pause()
        for press in way:
            clock.ms = round(press.at * 1000)
            app.screen.refresh_moment()
            await pilot.pause()
            await pilot.press(press.screen)
            for shown, keys, _ in press.answers:
                await until_shown(pilot, shown)
                await pilot.press(*keys)
            await pilot.pause()
        while isinstance(app.screen, SessionScreen):
            clock.advance(STRIDE_S)
            assert clock.ms < AFTERWARDS * 1000, text(app)
            app.screen.refresh_moment()
            await pilot.pause()
        await until_shown(pilot, "now that it is over")
        await pilot.press("3", "enter")
        await until_shown(pilot, "What you did")
        await pilot.press("enter")
        await pilot.pause()
        [entry] = [entry for entry in app.entries if entry["kind"] == "session"]
        return entry  # type: ignore[no-any-return]


def in_lines(place: Path, way: tuple[Press, ...], settings: Settings) -> SessionEntry:
    """The same in plain lines."""
    script: list[Key] = ["5"]
    for press in way:
        script.append((press.at, press.plain))
        script += [(press.at, line) for _, keys, line in press.answers for _ in (keys if line == "r" else (line,))]
    return play(place, *script, (AFTERWARDS - 1, "3"), "", settings=settings).entry


@pytest.mark.parametrize("name", [*WAYS, *(pytest.param(name, marks=pytest.mark.long) for name in MORE_WAYS)])
async def test_the_same_keys_make_the_same_entry(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for its uid and its times."""
    monkeypatch.setenv("TERM", "xterm-256color")
    first_side, way = {**WAYS, **MORE_WAYS}[name]
    settings = Settings(first_side=first_side, cues="off", figure=False)
    plain = in_lines(tmp_path / "plain", way, settings)
    full = await on_screen(tmp_path / "full", way, settings)
    assert strip_times(plain) == strip_times(full)
    assert [step["side"] for step in plain["steps"]][1] == first_side
