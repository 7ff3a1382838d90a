"""A session's log restores its plan, its events and its entry."""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.config.errors import JournalError
from l5tui.domain.entry import SCHEMA
from l5tui.engine.controller import Controller
from l5tui.engine.events import Event, Hurt, Paused
from l5tui.engine.progress import fold
from l5tui.journal.sessionlog import handover
from l5tui.journal.sessionlog.live_log import LiveLog
from l5tui.journal.sessionlog.log_files import unfinished
from l5tui.journal.sessionlog.session_log import (
    SessionLog,
    event_from_json,
    event_to_json,
    plan_from_json,
    plan_to_json,
    read_interrupted,
)
from l5tui.journal.store import Journal
from l5tui.storage.atomic import SystemCalls
from tests import factories

KEYS = ("pause", "resume", "toggle", "skip", "back", "skip_exercise", "back_exercise", "more", "less", "go_on")


def through_json(found: object) -> object:
    return json.loads(json.dumps(found))


def test_a_plan_is_read_back_unchanged() -> None:
    assert plan_from_json(through_json(plan_to_json(factories.plan_of_two()))) == factories.plan_of_two()


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, 40)), max_size=15), st.booleans())
def test_every_event_is_read_back_unchanged(done: list[tuple[str, int]], own_pace: bool) -> None:
    clock = factories.ManualClock()
    controller = Controller(factories.plan_of_two(), clock)
    controller.start()
    controller.set_own_pace(own_pace)
    for key, seconds in done:
        clock.advance(seconds)
        getattr(controller, key)()
    controller.hurt("sharp", 5)
    controller.rate("during", factories.score(5))
    controller.note_position()
    controller.end()
    back = [event_from_json(through_json(event_to_json(event))) for event in controller.events]  # type: ignore[arg-type]
    assert back == controller.events


def test_unknown_events_and_fields_are_skipped() -> None:
    assert event_from_json({"event": "levitated", "at": 3}) is None
    assert event_from_json({"event": "paused"}) is None
    assert event_from_json({"event": "paused", "at": "noon"}) is None
    assert event_from_json({"event": "hurt", "at": 1, "answer": "sharp", "new": 1}) == Hurt(1, "sharp")


def test_an_interrupted_session_continues_where_it_was(tmp_path: Path) -> None:
    entry = factories.session("cut")
    clock = factories.ManualClock()
    controller = Controller(factories.plan_of_two(), clock)
    log = SessionLog.begin(tmp_path, entry, factories.plan_of_two())
    controller.observe(log)
    controller.start()
    clock.advance(17)
    controller.note_position()
    at_the_end = controller.progress
    log.close()

    (left,) = unfinished(tmp_path)
    assert not left.running
    again, found = SessionLog.resume(left.path)
    assert found.entry == entry
    resumed = Controller(found.plan, factories.ManualClock(at_the_end.at), found.events)
    assert resumed.moment.paused
    assert (resumed.progress.index, resumed.progress.offset) == (at_the_end.index, at_the_end.offset)
    again.done()
    assert unfinished(tmp_path) == []
    assert (tmp_path / "done" / "cut.log").exists()


def test_a_running_session_is_recognised_and_not_resumed(tmp_path: Path) -> None:
    log = SessionLog.begin(tmp_path, factories.session("mine"), factories.plan_of_two())
    (found,) = unfinished(tmp_path)
    assert found.running
    with pytest.raises(JournalError, match="running in another login"):
        SessionLog.resume(found.path)
    log.close()


def test_events_are_in_the_file_before_the_call_returns(tmp_path: Path) -> None:
    log = SessionLog.begin(tmp_path, factories.session("now"), factories.plan_of_two())
    happened: list[Event] = [Paused(5)]
    log(happened[0])
    assert read_interrupted(log.log.path).events == happened
    log.close()


