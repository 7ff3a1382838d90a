"""A session interrupted by a kill, a hang-up or a stop is offered again and continues where it was."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from l5tui.journal.sessionlog.session_log import InterruptedSession
from tests.domain.safety.safety_journal import put_full_check_all_no_at
from tests.e2e.session_steps import begin, check_out, kill, live, progress_of, session_log, sessions, until_logged
from tests.e2e.terminal import Terminal

KILLS = 100
HANG_UPS = 50
AT_ONCE = 4
SPEED = 2
LEFT_NOW, LEFT_THEN = r"(\d+):(\d\d) left", r"(\d+):(\d\d) are left"


@pytest.mark.long
def test_after_a_kill_the_session_resumes_paused_within_a_second_of_its_position(home: Path) -> None:
    with Terminal("start", "bird dog", "--speed", "10") as terminal:
        begin(terminal, first=True)
        terminal.until("rep 2 of 10")
        until_logged(home, lambda left: rep_of(left) >= 2, "the second repetition", terminal)
        kill(terminal)
    assert [path.suffix for path in live(home).iterdir()] == [".log"]
    rep = rep_of(session_log(home))

    with Terminal("--speed", "10") as terminal:
        terminal.until("This session was cut off")
        assert f"Bird dog, rep {rep}" in terminal.text
        terminal.press("enter")
        terminal.until("Space goes on")
        terminal.press("space")
        terminal.until(lambda text: "Space goes on" not in text and f"rep {rep} of 10" in text)
        terminal.press("q")
        terminal.until("Stopping is fine")
        terminal.press("enter")
        check_out(terminal, "3")
        assert terminal.until_end() == 0

    (entry,) = sessions()
    assert (entry["status"], entry["before"]["pain"], entry["after"]["pain"]) == ("partial", 4, 3)
    assert rep - 1 <= entry["steps"][0]["reps"] <= rep + 1
    assert [path.name for path in live(home).iterdir()] == ["done"]


def rep_of(left: InterruptedSession) -> int:
    """The repetition that a session's log has reached."""
    progress = progress_of(left)
    return progress.segments[progress.index].rep


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "kind", "status"),
    [("k", "session", "interrupted"), ("d", "log", None)],
    ids=["kept", "discarded"],
)
def test_an_interrupted_session_can_be_saved_or_discarded(key: str, kind: str, status: str | None) -> None:
    from tests.e2e.session_steps import journal

    with Terminal("start", "bird dog", "--speed", "10") as terminal:
        begin(terminal, first=True)
        kill(terminal)
    with Terminal() as terminal:
        terminal.until("This session was cut off")
        terminal.press(key)
        terminal.until("ROUTINES")
        terminal.press("q")
        assert terminal.until_end() == 0
    (entry,) = [entry for entry in journal() if entry["kind"] not in ("decision", "safety")]
    assert entry["kind"] == kind
    assert entry.get("status") == status
    assert entry["pain"] == 4 if kind == "log" else entry["active_s"] > 0
    with Terminal() as terminal:
        terminal.until("ROUTINES")
        assert "cut off" not in terminal.text, "it is offered once"


@pytest.mark.long
def test_a_session_in_another_login_is_named_and_not_changed() -> None:
    with Terminal("start", "bird dog") as first:
        begin(first, first=True)
        with Terminal() as second:
            second.until("running in another login")
            second.press("esc")
            second.until("ROUTINES")
            second.press("q")
            assert second.until_end() == 0
        first.press("space")
        first.until("Space goes on")


@pytest.mark.long
@pytest.mark.parametrize(
    "end",
    [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT],
    ids=lambda one: one.name,
)
def test_a_signal_saves_the_session_and_restores_the_terminal(end: signal.Signals) -> None:
    with Terminal("start", "bird dog") as terminal:
        begin(terminal, first=True)
        terminal.child.kill(end)
        assert terminal.until_end() == 128 + end
        assert b"\x1b[?1049l" in terminal.raw
    with Terminal() as terminal:
        terminal.until("This session was cut off")


