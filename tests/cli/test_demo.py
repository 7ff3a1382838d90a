"""The demo's journal is the same at each run, its scores don't only fall, and it is removed when the demo ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from l5tui.cli.demo import demo_folder
from l5tui.cli.demo_journal import DAYS, demo_entries
from l5tui.domain.entry import Entry, SessionEntry
from l5tui.domain.pain import change_word, day_median
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.state import Due
from l5tui.journal.trends import days, first_and_newest_week
from l5tui.library import Content, load
from l5tui.library.loading import load as load_from
from tests import factories

NOW = datetime.fromisoformat("2026-11-22T14:30:00+01:00")


@pytest.fixture(scope="module", autouse=True)
def zurich() -> Iterator[None]:
    """Set the time zone for the C library too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Zurich")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="module")
def content() -> Content:
    return load()


@pytest.fixture(scope="module")
def entries(content: Content) -> list[Entry]:
    return demo_entries(content, NOW)


@pytest.fixture(scope="module")
def sessions(entries: list[Entry]) -> list[SessionEntry]:
    return [entry for entry in entries if entry["kind"] == "session"]


def test_the_demo_journal_is_the_same_at_each_run(content: Content, entries: list[Entry]) -> None:
    assert demo_entries(content, NOW) == entries


def test_a_week_later_the_demo_journal_differs_only_in_its_dates(content: Content, entries: list[Entry]) -> None:
    """So pictures that are made again differ only in their dates."""

    def without_times(entry: Entry) -> dict[str, Any]:
        fields: dict[str, Any] = {**entry, "started": None, "ended": None}
        for when in ("before", "after"):
            fields[when] = {**fields.get(when, {}), "at": None}
        return fields

    later = demo_entries(content, NOW + timedelta(weeks=1))
    assert [without_times(entry) for entry in later] == [without_times(entry) for entry in entries]


def test_the_demo_journal_spans_eight_weeks_and_ends_today(entries: list[Entry]) -> None:
    times = [datetime.fromisoformat(entry["started"]) for entry in entries]
    assert times == sorted(times)
    assert times[0].date() >= NOW.date() - timedelta(days=DAYS - 1)
    assert (NOW.date() - times[0].date()).days > DAYS - 7
    assert times[-1].date() == NOW.date()
    assert all(datetime.fromisoformat(entry["ended"] or entry["started"]) <= NOW for entry in entries)
    assert len({entry["uid"] for entry in entries}) == len(entries)


@pytest.mark.parametrize("hour", ["00:10", "07:30", "23:55"])
def test_no_demo_entry_is_in_the_future_at_any_hour(hour: str, content: Content) -> None:
    now = datetime.fromisoformat(f"2026-11-22T{hour}:00+01:00")
    made = demo_entries(content, now)
    assert all(datetime.fromisoformat(entry["ended"] or entry["started"]) <= now for entry in made)
    assert now - datetime.fromisoformat(made[-1]["started"]) <= timedelta(hours=1)


def test_the_demo_journal_has_an_entry_of_every_case(entries: list[Entry], sessions: list[SessionEntry]) -> None:
    logs = [entry for entry in entries if entry["kind"] == "log"]
    assert {entry["status"] for entry in sessions} == {"complete", "partial", "interrupted"}
    assert {entry["stop"] for entry in sessions} == {None, "person", "S2", "S3"}
    assert {step["outcome"] for entry in sessions for step in entry["steps"]} == {"done", "partial", "skipped"}
    assert {step["side"] for entry in sessions for step in entry["steps"]} == {None, "left", "right"}
    assert {entry["next_day"] for entry in sessions} == {"better", "same", "worse", None}
    assert any(entry["paused_s"] > 0 for entry in sessions)
    assert any(entry["note"] for entry in sessions)
    assert len(logs) >= 8
    assert any(entry["before"]["pain"] is None for entry in sessions)
    assert any(entry["before"]["right"] for entry in sessions)
    assert len({entry["routine"]["id"] for entry in sessions}) >= 6
    days = sorted({datetime.fromisoformat(entry["started"]).date() for entry in entries})
    assert max(later - day for day, later in pairwise(days)) >= timedelta(days=5)


def test_the_demo_scores_are_between_two_and_six(entries: list[Entry], sessions: list[SessionEntry]) -> None:
    before = [entry["before"]["pain"] for entry in sessions if entry["before"]["pain"] is not None]
    after = [entry["after"]["pain"] for entry in sessions if entry["after"]["pain"] is not None]
    assert (min(before), max(before)) == (2, 6)
    assert all(0 <= pain <= 10 for pain in after)
    assert any(later > one for one, later in pairwise(before))
    assert any(later < one for one, later in pairwise(before))
    changes = [
        entry["after"]["pain"] - entry["before"]["pain"]
        for entry in sessions
        if entry["after"]["pain"] is not None and entry["before"]["pain"] is not None
    ]
    assert sum(abs(change) <= 1 for change in changes) > len(changes) / 2


def test_as_many_sessions_end_higher_as_lower(sessions: list[SessionEntry]) -> None:
    """A journal whose scores only fell would promise an effect that nobody can promise."""
    words = [change_word(entry["before"]["pain"], entry["after"]["pain"]) for entry in sessions]
    assert words.count("higher") == words.count("lower") >= 5


@pytest.mark.parametrize("hour", ["00:10", "07:30", "23:55"])
def test_sessions_end_higher_and_lower_equally_often_at_any_hour(hour: str, content: Content) -> None:
    made = demo_entries(content, datetime.fromisoformat(f"2026-11-22T{hour}:00+01:00"))
    pairs = [(entry["before"]["pain"], entry["after"]["pain"]) for entry in made if entry["kind"] == "session"]
    words = [change_word(*pair) for pair in pairs]
    assert words.count("higher") == words.count("lower")


