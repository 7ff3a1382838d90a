"""In a real terminal: a normal day is four keys, and at a pain of 9 no key starts a session."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from l5tui.domain.safety.questions import ANSWER_DELAY_S
from l5tui.journal.store import Journal
from tests.e2e.session_steps import journal, sessions, through_the_notice
from tests.e2e.terminal import Terminal, nothing_new

pytestmark = pytest.mark.long


def test_a_normal_day_is_four_keys(home: Path) -> None:
    Journal(home / ".local/share/l5tui/journal.json").set_favourites(["bird_dog"])
    with Terminal() as terminal:
        through_the_notice(terminal)
        terminal.until("ROUTINES")
        terminal.press("1")
        terminal.until("nothing new")
        time.sleep(2 * ANSWER_DELAY_S)
        terminal.press("n")
        terminal.until("furthest place")
        terminal.press("3")
        terminal.until("enter  begin")
        terminal.press("enter")
        terminal.until("1 of 1")
    assert [entry["before"]["pain"] for entry in sessions()] == [3]


@pytest.mark.parametrize(
    "keys", [("9", "enter"), ("9", "space", "enter"), ("8", "9", "enter"), ("\x1b[200~9\r\x1b[201~", "9", "enter")]
)
def test_at_9_no_key_starts_a_session_and_enter_keeps_the_score(keys: tuple[str, ...]) -> None:
    with Terminal("start", "bird dog") as terminal:
        through_the_notice(terminal)
        terminal.until("How much pain do you have right now?")
        nothing_new(terminal)
        for key in keys[:-1]:
            terminal.press(key)
            time.sleep(ANSWER_DELAY_S)
        terminal.until("That is very high")
        assert not sessions()
        terminal.press(keys[-1])
        terminal.until("The score is kept, and no session begins")
        terminal.press("q")
        assert terminal.until_end() == 0
    assert [entry["pain"] for entry in journal() if entry["kind"] == "log"] == [9]
    assert not sessions()
