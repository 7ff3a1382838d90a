"""Leg watch (A6) in lines: one line in the rest after each exercise that it names."""

from __future__ import annotations

from pathlib import Path

from l5tui.library import load
from tests.plain.safety_scripts import life
from tests.plain.scripted_user import AFTERWARDS, play

CONTENT = load()
GENTLE = CONTENT.routines["gentle_relief"]
LINE = "Further down the leg? x."


def lines(place: Path, *yes: str) -> list[str]:
    someone = life()
    someone.check(*yes)
    script = ("2", (AFTERWARDS, "2"), "n", "")
    return play(place, *script, routine=GENTLE, content=CONTENT, entries=tuple(someone.entries)).person.lines


def test_after_each_exercise_with_leg_watch_the_rest_asks_about_the_leg(tmp_path: Path) -> None:
    said = lines(tmp_path, "A6")
    watched = said.index(LINE)
    assert said.count(LINE) == 1, "child's pose and knee-to-chest are watched, the tilts between them aren't"
    assert said[watched + 1].startswith("Pelvic tilts, 2 of 3.")


def test_without_a6_the_leg_is_never_asked_about(tmp_path: Path) -> None:
    assert LINE not in lines(tmp_path)
