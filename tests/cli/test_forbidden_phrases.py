"""No line that a command or a plain session prints contains a forbidden phrase (clinical data, section j)."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.cli import COMMANDS
from l5tui.cli.demo_journal import demo_entries
from l5tui.config.clock import now
from tests.cli.conftest import L5tui, journal_of
from tests.domain.safety.safety_journal import CONTENT, SafetyJournal
from tests.forbidden_phrases import FORBIDDEN, forbidden_part
from tests.plain.scripted_user import Key, play

CALLS: tuple[tuple[str, ...], ...] = (
    ("routines",),
    ("routines", "--json"),
    ("exercises",),
    ("exercises", "--json"),
    ("journal",),
    ("journal", "--json"),
    ("report", "--since", "2020-01-01"),
    ("trends",),
    ("trends", "--json"),
    ("safety",),
    ("safety", "--json"),
    ("safety", "ask"),
    ("doctor",),
    ("doctor", "--json"),
    ("check",),
    ("log", "9", "--left", "foot", "--kind", "numbness"),
    ("log", "12"),
    ("start", "morning", "--plain"),
    ("start", "mornig", "--plain"),
    ("--help",),
    ("--version",),
    *((command.name, "--help") for command in COMMANDS),
)
STOPS: tuple[tuple[Key, ...], ...] = (
    (),
    ((14, "x"), "1", "7"),
    ((14, "x"), "3", (700.0, "y"), "r"),
    ((14, "x"), "4", "1", "n"),
    ((14, "x"), "6", "1", "r"),
    ((14, "x"), "8", "y", "r", "r"),
)
"""What is answered when it hurts: nothing, S2, S3, S4, S6, S5."""


def said_of(text: str) -> list[str]:
    return [
        f"{hit!r} in {line!r}"
        for line in text.splitlines()
        for pattern in FORBIDDEN
        if (hit := forbidden_part(line, pattern))
    ]


@pytest.mark.parametrize("blocked", [False, True])
def test_no_printed_line_contains_a_forbidden_phrase(called: L5tui, home: Path, *, blocked: bool) -> None:
    """With a journal of eight weeks, and restrictions; once open, once with everything that can stand in the way."""
    journal = journal_of(home)
    someone = SafetyJournal(now())
    someone.check("A3", "A6", "A8", *(("U1",) if blocked else ()))
    if blocked:
        someone.stop("S4", "s1")
        someone.stop("S6", "s2")
        someone.say("E4")
    journal.put_all([*demo_entries(CONTENT, now()), *someone.entries])
    for call in CALLS:
        ran = called(*call)
        assert ran.out + ran.err, call
        assert said_of(ran.out + ran.err) == [], call


@pytest.mark.parametrize("answers", STOPS)
def test_no_plain_session_line_contains_a_forbidden_phrase(tmp_path: Path, answers: tuple[Key, ...]) -> None:
    routine = CONTENT.routines["flare_up"]
    played = play(tmp_path, "6", *answers, "5", "", routine=routine, content=CONTENT)
    assert len(played.person.lines) > 10
    assert said_of(played.person.text) == []
