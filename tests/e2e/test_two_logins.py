"""Two logins and one session, taken over from each other, from a stopped login, and from one that hangs."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from random import Random

import pytest

from l5tui.journal.sessionlog.log_files import read_log, unfinished
from l5tui.journal.sessionlog.session_log import read_interrupted
from tests.e2e.session_steps import begin, check_out, kill, live, seconds_left, sessions
from tests.e2e.terminal import Terminal, press_until

pytestmark = pytest.mark.long

TIMES = 10
LINE = "Taken over in another login"
OFFER = "running in another login"
KILLS = 12


def take(terminal: Terminal) -> None:
    """Take the offered session over; it is paused then."""
    terminal.until(OFFER)
    press_until(terminal, "t", "pace goes on")  # again if the two seconds weren't enough for a machine under load


def go_on(terminal: Terminal) -> None:
    terminal.press("space")
    terminal.until(lambda text: "pace goes on" not in text)
    terminal.until(lambda text: bool(re.search(r"rep \d", text)))


def log_in(home: Path) -> Path:
    (one,) = unfinished(live(home))
    assert one.running
    return one.path


def test_two_logins_take_a_session_from_each_other_ten_times(home: Path) -> None:
    with Terminal("start", "bird dog") as first, Terminal() as second:
        second.until("professional")
        begin(first, first=True)
        second.press("enter")
        second.until("ROUTINES")
        here, there = first, second
        for number in range(TIMES):
            there.press("enter")
            take(there)
            here.until(LINE)
            here.until("ROUTINES")
            assert here.child.isalive()
            log = log_in(home)
            if number % 3 == 0:
                go_on(there)
            here, there = there, here
        read = read_log(log)
        assert (read.notices, read.numbered) == ((), len(read.records) + TIMES), "one record of an owner for each"
        events = [type(event).__name__ for event in read_interrupted(log).events]
        assert events.count("Started") == 1
        here.press("q")
        here.until("Stopping is fine")
        here.press("enter")
        check_out(here, "3")
        assert here.until_end() == 0
        there.press("q")
        assert there.until_end() == 0
    (entry,) = sessions()
    assert (entry["status"], entry["before"]["pain"], entry["after"]["pain"]) == ("partial", 4, 3)


def test_a_session_is_taken_over_from_a_stopped_login_which_then_says_so(home: Path) -> None:
    with Terminal("start", "bird dog") as first:
        begin(first, first=True)
        os.kill(first.child.pid, signal.SIGSTOP)
        with Terminal() as second:
            take(second)
            first.until(LINE)
            go_on(second)
            first.press("q")
            assert first.until_end() == 0
            assert log_in(home)


def test_a_session_is_taken_over_from_a_login_suspended_with_ctrl_z(home: Path) -> None:
    """The suspended login gives the session up where it is, and says so after `fg`."""
    with Terminal(command=["bash", "--norc", "-i"], env={"PS1": "ready> "}) as shell:
        shell.until("ready>")
        shell.press(f"{sys.executable} -m l5tui start 'bird dog'\r")
        begin(shell, first=True)
        shell.press("ctrl+z")
        shell.until(lambda text: "Stopped" in text or "ready>" in text.splitlines()[-1])
        with Terminal() as second:
            take(second)
            shell.press("fg\r")
            shell.until(LINE)
            shell.press("q")
            shell.until("ready>")
            assert second.child.isalive()
            assert log_in(home)
        shell.press("exit\r")


def test_a_session_is_taken_over_from_a_login_whose_terminal_is_stalled(home: Path) -> None:
    """This is like a closed laptop lid: nothing reads the output."""
    with Terminal("start", "bird dog", "--speed", "5") as first:
        begin(first, first=True)
        with Terminal() as second:  # nobody reads what the first one draws from here on
            second.until(OFFER)
            second.read(3)
            take(second)
            assert first.child.isalive()
            assert log_in(home)


def test_a_session_moves_to_plain_lines_and_back(home: Path) -> None:
    with Terminal("start", "bird dog") as first:
        begin(first, first=True)
        with Terminal("start", "bird dog", "--plain") as lines:
            lines.until("leave it there")
            press_until(lines, "t", "Space goes on")
            first.until(LINE)
            first.press("enter")
            take(first)
            lines.until(LINE)
            assert lines.until_end() == 0


def test_a_sigterm_without_a_request_ends_a_login(home: Path) -> None:
    with Terminal("start", "bird dog") as first:
        begin(first, first=True)
        with Terminal() as second:
            take(second)
            first.until(LINE)
            first.child.kill(signal.SIGTERM)
            assert first.until_end() == 128 + signal.SIGTERM
            second.child.kill(signal.SIGTERM)
            assert second.until_end() == 128 + signal.SIGTERM
    with Terminal() as third:
        third.until("This session was cut off")


def take_up(terminal: Terminal) -> None:
    """Accept what is offered: to take the session over, or to resume it."""
    terminal.until(lambda text: OFFER in text or "This session was cut off" in text)
    if OFFER in terminal.text:
        take(terminal)
    else:
        terminal.press("enter")
        terminal.until("pace goes on")


def test_after_a_kill_at_any_moment_of_a_takeover_the_other_login_has_every_event(home: Path) -> None:
    """The one that has it, before it is asked or while it is, or the one that asks; at random moments."""
    chance = Random("two logins")
    here = Terminal("start", "full l5")
    try:
        begin(here, first=True)
        for _ in range(KILLS):
            there = Terminal()
            began, before = time.monotonic(), seconds_left(here)
            there.until(OFFER)
            who = chance.choice(["here, before", "here", "there"])
            if who == "here, before":
                kill(here)
            there.press("t")
            there.read(chance.random() * 0.3)
            if who == "here":
                kill(here)
            elif who == "there":
                kill(there)
                assert here.child.isalive(), "who is asked lives on"
                there = Terminal()
                take_up(there)
                kill(here)
            press_until(there, "t", "pace goes on", pressed=True)
            after = seconds_left(there)
            passed = time.monotonic() - began
            assert before - passed - 2 <= after <= before + 2, (
                f"{before} s were left, {after} s are, {passed:.1f} s later"
            )
            go_on(there)
            here = there
        path = log_in(home)
        assert read_log(path).notices == ()
        assert [type(event).__name__ for event in read_interrupted(path).events].count("Started") == 1
        kill(here)
        with Terminal() as last:
            last.until("This session was cut off")
            last.press("k")
            last.until("ROUTINES")
            last.press("q")
            assert last.until_end() == 0
    finally:
        kill(here) if here.child.isalive() else None
    (entry,) = sessions()
    assert (entry["status"], entry["before"]["pain"]) == ("interrupted", 4)
    assert entry["active_s"] > 0
