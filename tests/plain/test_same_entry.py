"""The same keys at the same session times make the same entry on the full screen and in plain lines."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.clock import new_header, now
from l5tui.config.settings import FirstSide, Settings
from l5tui.domain.entry import Entry, SessionEntry
from l5tui.domain.pain_zones import NEXT_MORNING, QUESTION, WHERE
from l5tui.domain.regular_questions import RegularQuestions, new_choice
from l5tui.journal.store import Journal
from l5tui.plain.safety import RefusedError
from l5tui.tui.session.screen import SessionScreen
from tests import factories
from tests.domain.progression.dose_histories import session_days_ago
from tests.plain.scripted_user import AFTERWARDS, BOTH, LIBRARY, Key, Placing, play, strip_times
from tests.tui.conftest import hears_at_once  # noqa: F401  (a fixture for this module too)
from tests.tui.reading import text, until_screen, until_shown
from tests.tui.running import running


@dataclass(frozen=True)
class Reply:
    """A reply to a question, in the keys of each user interface."""

    shown: str
    """What stands on the screen."""
    keys: tuple[str, ...]
    lines: tuple[str, ...]
    after_s: float = 0
    """Session seconds of rest before it."""


@dataclass(frozen=True)
class Press:
    """One thing that the person does, in the keys of each face."""

    at: float
    screen: str
    plain: str
    replies: tuple[Reply, ...] = ()


def both(at: float, key: str, *replies: Reply) -> Press:
    return Press(at, key, key, replies)


def felt(digit: str) -> Reply:
    return Reply("What do you feel?", (digit,), (digit,))


def scored(score: str) -> Reply:
    return Reply("What is your pain at this moment?", (*score.replace("10", "1 0").split(), "enter"), (score,))


READ = Reply("I have read this", ("enter",), ("r",))
EMERGENCY = Reply("q twice to leave", ("q", "q"), ("r", "r"))
ONE_LEG, BOTH_LEGS = (Reply("In one leg, or in both?", (key,), (key,)) for key in "12")
NO_SIGN = Reply("Is any of these so as well?", ("n",), ("n",))
A_SIGN = Reply("Is any of these so as well?", ("y", "enter"), ("y",))
DIZZY_ONLY, CHEST = (Reply("Which is it?", (key,), (key,)) for key in "12")
NEW_SCORE = Reply("give a new score", ("enter",), ("s",), after_s=61)
LOW_SCORE = felt("1"), scored("2")
MIDDLING = felt("2"), scored("4"), Reply("Make it smaller, or stop", ("e",), ("e",))
SPREAD = felt("3"), Reply("Is it still further down?", ("n",), ("n",), after_s=301)
STAYED = felt("3"), Reply("Is it still further down?", ("y",), ("y",), after_s=301), READ
NOT_ANSWERED = felt("3"), Reply("of rest", ("x",), ("x",), after_s=100), READ
TOO_MUCH = felt("1"), scored("10"), NEW_SCORE, scored("6"), NEW_SCORE, scored("5")
RESTED_AND_ENDED = felt("1"), scored("8"), Reply("of rest", ("x",), ("x",), after_s=20)
END = Reply("Stopping is fine", ("enter",), ("y",))

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
    "it moves down and back, and is eased; then it is too much, twice": (
        "right",
        (both(14, "x", *SPREAD), Press(330, "shift+right", "N"), both(341.5, "x", *TOO_MUCH)),
    ),
}
MORE_WAYS: dict[str, tuple[FirstSide, tuple[Press, ...]]] = {
    "right first, own pace for a while, and eased on the second side": (
        "right",
        (both(11, "p"), *(both(at, "space") for at in (13.5, 47)), both(58, "p"), both(180, "x", *MIDDLING)),
    ),
    "as planned": ("left", ()),
    "skipped today": ("left", (both(14, "x", felt("2"), scored("5"), Reply("Make it", ("s",), ("s",))),)),
    "it has moved down and stays": ("left", (Press(20, "shift+right", "N"), both(31.5, "x", *STAYED))),
    "it has moved down, and the end before the five minutes are over": ("right", (both(40, "x", *NOT_ANSWERED),)),
    "it tingles": ("left", (Press(20, "shift+right", "N"), both(31.5, "x", felt("4"), ONE_LEG, NO_SIGN))),
    "a weak leg": ("left", (both(14, "x", felt("5"), BOTH_LEGS, NO_SIGN),)),
    "it tingles, and there is an emergency sign as well": (
        "left",
        (both(14, "x", felt("4"), ONE_LEG, A_SIGN, EMERGENCY),),
    ),
    "dizzy": ("right", (Press(20, "shift+right", "N"), both(33, "x", felt("6"), DIZZY_ONLY, READ))),
    "pain in the chest": ("left", (both(14, "x", felt("7"), CHEST, EMERGENCY),)),
    "too much, and the end while resting": ("left", (both(14, "x", *RESTED_AND_ENDED),)),
    "x and x again": ("left", (both(14, "x", Reply("What do you feel?", ("x",), ("x",))),)),
    "nothing after all": ("left", (both(14, "x", Reply("What do you feel?", ("escape",), ("n",))),)),
    "the score was left out": ("left", (both(14, "x", felt("1"), scored("s"), Reply("Make it", ("g",), ("g",))),)),
    "ended in the middle": ("left", (Press(30, "right", "right"), both(33, "q", END))),
    "exercise after exercise skipped": ("right", (Press(30, "shift+right", "N"), Press(31, "shift+right", "N"))),
}
STRIDE_S = 40
"""However seldom the screen looks, nothing that passed by itself is lost."""


def asks_a_score_afterwards(way: tuple[Press, ...]) -> bool:
    """After an emergency nobody is asked for a score."""
    return all(EMERGENCY not in press.replies for press in way)


async def on_screen(place: Path, way: tuple[Press, ...], settings: Settings) -> SessionEntry:
    """The session in the full-screen app, key by key."""
    clock = factories.ManualClock()
    async with running(place, library=LIBRARY, settings=settings) as pilot:
        app: Any = pilot.app
        app.session_clock = lambda rate, start_ms: clock
        app.start(BOTH)
        await until_shown(pilot, "right now")
        await pilot.press("n", "5", "enter")
        await until_screen(pilot, SessionScreen)
        await pilot.pause()
        for press in way:
            clock.ms = round(press.at * 1000)
            app.screen.refresh_moment()
            await pilot.pause()
            await pilot.press(press.screen)
            for reply in press.replies:
                if reply.after_s:
                    await until_shown(pilot, "of rest")
                    clock.advance(reply.after_s)
                    app.screen.update_dialog()
                await until_shown(pilot, reply.shown)
                await pilot.press(*reply.keys)
            await pilot.pause()
        while isinstance(app.screen, SessionScreen):
            clock.advance(STRIDE_S)
            assert clock.ms < AFTERWARDS * 1000, text(app)
            app.screen.refresh_moment()
            await pilot.pause()
        if asks_a_score_afterwards(way):
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
        at = press.at
        script.append((at, press.plain))
        for reply in press.replies:
            at += reply.after_s
            script += [(at, line) for line in reply.lines]
    if asks_a_score_afterwards(way):
        script.append((AFTERWARDS - 1, "3"))
    return play(place, *script, "", settings=settings).entry


@pytest.mark.long
@pytest.mark.parametrize("name", [*WAYS, *(pytest.param(name, marks=pytest.mark.long) for name in MORE_WAYS)])
async def test_the_same_keys_make_the_same_entry_in_both_user_interfaces(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entries differ only in uid and times."""
    monkeypatch.setenv("TERM", "xterm-256color")
    first_side, way = {**WAYS, **MORE_WAYS}[name]
    settings = Settings(first_side=first_side, cues="off", figure=False)
    plain = in_lines(tmp_path / "plain", way, settings)
    full = await on_screen(tmp_path / "full", way, settings)
    assert strip_times(plain) == strip_times(full)
    assert [step["side"] for step in plain["steps"]][1] == first_side


