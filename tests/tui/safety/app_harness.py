"""One journal and the app on it, which is opened and closed many times while the test sets the wall clock. The state
machine of `test_machine.py` runs on this. A second login is another writer of the same journal.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import monotonic
from typing import Any, Final, TypeVar
from unittest.mock import patch

from l5tui.config import clock as system_clock
from l5tui.config.clock import new_header, now
from l5tui.config.launch import Launch
from l5tui.config.paths import content_root
from l5tui.config.settings import Settings
from l5tui.domain.entry import SafetyEntry
from l5tui.domain.entry_reading import NOTICE, practised
from l5tui.domain.new_entry import new_decision
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.journal.store import Journal
from l5tui.library import Content, load
from l5tui.tui.app import L5App
from l5tui.tui.records import Records
from l5tui.tui.session import flow, run_session, unfinished
from l5tui.tui.session.screen import SessionScreen
from tests.factories import ManualClock
from tests.tui.reading import is_closing, text
from tests.tui.safety.rules_model import Model, Off

T = TypeVar("T")

START: Final = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=1)))
SIZE: Final = (100, 60)
"""A window in which a whole page of questions is visible."""
PATIENCE_S: Final = 60.0
OWN_ROUTINE: Final = """
id = "mine"
name = "Mine"
order = 1
why = "My own."
ladder = true
[[steps]]
exercise = "childs_pose"
[[steps]]
exercise = "cat_cow"
[[steps]]
exercise = "my_tilt"
"""
FAVOURITES: Final = ("mine", "childs_pose", "full_l5", "my_tilt")


def own_content(place: Path) -> Content:
    """The shipped content with a routine and an exercise of the user's own, which no safety question names."""
    shipped = (content_root() / "exercises/pelvic_tilt.toml").read_text(encoding="utf-8")
    for folder, name, body in (
        ("exercises", "my_tilt", shipped),
        ("routines", "mine", OWN_ROUTINE),
    ):
        for old, new in (
            ('"pelvic_tilt"', '"my_tilt"'),
            ("number = 4\n", ""),
            ('"Pelvic tilts"', '"My tilts"'),
            ('aliases = ["back flattening", "posterior pelvic tilt"]', "aliases = []"),
            ("tilt_small", "my_small"),
            ("tilt_march", "my_march"),
        ):
            body = body.replace(old, new)
        (place / folder).mkdir()
        (place / folder / f"{name}.toml").write_text(body, encoding="utf-8")
    content = load(own=place)
    assert not content.problems, content.problems
    return content


with tempfile.TemporaryDirectory() as _place:
    CONTENT: Final = own_content(Path(_place))


