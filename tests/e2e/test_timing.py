"""The timing that a person sees in a real terminal: each segment ends when it should.

Nothing inside the program is asked: a reader notes when the line that says what is next becomes another one. How late
an end is counts from the one that came earliest of all, since only the program knows when its clock began.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from l5tui.engine.plan import Segment, SegmentKind
from tests.domain.safety.safety_journal import put_full_check_all_no_at
from tests.e2e.session_steps import ATTEMPTS, SOON_S, p95, segments_of, through_the_notice
from tests.e2e.terminal import DEADLINE_S, Terminal, nothing_new

UNDER_LOAD_S = 0.1
DRIFT_S = 0.1
LAST_ENDS = 8
FRAMES_S = 6


def next_line(terminal: Terminal) -> str:
    """What the line under the bar says."""
    return next((row.strip() for row in terminal.screen.display if row.strip().startswith("next ")), "")


@contextmanager
def in_session(name: str, speed: int) -> Iterator[Terminal]:
    """Run a session that has begun, with the figure moving, for a person who has never had one."""
    with TemporaryDirectory() as home:
        put_full_check_all_no_at(Path(home))
        with Terminal("--speed", str(speed), "start", name, env={"HOME": home}) as terminal:
            through_the_notice(terminal)
            terminal.until("How much pain do you have right now?")
            nothing_new(terminal)
            terminal.press("4", "enter")
            terminal.until(lambda _: bool(next_line(terminal)))
            yield terminal


def ends_of(terminal: Terminal, count: int) -> list[float]:
    """When each of the next segments ended, in seconds of a clock that stands for nothing."""
    found: list[float] = []
    shown, give_up = next_line(terminal), time.monotonic() + 60 + DEADLINE_S
    while len(found) < count:
        assert terminal.read(0.5), f"it ended:\n{terminal.text}"
        now = time.monotonic()
        assert now < give_up, f"only {len(found)} of {count} ends came:\n{terminal.text}"
        line = next_line(terminal)
        if line and line != shown:
            shown = line
            found.append(now)
    return found


def lateness(name: str, speed: int, count: int) -> list[tuple[Segment, float]]:
    """How much later than the earliest each of the first segments ended, in real seconds."""
    segments = segments_of(name)[:count]
    with in_session(name, speed) as terminal:
        ends = ends_of(terminal, count)
    due = list(accumulate((segment.seconds or 0) / speed for segment in segments))
    late = [end - wanted for end, wanted in zip(ends, due, strict=True)]
    return [(segment, one - min(late)) for segment, one in zip(segments, late, strict=True)]


@contextmanager
def every_core_busy() -> Iterator[None]:
    """Processes that do nothing but compute, one for each core."""
    busy = [multiprocessing.Process(target=_compute, daemon=True) for _ in range(os.cpu_count() or 1)]
    for process in busy:
        process.start()
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.join()


def _compute() -> None:
    while True:
        pass


@pytest.mark.alone
def test_a_hold_ends_when_it_should() -> None:
    """The figure moves all the time; under load frames are dropped before the count is late."""
    assert any(_holds_late("glute_bridge", 5, 32, least=7) < SOON_S for _ in range(ATTEMPTS))


@pytest.mark.long
def test_a_paused_session_writes_nothing() -> None:
    with in_session("glute_bridge", 1) as terminal:
        terminal.press("space")
        terminal.until("Space goes on")
        assert any(not _writes(terminal, 2.0) for _ in range(5)), "it came to rest"
        assert not _writes(terminal, 2.0)
        terminal.press("space")
        assert _writes(terminal, DEADLINE_S), "it goes on"


@pytest.mark.long
def test_the_figure_moves_in_frames_and_no_more_than_fifteen_a_second() -> None:
    with in_session("glute_bridge", 1) as terminal:
        terminal.press("right")
        terminal.until("breathe")
        pictures, end = [_figure(terminal)], time.monotonic() + FRAMES_S
        while (left := end - time.monotonic()) > 0:
            assert terminal.read(left) or time.monotonic() >= end
            if (picture := _figure(terminal)) != pictures[-1]:
                pictures.append(picture)
    assert len(pictures) <= 15 * FRAMES_S + 1
    assert len(pictures) > FRAMES_S, "it moves, and not from pose to pose"


def _figure(terminal: Terminal) -> tuple[str, ...]:
    """The rows between the top and the words."""
    return tuple(terminal.screen.display[2:11])


def _writes(terminal: Terminal, within_s: float) -> bool:
    """Whether anything is written within a time."""
    before = len(terminal.raw)
    end = time.monotonic() + within_s
    while len(terminal.raw) == before and time.monotonic() < end:
        terminal.read(max(0.0, end - time.monotonic()))
    return len(terminal.raw) > before


@pytest.mark.alone
def test_a_hold_ends_when_it_should_while_every_core_is_busy() -> None:
    with every_core_busy():
        assert any(_holds_late("glute_bridge", 1, 24, least=5) < UNDER_LOAD_S for _ in range(ATTEMPTS))


def _holds_late(name: str, speed: int, ends: int, *, least: int) -> float:
    """How late the holds of a session ended: of twenty, one may be later."""
    holds = [seconds for segment, seconds in lateness(name, speed, ends) if segment.phase == "hold"]
    assert len(holds) >= least
    return p95(holds)


@pytest.mark.alone
def test_ten_minutes_of_a_session_end_when_they_should() -> None:
    """Ten minutes of the session's time at ten times the speed, through everything that a routine consists of."""
    segments = segments_of("full_l5")
    count = next(index for index, total in enumerate(accumulate(one.seconds or 0 for one in segments)) if total >= 600)
    assert any(_drift(count + 1) < DRIFT_S for _ in range(ATTEMPTS)), "what drifts is late at every end"


def _drift(ends: int) -> float:
    """How late the last ends of a long session were, at the least."""
    late = lateness("full_l5", 10, ends)
    assert {segment.kind for segment, _ in late} >= {SegmentKind.PHASE, SegmentKind.REST, SegmentKind.MOVE_ON}
    return min(seconds for _, seconds in late[-LAST_ENDS:])