# With places, and what is new in them


@dataclass(frozen=True)
class Where:
    """A place, in the keys of the map and in one line."""

    line: str = ""
    left: int | None = None
    right: int | None = None
    kinds: int = 0
    """How often the key for kinds is pressed on each side."""

    @property
    def keys(self) -> tuple[str, ...]:
        """From the scale to the map, and along it: the first step picks "none"."""
        found: list[str] = []
        for side, rank in (("left", self.left), ("right", self.right)):
            if rank is not None:
                found += [side, *["down"] * (rank + 1), *["t"] * self.kinds]
        return ("tab", *found) if found else ()


@dataclass(frozen=True)
class Places:
    """A session in which places are named; it is ended early, unless a rule did."""

    before: Where = Where()
    on_before: tuple[Reply, ...] = ()
    during: tuple[Reply, ...] | None = None
    """After `x`; None where it doesn't hurt."""
    after: Where | None = Where()
    """None where no check-out comes."""
    on_after: tuple[Reply, ...] = ()
    begins: bool = True
    stopped: bool = False


def scored_at(score: str, where: Where) -> tuple[Reply, ...]:
    """A score within a session with its place, which is one screen and two lines."""
    return (Reply("What is your pain at this moment?", (score, *where.keys, "enter"), (score, where.line)),)