class AppHarness:
    """One journal, and the apps that are opened on it one after another."""

    def __init__(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.model = Model()
        self.seen = self.model.everything
        """The entries that the app has read from the journal."""
        self.faults: list[str] = []
        self.running: dict[SessionScreen, dict[str, Off]] = {}
        """For each session that began, what was left out of its exercises at that time."""
        self.session = ""
        """The uid of the last session."""
        self.blocked_elsewhere = False
        """Whether another login wrote something since that session began."""
        self.easier_wanted = False
        """Whether the easier forms were chosen for the session that begins."""
        self.clock = ManualClock()
        self.wall = START
        """The wall clock, which stands still until the test moves it: answer and statement get the same time."""
        self._busy = 0
        self._loop = asyncio.new_event_loop()
        self._asked: asyncio.Queue[tuple[Callable[[], Awaitable[Any]], asyncio.Future[Any]]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._patches = ExitStack()
        self._patches.enter_context(patch.object(system_clock, "_wall", lambda: self.wall))
        self._patches.enter_context(patch.object(Records, "do", self._counted(Records.do)))
        self._patches.enter_context(patch.object(SessionScreen, "on_mount", self._watched(SessionScreen.on_mount)))
        for module in (flow, unfinished):
            self._patches.enter_context(patch.object(module, "run_session", self._guided(run_session.run_session)))
        journal = Journal(self.place / "journal.json")
        journal.put(new_decision(new_header(), NOTICE, "read"))
        journal.set_favourites(FAVOURITES)

    @property
    def journal(self) -> Journal:
        """The journal as another login opens it."""
        return Journal(self.place / "journal.json")

    def practised(self) -> list[datetime]:
        """The starts of all sessions in which something was practised."""
        return [
            datetime.fromisoformat(one["started"]) for one in self.journal.entries() if practised(dict(one), demo=False)
        ]

    # The app

    def open(self, start: str | None = None) -> None:
        """Open the app, and wait until it asks for something."""
        launch = Launch(self.place / "journal.json", Settings(figure=False, reduced_motion=True), start=start)
        self.app = L5App(launch, library=CONTENT)
        self.app.session_clock = self._session_clock
        reload = self.app.reload

        async def reload_and_note() -> None:
            self.seen = self.model.everything
            await reload()

        self.app.reload = reload_and_note  # type: ignore[method-assign]
        self.running = {}
        self._task = self._loop.create_task(self._live())
        self.do(self.settle)

    def close(self, *, killed: bool = False) -> None:
        """Close the app, either as a kill would or in the normal way."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(task)
        if killed:
            self.app.records._thread.shutdown(wait=True)
        else:
            self.app.records.close()

    def end(self) -> None:
        """The end of the test."""
        if self._task is not None:
            self.close(killed=True)
        self._loop.close()
        self._patches.close()
        shutil.rmtree(self.place)

    def do(self, call: Callable[[], Awaitable[T]]) -> T:
        """Run something with the app, which runs only that long."""
        done: asyncio.Future[T] = self._loop.create_future()
        self._asked.put_nowait((call, done))
        assert self._task is not None
        self._loop.run_until_complete(asyncio.wait((done, self._task), return_when=asyncio.FIRST_COMPLETED))
        if not done.done():
            self._task.result()
        return done.result()

    async def _live(self) -> None:
        async with self.app.run_test(size=SIZE) as self.pilot:
            while True:
                call, done = await self._asked.get()
                try:
                    done.set_result(await call())
                except Exception as error:  # noqa: BLE001  whoever asked gets it
                    done.set_exception(error)

    async def settle(self) -> None:
        """Wait until the app is idle."""
        quiet, give_up = 0, monotonic() + PATIENCE_S
        while quiet < 2 and not is_closing(self.app):
            assert monotonic() < give_up, f"it never came to rest:\n{text(self.app)}"
            await self.pilot.pause()
            app = self.app
            busy = self._busy or app._answering or app._typed or app._between or not app.opened
            quiet = 0 if busy else quiet + 1

    def press(self, *keys: str) -> None:
        """Press keys, each after the one before has been handled."""
        for key in keys:
            self.do(lambda key=key: self.pilot.press(key))  # type: ignore[misc]
            self.do(self.settle)

    # What is watched

    def _session_clock(self, rate: float, start_ms: int) -> ManualClock:
        self.clock = ManualClock(start_ms)
        return self.clock

    def _counted(self, do: Any) -> Any:
        async def counted(records: Records, call: Any) -> Any:
            self._busy += 1
            try:
                return await do(records, call)
            finally:
                self._busy -= 1

        return counted

    def _guided(self, guide: Any) -> Any:
        async def guided(app: L5App, run: RunningSession, away_s: float = 0) -> Any:
            self.session = run.entry["uid"]
            return await guide(app, run, away_s)

        return guided

    def _watched(self, on_mount: Any) -> Any:
        def watched(screen: SessionScreen) -> None:
            self._begins(screen)
            on_mount(screen)

        return watched

    def _begins(self, screen: SessionScreen) -> None:
        """When a session begins or is resumed, check that it may, and note what may not be in it."""
        reason = self.model.reason(now(), self.practised())
        if reason != "recheck":
            self.faults.append(f"a session began in spite of: {reason}")
        sessions = self.practised()
        exercises = {step.exercise for step in screen.controller.plan.steps}
        self.running[screen] = {one: self.model.off(one, now(), sessions) for one in exercises}
        self.blocked_elsewhere = False
        if not screen.controller.moment.started:
            for step in screen.controller.plan.steps:
                off = self.running[screen][step.exercise]
                eased = off.easier or self.easier_wanted
                if eased and not off.whole and step.variant != CONTENT.exercises[step.exercise].easier.id:
                    self.faults.append(f"{step.exercise} isn't in its easier form")
        self.look_at_plans()

    def look_at_plans(self) -> None:
        """Check that no session contains anything that was off when it began."""
        for screen, off in self.running.items():
            for segment in screen.controller.progress.segments:
                exercise = screen.controller.plan.steps[segment.step].exercise
                if off[exercise].whole:
                    self.faults.append(f"{exercise} is in a session, and it is off")
                if segment.phase in off[exercise].phases and not segment.off:
                    self.faults.append(f"{segment.phase} of {exercise} is in a session, and it is off")

    # Another login, and the time

    def elsewhere(self, *entries: SafetyEntry) -> None:
        """Another login writes into the journal."""
        self.journal.put_all(entries)
        self.blocked_elsewhere = True

    def pass_time(self, **spent: float) -> None:
        """Move the wall clock forward or back, and the time of an unfinished session with it."""
        self.wall += timedelta(**spent)
        assert now() == self.wall, "the app reads another clock than the one that this test sets"
        for log in self.journal.live.glob("*.log"):
            at = log.stat().st_mtime - timedelta(**spent).total_seconds()
            os.utime(log, (at, at))
