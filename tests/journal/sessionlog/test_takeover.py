"""A session that runs in one login is taken over by another: asked by a signal, saved, and nothing lost or doubled."""

from __future__ import annotations

import errno
import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.sessionlog.handover import STOP_S, HandOver
from l5tui.journal.sessionlog.live_log import LiveLog
from l5tui.journal.sessionlog.log_files import unfinished
from l5tui.journal.sessionlog.session_log import SessionLog, event_to_json, read_interrupted
from l5tui.journal.sessionlog.takeover import LOCK_WAIT_S, request_file, requested, sweep_requests, take_over
from l5tui.storage.atomic import SYSTEM
from l5tui.storage.lock import take_if_free
from l5tui.storage.owner import UNKNOWN, is_this_process, this_process, why_unreachable
from tests import factories
from tests.journal.login_process import plan
from tests.journal.other_login import PATIENCE_S, OtherLogin, have_time, write_request
from tests.storage.fault_injection import RefusedCalls

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    have_time(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal.json.live"


@pytest.fixture
def other(folder: Path) -> Iterator[OtherLogin]:
    with OtherLogin(folder) as login:
        assert login.ask("begin", "s1") == "ok"
        yield login


def in_log(folder: Path) -> list[Json]:
    return [event_to_json(event) for event in read_interrupted(folder / "s1.log").events]


def log_of(folder: Path) -> Path:
    return folder / "s1.log"


@pytest.fixture
def no_signals(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have been sent; nothing is."""
    sent: list[Any] = []
    monkeypatch.setattr("signal.pidfd_send_signal", lambda *given: sent.append(given))
    kill = os.kill
    unasked = (0, signal.SIGKILL)
    monkeypatch.setattr("os.kill", lambda pid, how: kill(pid, how) if how in unasked else sent.append((pid, how)))
    return sent


# Taken


def test_the_other_login_stands_still_saves_and_goes_on_without_it(folder: Path, other: OtherLogin) -> None:
    assert other.ask("do", "note_position", 7) == "ok"
    log, left = take_over(log_of(folder))
    assert [event_to_json(event) for event in left.events] == other.told() == in_log(folder)
    assert in_log(folder)[-1]["event"] == "paused"
    (found,) = unfinished(folder)
    assert found.running, "now it is ours"
    assert other.child.poll() is None, "the other program goes on"
    assert other.ask("do", "resume", 1) == "ok"
    assert other.told() == []
    assert [event_to_json(event) for event in left.events] == in_log(folder), "what it still does isn't written"
    assert not request_file(log_of(folder)).exists()
    log.close()


def test_it_is_taken_from_a_process_that_is_stopped(folder: Path, other: OtherLogin) -> None:
    other.stop()
    log, left = take_over(log_of(folder))
    assert [event_to_json(event) for event in left.events] == other.told()
    log.close()


def test_two_logins_take_it_from_each_other_ten_times_and_no_event_is_lost_or_doubled(
    folder: Path, other: OtherLogin
) -> None:
    with OtherLogin(folder) as second:
        happened: list[Json] = []
        here, there = other, second
        for seconds in range(10):
            assert here.ask("do", "toggle", seconds) == "ok"
            assert here.ask("do", "resume", 1) == "ok"
            assert there.ask("take", "s1") == "ok"
            happened += here.told()
            here, there = there, here
        happened += here.told()
        assert in_log(folder) == happened
        assert [event["event"] for event in happened].count("started") == 1
        assert here.ask("finish") == "ok"
        assert there.ask("take", "s1").startswith("no there is no session log") or unfinished(folder) == []


def test_a_session_that_was_left_meanwhile_is_taken_without_asking(
    folder: Path, other: OtherLogin, no_signals: list[Any]
) -> None:
    other.kill()
    log, _ = take_over(log_of(folder))
    assert no_signals == []
    log.close()


def test_one_whose_process_ends_while_it_is_about_to_be_asked_is_taken(
    folder: Path, other: OtherLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(owner: object) -> str:
        other.kill()
        return UNKNOWN

    monkeypatch.setattr("l5tui.journal.sessionlog.takeover.why_unreachable", found)
    log, _ = take_over(log_of(folder))
    log.close()


def test_one_that_was_finished_meanwhile_is_said_to_be(folder: Path, other: OtherLogin) -> None:
    assert other.ask("finish") == "ok"
    with pytest.raises(JournalError, match="was finished in the other login"):
        take_over(log_of(folder))


def test_a_login_that_ends_by_the_signal_as_an_older_one_does_gives_it_up_too(tmp_path: Path, folder: Path) -> None:
    import subprocess
    import sys

    script = (
        "import sys, time\nfrom pathlib import Path\nfrom l5tui.journal.sessionlog.session_log import SessionLog\n"
        "from tests import factories\nfrom tests.journal.login_process import plan\n"
        "log = SessionLog.begin(Path(sys.argv[1]), factories.session('s1'), plan())\n"
        "print('ok', flush=True)\ntime.sleep(60)\n"
    )
    older = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert older.stdout is not None
    assert older.stdout.readline() == b"ok\n"
    log, _ = take_over(log_of(folder))
    assert older.wait() == -signal.SIGTERM
    older.stdout.close()
    log.close()


# Not taken


def test_one_that_does_not_let_go_in_time_keeps_it_and_that_is_said(folder: Path, other: OtherLogin) -> None:
    assert other.ask("hang") == "ok"
    began = time.monotonic()
    with pytest.raises(JournalError, match=r"did not let go of the session within 0\.3 seconds, so nothing was taken"):
        take_over(log_of(folder), within_s=0.3)
    assert time.monotonic() - began >= 0.3
    (found,) = unfinished(folder)
    assert found.running


def test_it_waits_two_seconds_for_the_other_login() -> None:
    assert LOCK_WAIT_S == 2
    assert STOP_S <= LOCK_WAIT_S / 2


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"start": "1"}, UNKNOWN),
        ({"start": None}, UNKNOWN),
        ({"boot": "another"}, UNKNOWN),
        ({"pid": 0}, UNKNOWN),
        ({"pid": "12"}, UNKNOWN),
        ({"host": "lab7", "machine": "m", "boot": "b"}, "on lab7"),
        ({"machine": "m", "boot": "b"}, "on another machine"),
        ({"space": "pid:[1]"}, "in another container of this machine"),
    ],
)
def test_nothing_is_signalled_unless_host_number_and_start_agree(
    folder: Path, changed: Json, where: str, no_signals: list[Any]
) -> None:
    owner = {**this_process(), **changed}
    assert why_unreachable(owner) == where
    log = LiveLog.create(folder, "s1", {})
    log._record("owner", owner)
    with pytest.raises(JournalError, match=f"runs {where}"):
        take_over(log_of(folder), within_s=0.05)
    assert no_signals == []
    assert not request_file(log_of(folder)).exists()
    log.close()


def test_a_record_that_says_nothing_is_out_of_reach() -> None:
    assert why_unreachable(None) == why_unreachable({}) == UNKNOWN
    assert why_unreachable(this_process()) is None
    assert why_unreachable({**this_process(), "host": "as it was called before"}) is None
    assert is_this_process(this_process())
    assert not is_this_process({})
    assert not is_this_process({**this_process(), "start": None})


def test_without_locks_nothing_is_taken_and_it_says_why(folder: Path, no_signals: list[Any]) -> None:
    system = RefusedCalls(errno.ENOLCK, "flock")
    log = LiveLog.create(folder, "s1", {}, calls=system)
    with pytest.raises(JournalError, match="has no locks, so a session can't be taken over"):
        take_over(log.path, calls=system)
    assert no_signals == []
    log.close()


def test_two_takers_never_ask_at_once(folder: Path, other: OtherLogin, no_signals: list[Any]) -> None:
    first = take_if_free(SYSTEM, request_file(log_of(folder)))
    assert first is not None
    with pytest.raises(JournalError, match="another login is taking the session over just now"):
        take_over(log_of(folder))
    assert no_signals == []
    os.close(first)


def test_a_log_that_has_no_room_for_a_request_stays_where_it_is(
    folder: Path, other: OtherLogin, no_signals: list[Any]
) -> None:
    with pytest.raises(JournalError, match="the disk is full"):
        take_over(log_of(folder), calls=RefusedCalls(errno.ENOSPC, "pwrite"))
    assert no_signals == []
    assert not request_file(log_of(folder)).exists()


# What the signal means


def test_a_signal_without_a_request_ends_the_program_saved(folder: Path, other: OtherLogin) -> None:
    other.signal(signal.SIGTERM)
    assert other.child.wait(PATIENCE_S) == 128 + signal.SIGTERM
    (found,) = unfinished(folder)
    assert not found.running


def test_a_request_is_answered_once_and_the_next_signal_is_the_end(folder: Path, other: OtherLogin) -> None:
    assert other.ask("hang") == "ok"
    with pytest.raises(JournalError, match="did not let go"):
        take_over(log_of(folder), within_s=0.3)
    assert request_file(log_of(folder)).exists()
    other.signal(signal.SIGTERM)
    assert other.child.wait(PATIENCE_S) == 128 + signal.SIGTERM


def test_a_request_for_a_session_that_it_no_longer_runs_changes_nothing(folder: Path, other: OtherLogin) -> None:
    log, _ = take_over(log_of(folder))
    log.log._record("owner", {**this_process(), "pid": other.child.pid, "start": None})
    stale = read_interrupted(log_of(folder)).owner
    assert stale is not None
    from l5tui.storage.owner import _start

    log.log._record("owner", {**stale, "start": _start(other.child.pid)})  # as after a disk that took no record of us
    with pytest.raises(JournalError, match="did not let go"):
        take_over(log_of(folder), within_s=0.3)
    assert other.ask("do", "pause", 1) == "ok"
    log.close()


def test_the_request_is_private_and_names_both(folder: Path, other: OtherLogin) -> None:
    assert other.ask("hang") == "ok"
    with pytest.raises(JournalError, match="did not let go"):
        take_over(log_of(folder), within_s=0.1)
    assert stat.S_IMODE(request_file(log_of(folder)).stat().st_mode) == 0o600


def test_a_request_that_names_this_process_is_found_once(folder: Path) -> None:
    write_request(folder, mark="m")
    answered: set[str] = set()
    assert requested(folder, answered) == ("s1",)
    assert requested(folder, answered) == ()
    write_request(folder, mark="n")
    assert requested(folder, answered) == ("s1",)


@pytest.mark.parametrize(
    "changed",
    [
        {"whom": {**this_process(), "start": "1"}},
        {"whom": {**this_process(), "pid": 1}},
        {"whom": None},
        {"who": {**this_process(), "boot": "before"}},
        {"who": 7},
        {"at_s": time.monotonic() - 61},
        {"at_s": time.monotonic() + 1000},
        {"at_s": "now"},
    ],
)
def test_a_request_of_another_time_or_for_another_process_means_nothing(folder: Path, changed: Json) -> None:
    write_request(folder, **changed)
    assert requested(folder, set()) == ()


def test_a_torn_request_means_nothing(folder: Path) -> None:
    write_request(folder)
    path = folder / "s1.take"
    path.write_bytes(path.read_bytes()[:40])
    assert requested(folder, set()) == ()
    path.unlink()
    path.mkdir()
    assert requested(folder, set()) == ()
    assert requested(folder / "nowhere", set()) == ()


def test_old_requests_are_swept_and_new_ones_left(folder: Path) -> None:
    write_request(folder)
    (folder / "s2.take").write_bytes(b"")
    os.utime(folder / "s2.take", (1, 1))
    sweep_requests(folder)
    assert [path.name for path in folder.iterdir()] == ["s1.take"]
    sweep_requests(folder / "nowhere")


def test_whoever_shows_it_has_a_second_to_stop_and_then_the_log_is_let_go_of_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.journal.sessionlog.handover.STOP_S", 0.1)
    log = SessionLog.begin(folder, factories.session("s1"), plan())
    hand_over = HandOver(lambda: folder)
    write_request(folder)
    with hand_over.holding(log, lambda: None) as held:
        answer = hand_over.find_request()
        assert answer is not None
        assert not held.taken.is_set()
        answer()
        assert held.taken.is_set()
        assert held.gone
    assert hand_over.find_request() is None
