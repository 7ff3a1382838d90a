"""In a real terminal: a programme arrives, is taken, today's session is done in the fewest keys, and it ends."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.clock import now
from l5tui.config.paths import journal_file
from l5tui.domain.programme import ANSWERS
from l5tui.journal.store import Journal
from tests.e2e.session_steps import journal, sessions, through_the_notice
from tests.e2e.terminal import Terminal, nothing_new, wait_for

pytestmark = pytest.mark.long

TEXT = """
title = "First week"
by = "Anna Keller"
written = {written}
valid_until = {until}
[[sessions]]
name = "One bridge"
exercises = ["glute_bridge"]
days = "every day"
[[exercises]]
exercise = "glute_bridge"
reps = 1
seconds = 1
"""


def decisions(about: str) -> list[dict[str, Any]]:
    return [one for one in journal() if one["kind"] == "decision" and one["about"] == about]


def end_yesterday() -> None:
    """Let the programme's last day have been yesterday, as it will be one day."""
    store = Journal(journal_file())
    store.open()
    for entry in store.entries():
        if entry["kind"] == "decision" and entry["about"] == "programme":
            body: Any = entry
            body["to"]["until"] = str(now().date() - timedelta(days=1))
            store.put(body)


def test_a_programme_from_its_arrival_to_its_end(home: Path) -> None:
    today: date = now().date()
    file = home / "programme.toml"
    file.write_text(TEXT.format(written=today, until=today + timedelta(days=7)), encoding="utf-8")
    with Terminal("programme", str(file)) as terminal:
        terminal.until("Follow this programme from now on?")
        terminal.press("y", "enter")
        assert terminal.until_end() == 0
    assert [one["to"]["version"] for one in decisions("programme")] == [1]

    with Terminal(env={"NO_COLOR": "1"}) as terminal:  # an answer that is given has brackets then
        through_the_notice(terminal)
        terminal.until("TODAY")
        terminal.until("One bridge")
        terminal.press("enter")
        terminal.until("How much pain do you have right now?")
        nothing_new(terminal)
        terminal.press("2", "enter")
        terminal.until("now that it is over", deadline_s=120)
        terminal.press("2", "enter")
        terminal.until("Did you manage it as written?")
        terminal.press("d")
        terminal.until(f"[{ANSWERS['done']}]")  # if the enter came with it, d would be refused
        terminal.press("enter")
        terminal.until("TODAY")
        terminal.until("1 of the last 7 days")
        wait_for(lambda: [one["answer"] for one in sessions()] == ["done"], "the answer")
        terminal.press("q")
        assert terminal.until_end() == 0
    (session,) = sessions()
    assert session["programme"] == {"id": "first_week", "version": 1}
    assert (session["routine"]["name"], session["status"]) == ("One bridge", "complete")
    assert [step["planned_reps"] for step in session["steps"]] == [1]

    end_yesterday()
    with Terminal() as terminal:
        terminal.until('The programme "First week", by Anna Keller')
        terminal.until("ROUTINES")
        wait_for(lambda: len(decisions("programme over")) == 1, "that it was said")
        assert "TODAY" not in terminal.text
        terminal.press("q")
        assert terminal.until_end() == 0
    with Terminal() as terminal:
        terminal.until("ROUTINES")
        terminal.until("Library")
        assert "ended on" not in terminal.catch_up()
        terminal.press("q")
        assert terminal.until_end() == 0
    assert len(decisions("programme over")) == 1
