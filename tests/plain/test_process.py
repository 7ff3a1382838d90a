"""`start --plain` and `again --plain` as processes of their own: lines on a pipe, keys in a terminal, signals."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.entry import SessionEntry
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.domain.safety.entries import new_stop
from l5tui.journal.store import Journal
from tests.domain.safety.safety_journal import put_full_check_all_no
from tests.e2e.terminal import DEADLINE_S, KEYS
from tests.plain.program import Program, command, in_terminal

FAST = "400"


@pytest.fixture
def journal(home: Path) -> Journal:
    store = Journal(home / "j.json")
    store.put(new_decision(new_header(), NOTICE, "read"))
    return put_full_check_all_no(store)


def session_of(journal: Journal) -> SessionEntry:
    [entry] = [entry for entry in Journal(journal.path).entries() if entry["kind"] == "session"]
    return entry


@contextmanager
def piped(journal: Journal, *arguments: str) -> Iterator[Program]:
    """With pipes on both ends; standard error is the test's."""
    given = command("--journal", str(journal.path), *arguments)
    child = subprocess.Popen(stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=journal.path.parent, **given)
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        yield Program(child, child.stdout.fileno(), child.stdin.fileno())
    finally:
        child.kill()
        child.wait()
        with suppress(OSError):
            child.stdout.close()
        if not child.stdin.closed:
            child.stdin.close()


@pytest.mark.long
def test_a_whole_routine_runs_through_a_pipe_and_again_repeats_it(journal: Journal) -> None:
    with piped(journal, "start", "extension", "--plain", "--speed", FAST) as program:
        program.nothing_new()
        program.answer("11\n", "٣\n", "\n", "4\n", "left elbow\n", "left buttock\n")
        program.until("Done. Rest as long as you like.")
        program.answer("3\n", "\n", "did it \x1b[2J\n")
        assert program.until_end() == 0
    entry = session_of(journal)
    assert entry["status"] == "complete"
    assert (entry["before"]["pain"], entry["after"]["pain"], entry["speed"]) == (4, 3, float(FAST))
    assert (entry["before"]["left"], entry["after"]["left"]) == (3, None)
    assert "elbow is no place." in program.said
    assert entry["active_s"] == 316
    assert entry["note"] == "did it \x1b[2J"
    assert program.said.count("is no score") == 3
    assert all(line.isprintable() for line in program.said.splitlines())
    with piped(journal, "again", "--plain") as program:
        program.nothing_new()
        assert "Extension: 2 exercises" in program.said
        program.answer("q\n")
        assert program.until_end() == 0


def test_the_end_of_input_ends_the_session_as_interrupted(journal: Journal) -> None:
    with piped(journal, "start", "bird dog", "--plain", "--speed", "20") as program:
        program.nothing_new()
        program.answer("5\n", "\n")
        program.until("Reach")
        program.child.stdin.close()  # type: ignore[union-attr]
        assert program.until_end() == 0
    assert "What was done is kept, as interrupted." in program.said
    entry = session_of(journal)
    assert (entry["status"], entry["stop"], entry["ended"]) == ("interrupted", None, None)
    assert entry["active_s"] > 0
    assert len(list(Journal(journal.path).live.glob("*.log"))) == 1


@pytest.mark.parametrize("term", ["dumb", "xterm-256color"])
def test_a_session_is_driven_by_single_keys_in_a_terminal(journal: Journal, term: str) -> None:
    """It is paused, resumed and ended; only text, bells and echo are written."""
    with in_terminal(journal, "start", "extension", "--plain", "--speed", "5", term=term) as program:
        before = termios.tcgetattr(program.writes)
        program.nothing_new()
        program.answer("1", "\x7f", "4", "\r", "\r")
        program.until("Get ready, 10 seconds.")
        program.answer(KEYS["space"])
        program.until("Paused, ")
        program.answer(KEYS["space"], KEYS["right"])
        program.until("Cow, rep 1 of 10")
        program.answer("p")
        program.until("Own pace.")
        program.answer(KEYS["space"])
        program.until("Cat, rep 1 of 10, your own pace")
        program.answer("\x03")
        program.until("Close l5tui?")
        program.answer(KEYS["esc"])
        program.until("Close l5tui?", "your own pace.")
        program.answer("q")
        program.until("End here?")
        program.answer("y")
        program.until("How much pain do you have right now? 0 is no pain. 10 is the worst pain you can imagine.\nType")
        program.answer("s\r", "\r", "\r")
        assert program.until_end() == 0
        assert termios.tcgetattr(program.writes) == before
    assert b"\x1b" not in program.raw
    assert set(re.findall(rb"[\x00-\x1f\x7f]", program.raw)) <= {b"\r", b"\n", b"\a", b"\b"}
    assert "\n1\b \b4\n" in program.said
    assert (session_of(journal)["before"]["pain"], session_of(journal)["stop"]) == (4, "person")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_the_session_and_restores_the_terminal(journal: Journal, number: signal.Signals) -> None:
    with in_terminal(journal, "start", "bird dog", "--plain") as program:
        before = termios.tcgetattr(program.writes)
        program.nothing_new()
        program.answer("4\r", "\r")
        program.until("Get ready, 10 seconds.")
        assert termios.tcgetattr(program.writes) != before
        program.child.send_signal(number)
        assert program.until_end() == 128 + number
        assert termios.tcgetattr(program.writes) == before
    assert session_of(journal)["before"]["pain"] == 4
    assert len(list(Journal(journal.path).live.glob("*.log"))) == 1


