"""A user who answers by a script. The session's clock belongs to the test, so that waiting takes no real time."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from l5tui.config.clock import new_header
from l5tui.config.launch import Launch
from l5tui.config.settings import Settings
from l5tui.domain.entry import Entry, LogEntry, SessionEntry
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.domain.pain_zones import NEXT_MORNING
from l5tui.domain.routine import Routine
from l5tui.domain.safety.questions import ANSWER_DELAY_S
from l5tui.journal.store import Journal
from l5tui.library import Content, load
from l5tui.plain.answers import EndOfInputError
from l5tui.plain.flow import Flow
from l5tui.plain.prompt import HOW_TO_PLACE, Prompt
from l5tui.plain.records import Records
from l5tui.terminal.signals import FindRequest
from tests import factories
from tests.domain.safety.safety_journal import SAFETY, put_full_check_all_no

BRIDGE = factories.exercise("bridge", name="Bridge")
DOG = factories.sided("dog", name="Dog")
BOTH = factories.routine(BRIDGE, DOG, routine_id="both", name="Both")
LIBRARY = Content({"bridge": BRIDGE, "dog": DOG}, {"both": BOTH}, (), load().safety, ())
AFTERWARDS = 3000.0
"""Session seconds at which every session is over."""

LEAVES_OUT = re.compile(
    rf"{re.escape(HOW_TO_PLACE)}\Z|{re.escape(NEXT_MORNING)}[^\n]*\nb: [^\n]*\na: [^\n]*\nw: [^\n]*\Z"
)
"""The questions that most days leave out."""

Key = tuple[float, str] | str
"""A key and when it is pressed, in session seconds; or just what comes next."""


class ScriptedUser:
    """A source of answers and an output for a plain session.

    Args:
        script: what is pressed; at its end nobody answers any more.
        clock: the session's.
        single_keys: keys in a terminal, or lines.

    The recheck is answered with "nothing new" by itself, unless `rechecks` is off, and a place and the next morning
    are left out, unless `places` is on.
    """

    def __init__(self, script: tuple[Key, ...], clock: factories.ManualClock, *, single_keys: bool = False) -> None:
        self.script = deque((0.0, key) if isinstance(key, str) else key for key in script)
        self.clock = clock
        self.single_keys = single_keys
        self.stalled: Callable[[], None] | None = None
        self.said: list[tuple[float, str]] = []
        self.rung: list[float] = []
        self.echoed = ""
        self.suspended = 0
        self.rechecks = True
        self.places = False
        """Whether places stand in the script."""
        self._left_out_at = 0
        self.together: set[int] = set()
        """Which of the script's keys came with others, counted from 0."""
        self.cut_off: set[int] = set()
        """Which of them may be the rest of a reply."""
        self._pressed = -1

    @property
    def lines(self) -> list[str]:
        return [line for _, line in self.said]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def when(self, wanted: str) -> list[float]:
        """The session seconds at which a line was said."""
        return [at for at, line in self.said if line == wanted]

    # A source

    def key(self, wait_s: float | None) -> str | None:
        if wait_s == ANSWER_DELAY_S and self.rechecks:
            return None
        if self.rechecks and self.said[-3:-2] and self.said[-3][1] == SAFETY.recheck.text:
            self.rechecks = False
            return "n"
        if not self.places and len(self.said) != self._left_out_at and LEAVES_OUT.search(self._asked()):
            self._left_out_at = len(self.said)
            return "enter" if self.single_keys else ""
        if not self.script and (wait_s is None or self.clock.ms > AFTERWARDS * 1000):
            raise EndOfInputError
        until_ms = None if wait_s is None else self.clock.ms + max(1, round(wait_s * 1000))
        due_ms = round(self.script[0][0] * 1000) if self.script else None
        if due_ms is None or (until_ms is not None and due_ms > until_ms):
            assert until_ms is not None
            self.clock.ms = until_ms
            return None
        self.clock.ms = max(self.clock.ms, due_ms)
        self._pressed += 1
        return self.script.popleft()[1]

    def _asked(self) -> str:
        """The last printed lines, which identify the question."""
        return "\n".join(line for _, line in self.said[-4:])

    @property
    def doubtful(self) -> bool:
        return self._pressed in self.cut_off

    def came_alone(self) -> bool:
        return self._pressed not in self.together

    def end(self) -> None:
        self.script.clear()
        self.clock.ms = max(self.clock.ms, round(AFTERWARDS * 1000) + 1)

    def suspend(self) -> None:
        self.suspended += 1

    # A voice

    def say(self, *lines: str) -> None:
        self.said += [(self.clock.ms / 1000, line) for line in lines]

    def echo(self, text: str) -> None:
        self.echoed += text

    def bell(self) -> None:
        self.rung.append(self.clock.ms / 1000)


class NoGuard:
    """A signal handler that handles no signals."""

    def save_with(self, save: Callable[[], object] | None) -> None:
        self.save = save

    def before_end(self, do: Callable[[], object]) -> None:
        self.silence = do

    def handle_first(self, look: FindRequest | None) -> None:
        self.look = look


@dataclass(frozen=True)
class Played:
    """The result of a plain session: its output, its journal and its exit status."""

    person: ScriptedUser
    journal: Journal
    status: int

    @property
    def entry(self) -> SessionEntry:
        """The only session."""
        [entry] = [entry for entry in self.journal.entries() if entry["kind"] == "session"]
        return entry

    @property
    def logs(self) -> list[LogEntry]:
        return [entry for entry in self.journal.entries() if entry["kind"] == "log"]


def play(
    place: Path,
    *script: Key,
    routine: Routine = BOTH,
    content: Content = LIBRARY,
    settings: Settings | None = None,
    notice_read: bool = True,
    screened: bool = True,
    single_keys: bool = False,
    entries: tuple[Entry, ...] = (),
    records: type[Records] = Records,
    person: type[ScriptedUser] = ScriptedUser,
    clock: factories.ManualClock | None = None,
) -> Played:
    """Run a plain session by a script."""
    journal = Journal(place / "journal.json")
    for entry in (*entries, *([new_decision(new_header(), NOTICE, "read")] if notice_read else [])):
        journal.put(entry)
    if screened and not any(entry["kind"] == "safety" for entry in journal.entries()):
        put_full_check_all_no(journal)
    clock = clock or factories.ManualClock()
    someone = person(script, clock, single_keys=single_keys)

    def session_clock(rate: float, begins: int) -> factories.ManualClock:
        clock.ms = max(clock.ms, begins)
        return clock

    launch = Launch(journal.path, settings or Settings(), start=routine.id)
    content = replace(content, routines={**content.routines, routine.id: routine})
    flow = Flow(
        launch,
        content,
        records(journal),
        Prompt(someone, someone),
        NoGuard(),
        session_clock=session_clock,
        awake=lambda: clock.ms / 1000,
    )
    return Played(someone, journal, flow.run())


def strip_times(entry: Any) -> Any:
    """An entry without its uid, and with times replaced by whether they are set."""
    return {
        **entry,
        "uid": None,
        "started": None,
        "ended": entry["ended"] is not None,
        "before": {**entry["before"], "at": entry["before"]["at"] is not None},
        "after": {**entry["after"], "at": entry["after"]["at"] is not None},
    }


OUT: tuple[Key, ...] = ((AFTERWARDS, "3"), "")


class Placing(ScriptedUser):
    """A user whose script also answers the questions about the place."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.places = True