def test_the_median_of_the_demo_scores_stays_level(entries: list[Entry], sessions: list[SessionEntry]) -> None:
    weeks = first_and_newest_week(days(entries, date.min, date.max), NOW.date())
    assert weeks
    assert (weeks.first, weeks.newest) == (4, 4)
    for week in range(8):
        scores = [
            entry["before"]["pain"]
            for entry in sessions
            if (NOW - datetime.fromisoformat(entry["started"])).days // 7 == week
        ]
        assert 4 <= (day_median(scores) or 0) <= 5


def test_one_session_is_stopped_by_s2_and_one_by_s3(sessions: list[SessionEntry]) -> None:
    (high,) = [entry for entry in sessions if entry["stop"] == "S2"]
    (spread,) = [entry for entry in sessions if entry["stop"] == "S3"]
    assert high["worst"] == 6
    assert [hurt["answer"] for step in high["steps"] for hurt in step["hurt"]] == ["more"]
    assert [hurt["settled"] for step in spread["steps"] for hurt in step["hurt"]] == [False]
    assert (spread["after"]["left"] or 0) > (spread["before"]["left"] or 0)
    assert spread["paused_s"] >= 300, "the rest of five minutes before it was asked"


def test_after_s3_the_next_check_in_asked_its_question_and_the_forms_were_easier(
    entries: list[Entry], sessions: list[SessionEntry], content: Content
) -> None:
    at = next(number for number, entry in enumerate(sessions) if entry["stop"] == "S3")
    (stop,) = [entry for entry in entries if entry["kind"] == "safety" and entry["stop"] == "S3"]
    assert (stop["session"], stop["occasion"]) == (sessions[at]["uid"], "stop")
    shown, answered = [entry for entry in entries if entry["kind"] == "safety" and entry["over"] == [stop["uid"]]]
    assert (shown["answers"], answered["answers"]) == ({}, {"S3": "no"})
    following = sessions[at + 1]
    assert answered["started"] == following["started"]
    easier = {exercise.easier.id for exercise in content.exercises.values()}
    assert {step["variant"] for step in following["steps"]} <= easier


def test_a_session_can_start_in_the_demo_and_the_safety_questions_are_due_again(
    entries: list[Entry], content: Content
) -> None:
    """A person who starts a session in the demo is asked about their own back."""
    assert content.safety
    state = safety_state(content.safety, entries, NOW, exercises=content.exercises, demo=True)
    assert (state.positive_answers, state.stops, state.follow_up, state.restrictions) == ((), (), None, ())
    assert Due.DAYS in state.due
    checks = [entry for entry in entries if entry["kind"] == "safety" and entry["occasion"] == "full_check"]
    assert len(checks) == 2


def test_no_demo_session_has_tingling_or_numbness_that_would_have_stopped_it(entries: list[Entry]) -> None:
    for entry in entries:
        scores = [entry["before"], entry["after"]] if entry["kind"] == "session" else []
        for score in scores:
            assert set(score["kinds"]["left"] + score["kinds"]["right"]) <= {"pain"}


def test_demo_sessions_are_stored_at_speed_1(sessions: list[SessionEntry]) -> None:
    assert {entry["speed"] for entry in sessions} == {1.0}


def test_the_seconds_of_each_demo_session_add_up(sessions: list[SessionEntry]) -> None:
    for entry in sessions:
        assert sum(step["seconds"] for step in entry["steps"]) <= entry["active_s"]
        if entry["ended"]:
            lasted = datetime.fromisoformat(entry["ended"]) - datetime.fromisoformat(entry["started"])
            assert abs(lasted.total_seconds() - entry["active_s"] - entry["paused_s"]) < 1
        if entry["status"] == "complete":
            assert all(step["outcome"] == "done" for step in entry["steps"])


def test_an_entry_has_the_shape_of_a_real_one(sessions: list[SessionEntry]) -> None:
    assert all(set(entry) == set(factories.session()) for entry in sessions)


def test_routines_that_are_missing_are_left_out(tmp_path: Path) -> None:
    made = demo_entries(load_from(tmp_path), NOW)
    assert {entry["kind"] for entry in made} == {"log"}


class Stopped(BaseException):
    """Raised in place of a signal that ends the app."""


def test_the_demo_folder_is_private_and_is_removed_however_the_app_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def use_and_stop() -> None:
        with demo_folder() as folder:
            (folder / "journal.json").touch()
            assert folder.stat().st_mode & 0o777 == 0o700
            raise Stopped

    with pytest.raises(Stopped):
        use_and_stop()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_left_by_a_killed_demo_is_removed_by_the_next_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is in use or new, and a link to another place, stay."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, used, new, elsewhere = (tmp_path / f"l5tui-demo-{name}" for name in ("left", "used", "new", "link"))
    mine = tmp_path / "mine"
    for folder in (left, used, new, mine):
        folder.mkdir()
        (folder / "journal.json").touch()
    elsewhere.symlink_to(mine)
    hour_ago = time.time() - 3600
    for folder in (left, used, mine):
        os.utime(folder, (hour_ago, hour_ago))
    held = os.open(used, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        with demo_folder() as folder:
            assert {path.name for path in tmp_path.iterdir()} == {
                *(used.name, new.name, elsewhere.name, "mine", folder.name)
            }
    finally:
        os.close(held)
    assert (mine / "journal.json").exists()
