"""In a real terminal: a routine is made with an extra round on one side, kept, done, and its totals are true."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.config.paths import own_content
from tests.e2e.session_steps import sessions, through_the_notice
from tests.e2e.terminal import Terminal, nothing_new, press_until, wait_for

pytestmark = pytest.mark.long


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.usefixtures("home")
def test_a_routine_made_in_the_editor_is_kept_and_done_with_its_totals_on_each_side(size: tuple[int, int]) -> None:
    file: Path = own_content() / "routines/my_routine.toml"
    with Terminal("--speed", "60", size=size) as terminal:
        through_the_notice(terminal)
        press_until(terminal, "n", "+ add an exercise")
        press_until(terminal, "a", "Add an exercise")
        terminal.press("down")
        terminal.until("▌Knee-to-chest")
        press_until(terminal, "enter", "1 Knee-to-chest")
        press_until(terminal, "right", "Rounds left")
        terminal.press("down")
        terminal.until("▌Repetitions")
        terminal.press("left", "left")
        terminal.until("1 each side")
        terminal.press("down", "down")
        terminal.until("▌Rounds left")
        terminal.press("right")
        terminal.until("2 left, 1 right, 15 s")
        terminal.press("esc")
        press_until(terminal, "s", "My routine is kept")
        wait_for(lambda: "rounds_left = 2" in file.read_text(encoding="utf-8"), "the file")
        press_until(terminal, "enter", "How much pain")
        nothing_new(terminal)
        terminal.press("2", "enter")
        terminal.until("now that it is over", deadline_s=120)
        terminal.press("2", "enter")
        wait_for(lambda: [one["status"] for one in sessions()] == ["complete"], "the entry")
    (session,) = sessions()
    rows = [(step["side"], step["planned_reps"], step["reps"]) for step in session["steps"]]
    assert rows == [("left", 2, 2), ("right", 1, 1)]
