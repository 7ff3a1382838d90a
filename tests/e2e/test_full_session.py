"""A full session in a real terminal: open, check in, be guided to the end, check out, and find it in the journal."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.e2e.session_steps import check_out, sessions, through_the_notice
from tests.e2e.terminal import Terminal, nothing_new, wait_for

SPEED = "60"


def test_a_whole_routine_ends_in_the_journal() -> None:
    with Terminal("--speed", SPEED, "start", "extension") as terminal:
        through_the_notice(terminal)
        terminal.until("How much pain do you have right now?")
        nothing_new(terminal)
        terminal.press("4", "enter")
        terminal.until("1 of 2")
        wait_for(lambda: [entry["status"] for entry in sessions()] == ["interrupted"], "kept before the first hold")
        check_out(terminal, "3")
        assert terminal.until_end() == 0

    (entry,) = sessions()
    assert entry["status"] == "complete"
    assert (entry["before"]["pain"], entry["after"]["pain"]) == (4, 3)
    assert entry["active_s"] == 316, "every second of the plan, none more: 90 + 196 and 30 of set-up"
    assert [(step["exercise"], step["reps"], step["outcome"]) for step in entry["steps"]] == [
        ("cat_cow", 10, "done"),
        ("mckenzie_extension", 10, "done"),
    ]
    assert [step["held"] for step in entry["steps"]] == [0, 100]


@pytest.mark.long
def test_a_favourite_can_be_started_by_its_digit_and_ended_early() -> None:
    """The keys are the digit and the score; ending in the middle saves what was done."""
    with Terminal("--speed", "30") as terminal:
        through_the_notice(terminal)
        terminal.until("ROUTINES")
        terminal.press("down")
        terminal.until("4 exercises")
        terminal.press("f")
        terminal.until("1 Morning")
        terminal.press("1")
        terminal.until("How much pain do you have right now?")
        nothing_new(terminal)
        terminal.press("s", "enter")
        terminal.until("2 of 4")  # something was practised: else there is nothing that the scores could tell of
        terminal.press("q")
        terminal.until("Stopping is fine")
        terminal.press("enter")
        terminal.until("now that it is over")
        terminal.press("1", "0", "enter")
        terminal.until("no second score")
        terminal.press("ctrl+c")
        assert terminal.until_end() == 0

    (entry,) = sessions()
    assert (entry["status"], entry["stop"]) == ("partial", "person")
    assert (entry["before"]["pain"], entry["after"]["pain"]) == (None, 10)


@pytest.mark.long
def test_closing_the_app_in_a_session_asks_and_saves_it_as_interrupted() -> None:
    with Terminal("--speed", "10", "start", "bird dog") as terminal:
        through_the_notice(terminal)
        terminal.until("How much pain do you have right now?")
        nothing_new(terminal)
        terminal.press("2", "enter")
        terminal.until("rep 1 of 10")
        terminal.press("ctrl+c")
        terminal.until("Close l5tui?")
        terminal.press("enter")
        assert terminal.until_end() == 0

    (entry,) = sessions()
    assert (entry["status"], entry["stop"], entry["ended"]) == ("interrupted", None, None)
    assert entry["active_s"] > 0


@pytest.mark.long
def test_space_alone_leads_from_get_ready_to_the_check_out(home: Path) -> None:
    """With own pace on, only the space bar is pressed, and one press too many does not answer the score."""
    config = home / ".config/l5tui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("own_pace = true\nfloor_mode = true\n")
    with Terminal("--speed", "20", "start", "flare-up") as terminal:
        through_the_notice(terminal)
        terminal.until("How much pain do you have right now?")
        nothing_new(terminal)
        terminal.press("4", "enter")
        terminal.until(lambda text: "How much pain" not in text)
        end = time.monotonic() + 180
        while "now that it is over" not in terminal.text and time.monotonic() < end:
            terminal.press("space")
            terminal.read(0.05)
        terminal.until("now that it is over")
        terminal.press(*["space"] * 20)
        terminal.press("2", "enter")
        terminal.until("What you did")
        terminal.press("enter")
        terminal.until("ROUTINES")
        terminal.press("q")
        assert terminal.until_end() == 0
    (entry,) = sessions()
    assert (entry["status"], entry["after"]["pain"]) == ("complete", 2)