@pytest.mark.long
def test_a_dropped_connection_ends_the_app() -> None:
    with Terminal("start", "bird dog") as terminal:
        begin(terminal, first=True)
        terminal.hang_up()
    with Terminal() as terminal:
        terminal.until("This session was cut off")


@pytest.mark.long
def test_after_ctrl_z_and_fg_the_session_is_paused() -> None:
    with Terminal(command=["bash", "--norc", "-i"], env={"PS1": "ready> "}) as shell:
        shell.until("ready>")
        shell.press(f"{sys.executable} -m l5tui start 'bird dog'\r")
        begin(shell, first=True)
        shell.press("ctrl+z")
        shell.until(lambda text: "ready>" in text.splitlines()[-1] or "Stopped" in text)
        shell.press("fg\r")
        shell.until("Space goes on")
        shell.press("ctrl+c")
        shell.until("Close l5tui?")
        shell.press("enter")
        shell.until(lambda text: text.count("ready>") >= 1 and "Close" not in text)
        shell.press("exit\r")


@pytest.mark.long
def test_a_session_killed_at_any_moment_resumes_within_a_second_of_its_position(tmp_path: Path) -> None:
    _cut_off_often(tmp_path, KILLS, signal.SIGKILL)


@pytest.mark.long
def test_a_session_hung_up_at_any_moment_resumes_within_a_second_of_its_position(tmp_path: Path) -> None:
    _cut_off_often(tmp_path, HANG_UPS, signal.SIGHUP)


def _cut_off_often(place: Path, times: int, end: signal.Signals) -> None:
    """Interrupt several sessions in parallel, again and again, at random positions."""
    homes = [place / f"home{number}" for number in range(AT_ONCE)]
    for home in homes:
        home.mkdir()
    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(lambda home: _one_person(home, times // AT_ONCE + 1, end), homes))


def _one_person(home: Path, times: int, end: signal.Signals) -> None:
    chance = Random(home.name)
    env = {"HOME": str(home)}
    put_full_check_all_no_at(home)
    with Terminal("start", "full l5", "--speed", str(SPEED), env=env) as terminal:
        begin(terminal, first=True)
        seen = _cut_off(terminal, end)
    for _ in range(times - 1):
        with Terminal(env=env) as terminal:
            text = terminal.until(lambda text: bool(re.search(LEFT_THEN, text)) and "keep what" in text)
            left = _seconds(text, LEFT_THEN)
            assert abs(left - seen) <= 2 * SPEED, f"{seen} s were left on screen, {left} s are left now"
            terminal.press("enter")
            terminal.until("Space goes on")
            terminal.press("space")
            terminal.until(lambda text: "Space goes on" not in text)
            for _ in range(chance.randrange(3)):
                terminal.press(chance.choice(["right", "up", "down", "left"]))
            for _ in range(chance.randrange(5, 25)):
                terminal.read(0.02)
            seen = _cut_off(terminal, end)
    with Terminal(env=env) as terminal:
        terminal.until("This session was cut off")
        terminal.press("k")
        terminal.until("ROUTINES")
    found = subprocess.run(
        [sys.executable, "-m", "l5tui", "journal", "--json"],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    (entry,) = [entry for entry in json.loads(found.stdout) if entry["kind"] == "session"]
    assert (entry["status"], entry["before"]["pain"]) == ("interrupted", 4)


def _cut_off(terminal: Terminal, end: signal.Signals) -> int:
    """End the program; the seconds that it showed last, since it may have shown more than was read by then."""
    seen = _seconds(terminal.until(lambda text: bool(re.search(LEFT_NOW, text))), LEFT_NOW)
    terminal.child.kill(end)
    while terminal.read(0.05):
        if re.search(LEFT_NOW, terminal.text):
            seen = _seconds(terminal.text, LEFT_NOW)
    terminal.until_end()
    return seen


def _seconds(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    assert found, f"no time on the screen:\n{text}"
    return int(found[1]) * 60 + int(found[2])
