"""In a real terminal bursts of keys do no harm, and a session's keys work on every keyboard layout."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from l5tui.engine.events import Changed, Event, Passed, Rated, Seen, Started
from l5tui.journal.sessionlog.session_log import InterruptedSession
from tests.e2e.session_steps import journal, seconds_left, through_the_notice, until_logged
from tests.e2e.terminal import Terminal, nothing_new, wait_for

pytestmark = pytest.mark.long

LOST_ESCAPE = "11;rgb:d1d1/f4f4/d6d6"
"""What a terminal answers to who asks for its background, the beginning lost on the way."""
SCANNER_S = 0.012
"""Between two keys of a bar-code reader."""


BY_ITSELF_S = 0.5
"""So long before and after a key there is no other, even where the machine has little time for the program."""


def alone(terminal: Terminal, *keys: str) -> None:
    """Keys that are far from others."""
    for key in keys:
        time.sleep(BY_ITSELF_S)
        terminal.press(key)


def scan(terminal: Terminal, *keys: str) -> None:
    """Keys as fast as a machine types them, each by itself. One that is refused, on a busy machine, is sent again."""
    terminal.insists = True
    terminal.child.delaybeforesend = None
    for key in keys:
        terminal.press(key)
        time.sleep(SCANNER_S)


def at_the_check_in(terminal: Terminal) -> None:
    through_the_notice(terminal)
    terminal.until("How much pain do you have right now?")
    nothing_new(terminal)


def test_a_reply_that_lost_its_escape_deletes_nothing_from_the_journal() -> None:
    for score in ("3", "6"):
        subprocess.run([sys.executable, "-m", "l5tui", "log", score], check=True, capture_output=True)
    with Terminal() as terminal:
        through_the_notice(terminal)
        terminal.until("ROUTINES")
        alone(terminal, "J")
        terminal.insists = False
        terminal.until("pain score")
        before = journal()
        terminal.press(LOST_ESCAPE)
        terminal.until("r came with other keys: press it again")
        alone(terminal, "esc")
        terminal.until(lambda screen: "Nothing called" not in screen)
        assert journal() == before
        alone(terminal, "D")
        wait_for(lambda: len(journal()) == len(before) - 1, "a key alone does, also as a capital")


def test_a_burst_at_the_check_in_answers_nothing_and_fast_single_keys_do() -> None:
    with Terminal("start", "extension") as terminal:
        at_the_check_in(terminal)
        terminal.insists = False
        terminal.press("[0n\r")
        terminal.until("came with other keys: press it again")
        assert not [entry for entry in journal() if entry["kind"] in ("session", "log")]
        terminal.until(lambda screen: "press it again" not in screen)
        scan(terminal, "1", "0", "enter")
        terminal.until("The score is kept, and no session begins")
        assert [entry["pain"] for entry in journal() if entry["kind"] == "log"] == [10]


def test_the_wheel_and_a_reply_change_nothing_in_a_session(home: Path) -> None:
    with Terminal("start", "extension") as terminal:
        at_the_check_in(terminal)
        terminal.press("4", "enter")
        terminal.until("1 of 2")
        terminal.insists = False
        for notch, key in (("\x1bOA" * 3, "↑"), ("\x1b[B" * 3, "↓"), ("qd\r", "q")):
            terminal.press(notch)
            terminal.until(f"{key} came with other keys: press it again")
        left = seconds_left(terminal)
        alone(terminal, "up")
        terminal.until(lambda _: seconds_left(terminal) > left)
        log = until_logged(home, lambda left: bool(_by_keys(left)), "a step is longer")
        assert [type(event) for event in _by_keys(log)] == [Changed], "only the key by itself had an effect"


def _by_keys(log: InterruptedSession) -> list[Event]:
    """What happened in a session other than by the passing of time."""
    return [event for event in log.events if not isinstance(event, Started | Rated | Seen | Passed)]


@pytest.mark.parametrize("key", ["x", "X", "ч", "Ч", "χ", "backspace"])
def test_it_hurts_works_on_every_keyboard_layout(key: str) -> None:
    with Terminal("start", "extension") as terminal:
        at_the_check_in(terminal)
        terminal.press("ы", "enter")  # left out
        terminal.until("1 of 2")
        terminal.press(key)
        terminal.until("What do you feel?")
        terminal.press("backspace", "backspace", "esc")
        terminal.until(lambda screen: "What do you feel?" not in screen)
        terminal.until("backspace it hurts")  # a letter that isn't Latin has been typed
