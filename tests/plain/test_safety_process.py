"""The safety questions at a real terminal, in lines: `l5tui safety ask`, and a kill right after an answer."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.entry import SafetyEntry
from l5tui.domain.safety.entries import new_full_check, new_yes
from l5tui.domain.safety.questions import Answer
from l5tui.journal.store import Journal
from tests.domain.safety.safety_journal import SAFETY
from tests.plain.program import Program, in_terminal

pytestmark = pytest.mark.long


@pytest.fixture
def fresh(home: Path) -> Journal:
    return Journal(home / "j.json")


def safety_of(journal: Journal) -> list[SafetyEntry]:
    """What was kept about safety, oldest first."""
    return [entry for entry in reversed(Journal(journal.path).entries()) if entry["kind"] == "safety"]


def reply(program: Program, key: str, then: str, times: int = 1) -> None:
    """Press a key until a text was printed a number of times."""
    program.reply(key, lambda: program.said.count(then) >= times)


def test_safety_ask_goes_through_all_pages_and_saves_a_check(fresh: Journal) -> None:
    with in_terminal(fresh, "safety", "ask") as program:
        program.until("y: at least one, or not sure")
        reply(program, "n", "Page 2 of 3")
        program.until("U8.")
        reply(program, "n", "Page 3 of 3")
        program.until("A12.")
        reply(program, "n", SAFETY.all_no)
        assert program.until_end() == 0
    [check] = safety_of(fresh)
    assert (check["occasion"], set(check["answers"].values())) == ("full_check", {"no"})


def test_safety_ask_records_a_dated_clearance_and_refuses_a_future_date(fresh: Journal) -> None:
    yes = new_yes(new_header(), "A3", Answer.YES)
    fresh.put_all([yes, new_full_check(new_header(), SAFETY, {"A3": Answer.YES}, over=[yes["uid"]])])
    with in_terminal(fresh, "safety", "ask") as program:
        program.until("c: a health professional said it is OK")
        reply(program, "c", "Which one?")
        program.answer("1\r")
        program.until("When was that?")
        program.answer("2099-01-01\r")
        program.until("That day is still to come.")
        program.answer("today\r")
        program.until("Kept: A3")
        program.until("Page 1 of 3")
        program.answer("\x03")
        assert program.until_end() == 0
    clearing = safety_of(fresh)[-1]
    assert clearing["cleared"] == {"A3": {"date": clearing["started"][:10], "by": "professional"}}


def test_an_answer_is_saved_before_a_kill_right_after_it(fresh: Journal) -> None:
    with in_terminal(fresh, "safety", "ask") as program:
        program.until("y: at least one, or not sure")
        reply(program, "y", "y: yes")
        for number in range(1, 8):
            key = "y" if number == 4 else "n"
            reply(program, key, "y: yes" if number < 7 else "Is that right?", number + 1 if number < 7 else 1)
        reply(program, "d", SAFETY.pages[SAFETY.questions[0].level].title)
        program.child.send_signal(signal.SIGKILL)
        program.child.wait()
    [kept] = safety_of(fresh)
    assert kept["answers"] == {"E4": "yes"}