@pytest.mark.long
def test_the_message_of_a_blocked_session_taken_over_does_not_promise_that_it_continues(journal: Journal) -> None:
    """Another login noted a stop: whoever takes the session can only keep or discard it."""
    with piped(journal, "start", "bird dog", "--plain") as first:
        first.nothing_new()
        first.answer("5\n", "\n")
        first.until("Get ready, 10 seconds.")
        Journal(journal.path).put(new_stop(new_header(), "S4", "another"))
        first.until("e: end; what was done is kept")
        with in_terminal(journal, "start", "extension", "--plain") as second:
            second.until("t: stop it there")
            second.reply("t", lambda: first.child.poll() is not None)
            assert first.until_end() == 0
            assert "goes on there" not in first.said
            assert first.said.endswith("No session can go on now, so it is kept or discarded there.\n")


@pytest.mark.long
def test_a_plain_session_is_taken_over_by_another_login_and_back(journal: Journal) -> None:
    """The first login ends with a line and status 0, the other continues, paused; on a pipe and in a terminal."""
    with piped(journal, "start", "bird dog", "--plain") as first:
        first.nothing_new()
        first.answer("5\n", "\n")
        first.until("Get ready, 10 seconds.")
        with in_terminal(journal, "start", "extension", "--plain") as second:
            second.until("l: leave it there")
            assert "this session is running in another login." in second.said
            second.reply("t", lambda: "Space goes on." in second.said)
            assert first.until_end() == 0
            assert first.said.endswith("Taken over in another login. It is saved, and goes on there.\n")
            before = termios.tcgetattr(second.writes)
            with piped(journal, "start", "extension", "--plain") as third:
                third.until("l: leave it there")
                third.reply("take\n", lambda: "Space goes on." in third.said)
                assert second.until_end() == 0
                assert "Taken over in another login" in second.said
                assert termios.tcgetattr(second.writes) != before, "as it was before"
                third.answer("q\n", "y\n")
                third.until("0 is no pain")
                third.answer("4\n", "\n", "\n")
                assert third.until_end() == 0
    entry = session_of(journal)
    assert (entry["routine"]["id"], entry["before"]["pain"], entry["after"]["pain"]) == ("bird_dog", 5, 4)
    assert entry["status"] == "partial"
    assert not list(Journal(journal.path).live.glob("*.*"))


@pytest.mark.long
def test_a_stopped_process_gives_the_session_up_too(journal: Journal) -> None:
    with piped(journal, "start", "bird dog", "--plain") as first:
        first.nothing_new()
        first.answer("5\n", "\n")
        first.until("Get ready, 10 seconds.")
        first.child.send_signal(signal.SIGSTOP)
        os.waitpid(first.child.pid, os.WUNTRACED)
        with piped(journal, "start", "bird dog", "--plain") as second:
            second.until("l: leave it there")
            second.reply("t\n", lambda: "Space goes on." in second.said)
            assert first.until_end() == 0


def test_an_interrupt_saves_what_was_done(journal: Journal) -> None:
    with piped(journal, "start", "bird dog", "--plain") as program:
        program.nothing_new()
        program.answer("4\n", "\n")
        program.until("Get ready, 10 seconds.")
        program.child.send_signal(signal.SIGINT)
        assert program.until_end() == 130
    assert session_of(journal)["status"] == "interrupted"


