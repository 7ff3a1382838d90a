"""The steps that most terminal tests share: from the notice into a session, out of it, and what was saved of it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from l5tui.config.clock import now
from l5tui.config.errors import JournalError
from l5tui.config.session_plan import plan_of
from l5tui.config.settings import Settings
from l5tui.domain.progression.levels import dose_history
from l5tui.engine.plan import Segment
from l5tui.engine.progress import Progress, fold
from l5tui.journal.sessionlog.session_log import InterruptedSession, read_interrupted
from l5tui.library import load
from tests.e2e.terminal import DEADLINE_S, Terminal, nothing_new


def journal() -> list[dict[str, Any]]:
    """What `l5tui journal --json` prints."""
    run = subprocess.run(
        [sys.executable, "-m", "l5tui", "journal", "--json"], capture_output=True, text=True, check=True
    )
    entries = json.loads(run.stdout)
    assert isinstance(entries, list)
    return entries


def sessions() -> list[dict[str, Any]]:
    return [entry for entry in journal() if entry["kind"] == "session"]


def through_the_notice(terminal: Terminal) -> None:
    terminal.until("professional")
    terminal.press("enter")


def check_out(terminal: Terminal, score: str) -> None:
    """Answer the score after the session, leave the summary, and quit the app."""
    terminal.until("now that it is over", deadline_s=60)
    terminal.press(score, "enter")
    terminal.until("What you did")
    terminal.press("enter")
    terminal.until("ROUTINES")
    terminal.press("q")


def live(home: Path) -> Path:
    return home / ".local/share/l5tui/journal.json.live"


def begin(terminal: Terminal, *, first: bool) -> None:
    """Go from the start to the first phase of a session."""
    if first:
        through_the_notice(terminal)
    terminal.until("How much pain do you have right now?")
    nothing_new(terminal)
    terminal.press("4", "enter")
    terminal.until("rep 1 of 10")


def kill(terminal: Terminal) -> None:
    terminal.child.kill(signal.SIGKILL)
    terminal.child.wait()


LATE_S = 2.0
"""What a look may be late without being a gap."""


def session_log(home: Path) -> InterruptedSession:
    """The log of the only running session."""
    end = time.monotonic() + DEADLINE_S
    while True:
        with suppress(JournalError, ValueError):
            (log,) = live(home).glob("*.log")
            return read_interrupted(log)
        assert time.monotonic() < end, "no session is running"
        time.sleep(0.02)


def until_logged(
    home: Path,
    is_so: Callable[[InterruptedSession], bool],
    what: str,
    terminal: Terminal | None = None,
    *,
    deadline_s: float = DEADLINE_S,
) -> InterruptedSession:
    """Wait until a condition holds for the session's log."""
    end = time.monotonic() + deadline_s
    while not is_so(left := session_log(home)):
        assert time.monotonic() < end, f"{what}: {left.events[-5:]}"
        if terminal is not None:
            terminal.read(0.05)
        else:
            time.sleep(0.05)
    return left


SOON_S = 0.05
ATTEMPTS = 6
"""Another's work on a shared machine makes an end late; the program's own would make it late each time. A machine that
is free needs only the first.
"""


def segments_of(name: str) -> tuple[Segment, ...]:
    """The segments of a session of a routine."""
    content = load()
    routine = content.startable(name)
    assert routine is not None
    return plan_of(routine, Settings(), (), dose_history((), (), now())).segments


def p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1) + 0.5)]


LEFT = r"(\d+):(\d\d) (?:left|to go|are left)"


def seconds_left(terminal: Terminal) -> int:
    """The remaining seconds of the session that the screen shows."""
    terminal.catch_up()
    found = re.search(LEFT, terminal.until(lambda text: bool(re.search(LEFT, text))))
    assert found
    return int(found[1]) * 60 + int(found[2])


def progress_of(left: InterruptedSession) -> Progress:
    """Where a session stands by its log."""
    return fold(left.plan.segments, left.events)
