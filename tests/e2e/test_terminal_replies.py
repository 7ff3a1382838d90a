"""In a real terminal no reply acts as a key on the screens where a key would do harm."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.new_entry import new_decision, new_log
from l5tui.journal.store import Journal
from l5tui.terminal.input_tokenizer import QUIET_S
from tests.e2e.session_steps import begin, sessions
from tests.e2e.terminal import Terminal, nothing_new, press_until
from tests.terminal.input_samples import REPLIES

STILL_S = 2 * QUIET_S
"""No byte that comes later than this is taken for a part of what came before: here the time is what is tested."""
WHOLE = b"".join(reply for name, reply in REPLIES.items() if not name.startswith("unfinished"))
SETTLED_S = 1.5
"""A screen that was drawn so long ago is complete, also on a busy machine."""
ENTRIES = 5

pytestmark = pytest.mark.long


def send(terminal: Terminal, data: bytes) -> None:
    os.write(terminal.child.child_fd, data)


def send_each(terminal: Terminal) -> None:
    """Every reply for itself, after the app stood still."""
    for reply in REPLIES.values():
        send(terminal, reply)
        terminal.until_read()
        end = time.monotonic() + STILL_S
        while time.monotonic() < end:
            assert terminal.read(0.02), f"it ended after {reply!r}:\n{terminal.text}"


def settled(terminal: Terminal) -> str:
    """The screen, once nothing has been drawn for a while."""
    quiet_since, drawn = time.monotonic(), len(terminal.raw)
    while time.monotonic() - quiet_since < SETTLED_S:
        assert terminal.read(0.05)
        if len(terminal.raw) > drawn:
            quiet_since, drawn = time.monotonic(), len(terminal.raw)
    return terminal.text


def with_entries(home: Path) -> None:
    store = Journal(home / "j.json")
    store.put(new_decision(new_header(), "notice", "read"))
    for pain in range(ENTRIES):
        store.put(new_log(new_header(), pain))


# Check-in


def at_check_in(terminal: Terminal) -> str:
    terminal.until("professional")
    terminal.press("enter")
    terminal.until("How much pain do you have right now?")
    nothing_new(terminal)
    return settled(terminal)


def test_at_the_check_in_no_reply_picks_a_score_or_changes_the_place() -> None:
    with Terminal("start", "bird dog") as terminal:
        before = at_check_in(terminal)
        send_each(terminal)
        assert settled(terminal) == before
        press_until(terminal, "4", lambda text: text != before)
        terminal.press("enter")
        terminal.until("rep 1 of 10")


def test_at_the_check_in_a_score_typed_between_replies_is_accepted_unchanged() -> None:
    with Terminal("start", "bird dog") as terminal:
        before = at_check_in(terminal)
        send(terminal, WHOLE + b"3" + WHOLE)
        terminal.until(lambda text: text != before)
        terminal.until_read()
        time.sleep(STILL_S)
        terminal.press("enter")
        terminal.until("rep 1 of 10")
        terminal.press("ctrl+q")
    (entry,) = sessions()
    assert entry["before"]["pain"] == 3


# Session


def test_in_a_session_no_reply_has_an_effect() -> None:
    with Terminal("start", "bird dog") as terminal:
        begin(terminal, first=True)
        terminal.press("space")
        terminal.until("Space goes on")
        paused = settled(terminal)
        send_each(terminal)
        assert settled(terminal) == paused
        press_until(terminal, "space", lambda text: "Space goes on" not in text)
        assert terminal.child.isalive()


def test_in_a_session_the_it_hurts_key_works_between_replies() -> None:
    with Terminal("start", "bird dog") as terminal:
        begin(terminal, first=True)
        send(terminal, WHOLE * 3 + b"x" + WHOLE * 3)
        terminal.until("What do you feel?")
        send(terminal, WHOLE)
        assert terminal.child.isalive()
    assert [entry["status"] for entry in sessions()] == ["interrupted"]


def test_the_arrow_keys_of_the_wheel_are_off_during_a_session_and_on_again_after_it(home: Path) -> None:
    with Terminal("start", "bird dog") as terminal:
        at_check_in(terminal)
        send(terminal, b"\x1b[?1007;1$y")
        assert b"?1007l" not in terminal.raw
        terminal.press("4", "enter")
        terminal.until("rep 1 of 10")
        terminal.until(lambda _: b"\x1b[?1007s\x1b[?1007l" in terminal.raw)
        terminal.press("q")
        terminal.until("Stopping is fine")
        terminal.press("enter")
        terminal.until(lambda _: b"\x1b[?1007r" in terminal.raw)


# Journal


def test_in_the_journal_no_reply_deletes_or_opens_anything(home: Path) -> None:
    with_entries(home)
    with Terminal("--journal", str(home / "j.json")) as terminal:
        terminal.until("ROUTINES")
        terminal.press("J")
        terminal.until("scores in 30 days")
        before = settled(terminal)
        send_each(terminal)
        assert settled(terminal) == before
        press_until(terminal, "j", lambda text: text != before)
        terminal.press("q")
        assert terminal.until_end() == 0
    assert [entry["kind"] for entry in Journal(home / "j.json").entries()].count("log") == ENTRIES


def test_in_the_journal_keys_between_replies_have_their_own_effect_only(home: Path) -> None:
    with_entries(home)
    with Terminal("--journal", str(home / "j.json")) as terminal:
        terminal.until("ROUTINES")
        terminal.press("J")
        terminal.until("scores in 30 days")
        before = settled(terminal)
        terminal.press("j")
        terminal.until(lambda text: text != before)
        once = settled(terminal)
        terminal.press("k")
        terminal.until(lambda text: text == before)
        send(terminal, WHOLE * 3 + b"j" + WHOLE * 3)
        terminal.until(lambda text: text == once)
        terminal.until_read()
        time.sleep(STILL_S)
        terminal.press("q")
        assert terminal.until_end() == 0
    assert [entry["kind"] for entry in Journal(home / "j.json").entries()].count("log") == ENTRIES


# What was left in the terminal's input


def test_input_typed_before_the_app_started_is_no_key(home: Path, tmp_path: Path) -> None:
    with_entries(home)
    go = tmp_path / "go"
    app = f"exec {sys.executable} -m l5tui --journal {home}/j.json"
    start = f"stty -echo; echo waits; until [ -e {go} ]; do sleep 0.01; done; {app}"
    with Terminal(command=["bash", "-c", start]) as terminal:
        terminal.until("waits")
        send(terminal, b"q" + REPLIES["background colour"] + b"Jddq")
        time.sleep(0.1)
        go.touch()
        terminal.until("ROUTINES")
        terminal.press("J")
        terminal.until("scores in 30 days")
        terminal.press("q")
        assert terminal.until_end() == 0
    assert [entry["kind"] for entry in Journal(home / "j.json").entries()].count("log") == ENTRIES