def test_ctrl_z_pauses_the_session_and_restores_the_terminal_before_stopping(journal: Journal) -> None:
    """The process is a job of its own, as a shell starts it."""
    shell = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen(sys.argv[1:], process_group=0)\n"
        "import signal; signal.signal(signal.SIGTTOU, signal.SIG_IGN)\n"
        "os.tcsetpgrp(0, child.pid)\n"
        "os.waitpid(child.pid, os.WUNTRACED); os.tcsetpgrp(0, os.getpgrp())\n"
        "print('stopped', flush=True); sys.stdin.readline()\n"
        "os.tcsetpgrp(0, child.pid); os.kill(child.pid, signal.SIGCONT)\n"
        "os.waitpid(child.pid, 0); os.tcsetpgrp(0, os.getpgrp())\n"
    )
    ours, theirs = os.openpty()
    given = command("--journal", str(journal.path), "start", "bird dog", "--plain", TERM="dumb")
    own_terminal = "import fcntl, termios, runpy, sys, os; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    given["args"] = [sys.executable, "-c", f"{own_terminal}exec({shell!r})", *given["args"]]
    child = subprocess.Popen(stdin=theirs, stdout=theirs, stderr=theirs, cwd=journal.path.parent, **given)
    program = Program(child, ours, ours)
    try:
        before = termios.tcgetattr(ours)
        program.nothing_new()
        program.answer("4\r", "\r")
        program.until("Get ready, 10 seconds.")
        program.answer(KEYS["ctrl+z"])
        program.until("stopped")
        assert termios.tcgetattr(ours) == before
        program.answer("\n")
        program.until("Paused, ")
        program.answer("q")
        program.until("End here?")
        program.answer("y")
        program.until("How much pain do you have right now? 0 is no pain. 10 is the worst pain you can imagine.\nType")
        program.answer("s\r\r\r")
        assert program.until_end() == 0
    finally:
        child.kill()
        child.wait()
        os.close(ours)
        os.close(theirs)
    assert session_of(journal)["stop"] == "person"


def test_plain_lines_never_import_textual(journal: Journal) -> None:
    code = (
        "import sys; from l5tui.cli.main import main\n"
        f"status = main(['start', 'bird dog', '--plain', '--speed', '100', '--journal', {str(journal.path)!r}])\n"
        "print(status, *(name for name in sys.modules if name.partition('.')[0] in ('textual', 'rich')))"
    )
    given = command()
    given["args"] = [sys.executable, "-c", code]
    done = subprocess.run(input=b"n\n5\n\nn\nn\nx\nn\n", capture_output=True, check=True, timeout=DEADLINE_S, **given)
    assert done.stdout.splitlines()[-1] == b"0"
    assert b"Stopped. Come out slowly." in done.stdout


def test_a_reader_that_closes_the_pipe_ends_the_session_with_what_was_done_saved(journal: Journal) -> None:
    with piped(journal, "start", "bird dog", "--plain") as program:
        program.nothing_new()
        program.answer("4\n", "\n")
        program.until("Get ready, 10 seconds.")
        os.close(program.reads)
        program.answer("s\n")
        assert program.child.wait(DEADLINE_S) == 128 + signal.SIGPIPE
    assert session_of(journal)["status"] == "interrupted"


def test_a_paused_session_never_wakes_up(journal: Journal) -> None:
    """There is no wake-up in half a second; a running session has one a second, for its log."""
    with in_terminal(journal, "start", "bird dog", "--plain") as program:
        program.nothing_new()
        program.answer("4\r", "\r")
        program.until("Get ready, 10 seconds.")
        program.answer(" ")
        program.until("Paused, ")
        counts = [woken(program.child.pid)]
        while counts[-2:-1] != counts[-1:]:  # the log's thread may still be at the disk
            assert len(counts) < 10, counts
            program.until_silent(0.5)
            counts.append(woken(program.child.pid))


def woken(pid: int) -> int:
    """How often all threads of a process gave the processor away and got it back."""
    if not Path("/proc/self/task").exists():
        pytest.skip("there is no /proc here")
    found = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += int(re.findall(r"\nvoluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text())[0])
    return found


def test_on_a_dumb_terminal_the_app_points_to_plain_lines(journal: Journal) -> None:
    with in_terminal(journal, "start", "bird dog") as program:
        assert program.until_end() == 2
    assert "Plain lines work in it: l5tui start ROUTINE --plain" in program.said