TINGLES = Where("left calf tingling", left=6, kinds=4)
BOTH_CALVES = Where("both calf", 6, 6)
BUTTOCK = Where("left buttock", left=3)
NO_SIGN_BEFORE = Reply("Is any of these so as well?", ("n",), ("n",))
NO_SIGN_OF_LEGS = Reply("Is any of these so?", ("n",), ("n",))
FIRST_SIGN = Reply("Is any of these so", ("y", "enter"), ("y", "y", *"nnnnnn", "d"))
REFUSED = Reply("q twice to leave", ("q", "q"), ())
PLACES: dict[str, Places] = {
    "left and right, and further down at the check-out": Places(BUTTOCK, after=Where("left thigh right none", 4, 0)),
    "a new kind in the session": Places(
        BUTTOCK, during=(felt("1"), *scored_at("2", TINGLES), ONE_LEG, NO_SIGN), stopped=True
    ),
}
MORE_PLACES: dict[str, Places] = {
    "a new kind at the check-out": Places(after=TINGLES, on_after=(NO_SIGN_BEFORE,)),
    "a new kind at the check-in": Places(TINGLES, (NO_SIGN_BEFORE,), begins=False),
    "a new kind and an emergency at the check-in": Places(TINGLES, (FIRST_SIGN, REFUSED), begins=False),
    "both legs at the check-in, and still so afterwards": Places(BOTH_CALVES, (NO_SIGN_OF_LEGS,), after=BOTH_CALVES),
    "both legs and an emergency at the check-in": Places(BOTH_CALVES, (FIRST_SIGN, REFUSED), begins=False),
    "further down in the session, and back": Places(
        BUTTOCK,
        during=(
            felt("2"),
            *scored_at("3", Where("left calf", left=6)),
            Reply("Is it still further down?", ("n",), ("n",), after_s=301),
        ),
    ),
    "both legs in the session, and an emergency": Places(
        during=(
            felt("1"),
            *scored_at("2", BOTH_CALVES),
            Reply("Is any of these so?", ("y", "enter"), ("y",)),
            EMERGENCY,
        ),
        after=None,
        stopped=True,
    ),
    "a place that says nothing new lets the score decide": Places(
        BUTTOCK, during=(felt("1"), *scored_at("2", Where("left side", left=2)))
    ),
    "both legs at the check-out, none of the signs": Places(after=BOTH_CALVES, on_after=(NO_SIGN_OF_LEGS,)),
    "both legs at the check-out, and an emergency": Places(after=BOTH_CALVES, on_after=(FIRST_SIGN, EMERGENCY)),
}


def told(entries: Iterable[Entry]) -> list[Any]:
    """What a journal came to, without uids and times: sessions and scores whole, and what was kept about safety.

    Which emergency questions were marked within a session is left out: there plain lines ask only whether any is so.
    """
    found: list[Any] = []
    for entry in entries:
        if entry["kind"] == "session":
            found.append(strip_times(entry))
        elif entry["kind"] == "log":
            found.append((entry["pain"], entry["left"], entry["right"], entry["kinds"], entry["note"]))
        elif entry["kind"] == "safety" and not (entry["occasion"] == "session" and "E1" in entry["answers"]):
            found.append((entry["occasion"], entry["stop"], dict(entry["answers"]), entry["session"] is not None))
    return sorted(found, key=str)