def test_a_log_without_its_beginning_is_reported(tmp_path: Path) -> None:
    log = SessionLog.begin(tmp_path, factories.session("torn"), factories.plan_of_two())
    log.close()
    path = log.log.path
    path.write_bytes(b"x" + path.read_bytes())
    with pytest.raises(JournalError, match="damaged"):
        SessionLog.resume(path)


def test_the_steps_done_are_the_same_before_and_after_reading_back(tmp_path: Path) -> None:
    clock = factories.ManualClock()
    controller = Controller(factories.plan_of_two(), clock)
    log = SessionLog.begin(tmp_path, factories.session("same"), factories.plan_of_two())
    controller.observe(log)
    controller.start()
    for _ in range(9):
        clock.advance(4)
        controller.toggle()
        controller.more()
    log.close()
    found = read_interrupted(log.log.path)
    assert fold(found.plan.segments, found.events) == fold(factories.plan_of_two().segments, controller.events)


def test_the_entry_in_the_log_of_an_older_version_is_migrated(tmp_path: Path) -> None:
    old = {**factories.session(), "schema": 1}
    del old["clock_step_s"]
    SessionLog.begin(tmp_path, old, factories.plan_of_two()).close()  # type: ignore[arg-type]
    (one,) = unfinished(tmp_path)
    left = read_interrupted(one.path)
    assert (left.entry["schema"], left.entry["clock_step_s"]) == (SCHEMA, 0.0)


def test_a_log_whose_entry_has_a_newer_schema_is_left_unchanged(tmp_path: Path) -> None:
    SessionLog.begin(tmp_path, {**factories.session(), "schema": SCHEMA + 1}, factories.plan_of_two()).close()
    (one,) = unfinished(tmp_path)
    with pytest.raises(JournalError, match="newer l5tui"):
        read_interrupted(one.path)


class FullDisk(SystemCalls):
    """A disk that takes nothing while it is full."""

    full = False

    def pwrite(self, fd: int, data: memoryview, offset: int) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, "full")
        return super().pwrite(fd, data, offset)


@pytest.mark.parametrize("let_go", [SessionLog.give_up, SessionLog.close, SessionLog.done])
def test_events_that_the_disk_refused_are_in_the_log_when_it_is_released(
    tmp_path: Path, let_go: Callable[[SessionLog], None]
) -> None:
    """Another login then continues the session, and knows only what is in the file."""
    disk = FullDisk()
    entry = factories.session("mine")
    log = SessionLog(
        LiveLog.create(tmp_path, "mine", {"entry": entry, "plan": plan_to_json(factories.plan_of_two())}, calls=disk)
    )
    log.sync()
    disk.full = True
    log.log.append(event_to_json(Paused(5)))
    assert log.trouble is not None
    disk.full = False
    let_go(log)
    [path] = tmp_path.rglob("*.log")
    assert read_interrupted(path).events == [Paused(5)]


def test_a_session_is_handed_over_only_after_its_screen_has_written_the_last_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "STOP_S", 30)
    log = SessionLog.begin(tmp_path, factories.session("mine"), factories.plan_of_two())

    def pause_a_little_later() -> None:
        time.sleep(0.05)
        log(Paused(5))
        held.stopped.set()

    held = handover.HeldSession(log, Thread(target=pause_a_little_later).start)
    held.give_up()
    assert held.gone
    assert read_interrupted(log.log.path).events == [Paused(5)]


def test_a_purge_erases_the_log_of_an_interrupted_session_and_not_of_a_running_one(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.json")
    for uid in ("runs", "left"):
        journal.put(factories.session(uid))
        journal.delete(uid, "2026-11-22T20:00:00+01:00")
    running = SessionLog.begin(journal.live, factories.session("runs"), factories.plan_of_two())
    SessionLog.begin(journal.live, factories.session("left"), factories.plan_of_two()).close()
    assert journal.purge() == 2
    assert [one.uid for one in unfinished(journal.live)] == ["runs"]
    running(Paused(5))
    running.close()
    assert read_interrupted(running.log.path).events == [Paused(5)]