async def places_on_screen(place: Path, case: Places, settings: Settings) -> list[Any]:
    clock = factories.ManualClock()
    async with running(place, library=LIBRARY, settings=settings) as pilot:
        app: Any = pilot.app
        app.session_clock = lambda rate, start_ms: clock

        async def reply(replies: Iterable[Reply]) -> None:
            for one in replies:
                if one.after_s:
                    await until_shown(pilot, "of rest")
                    clock.advance(one.after_s)
                    app.screen.update_dialog()
                await until_shown(pilot, one.shown)
                await pilot.press(*one.keys)
                await pilot.pause()

        app.start(BOTH)
        await until_shown(pilot, "right now")
        await pilot.press("n", "5", *case.before.keys, "enter")
        await reply(case.on_before)
        if not case.begins:
            await until_shown(pilot, "ROUTINES")
            return told(app.entries)
        await until_screen(pilot, SessionScreen)
        clock.ms = 14_000
        app.screen.refresh_moment()
        if case.during is not None:
            await pilot.press("x")
            await reply(case.during)
        if not case.stopped:
            await until_screen(pilot, SessionScreen)
            await pilot.press("q")
            await reply([END])
        if case.after is not None:
            await until_shown(pilot, "now that it is over")
            await pilot.press("3", *case.after.keys, "enter")
        await reply(case.on_after)
        await until_shown(pilot, "What you did")
        await pilot.press("enter")
        await pilot.pause()
        return told(app.entries)


def places_in_lines(place: Path, case: Places, settings: Settings) -> list[Any]:
    script: list[Key] = ["5", case.before.line, *(line for one in case.on_before for line in one.lines)]
    at = 14.0
    if case.during is not None:
        script.append((at, "x"))
        for one in case.during:
            at += one.after_s
            script += [(at, line) for line in one.lines]
    if case.begins and not case.stopped:
        script += [(at, "q"), "y"]
    if case.after is not None:
        script += ["3", case.after.line, *(line for one in case.on_after for line in one.lines)]
    with suppress(RefusedError):
        play(place, *script, "", settings=settings, person=Placing)
    return told(Journal(place / "journal.json").entries())


@pytest.mark.long
@pytest.mark.parametrize("name", [*PLACES, *(pytest.param(name, marks=pytest.mark.long) for name in MORE_PLACES)])
async def test_the_same_places_make_the_same_entries_in_both_user_interfaces(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the session, of the score where none begins, and of what is kept about safety."""
    monkeypatch.setenv("TERM", "xterm-256color")
    case = {**PLACES, **MORE_PLACES}[name]
    settings = Settings(cues="off", figure=False)
    plain = places_in_lines(tmp_path / "plain", case, settings)
    full = await places_on_screen(tmp_path / "full", case, settings)
    assert plain == full
    assert any(isinstance(one, dict) for one in plain) is case.begins


async def test_both_faces_ask_in_the_same_order(tmp_path: Path) -> None:
    """At a score that begins nothing, the morning after: score, place, last time's morning, an activity, a note."""
    last = factories.session("last")
    last["started"] = last["ended"] = (now() - timedelta(hours=20)).isoformat(timespec="seconds")
    entries = (last, new_choice(new_header(), RegularQuestions(("stairs",)), RegularQuestions()))
    lines = play(tmp_path / "plain", "9", "left calf", *[""] * 3, person=Placing, entries=entries).person.lines
    starts = {QUESTION: "scale", WHERE: "map", NEXT_MORNING: "morning", "stairs: ": "regular", "A note?": "note"}
    plain = [name for line in lines for start, name in starts.items() if line.startswith(start)]
    async with running(tmp_path / "full", library=LIBRARY, entries=entries) as pilot:
        app: Any = pilot.app
        app.start(BOTH)
        await until_shown(pilot, "right now")
        await pilot.press("n", "9")
        await pilot.pause()
        full = [stop.focus for stop in app.screen.stops]
    assert plain == full == list(starts.values())


async def test_both_faces_offer_a_dose_before_the_regular_questions(tmp_path: Path) -> None:
    did = partial(session_days_ago, "bridge")
    entries = (did(9), did(5), did(3), new_choice(new_header(), RegularQuestions(("stairs",)), RegularQuestions()))
    lines = play(tmp_path / "plain", "2", "", "+", "7", person=Placing, entries=entries).person.lines
    starts = {QUESTION: "scale", WHERE: "map", "Bridge: ": "dose", "stairs: ": "regular"}
    plain = [name for line in lines for start, name in starts.items() if line.startswith(start)]
    async with running(tmp_path / "full", library=LIBRARY, entries=entries) as pilot:
        app: Any = pilot.app
        app.start(BOTH)
        await until_shown(pilot, "right now")
        await pilot.press("n", "2")
        await pilot.pause()
        full = [stop.focus for stop in app.screen.stops]
    assert plain[:4] == full[:4] == list(starts.values())
