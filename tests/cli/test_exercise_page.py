"""`l5tui exercises NAME`: all about one exercise, with its figure on a terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from textual.content import Content

from l5tui.cli.exercise_page import LARGEST, drawn
from l5tui.config.paths import journal_file
from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise
from l5tui.domain.how_to import how_to
from l5tui.domain.routine import Routine
from l5tui.domain.safety.words import reasons
from l5tui.engine.plan import Plan
from l5tui.journal.store import Journal
from l5tui.library import extras, load
from l5tui.tui.library import routine_detail
from l5tui.tui.library.routine_detail import detail
from l5tui.tui.widgets.page_blocks import Paragraph, Table
from tests.cli.conftest import ROOT, L5tui
from tests.e2e.terminal import Terminal
from tests.library.own_figure import OWN
from tests.taken_programme import taken

IN_OTHER_WORDS = {routine_detail.HOW, routine_detail.MISTAKES, routine_detail.CARE, routine_detail.ASK}
IN_OTHER_WORDS |= {routine_detail.NOT_IN_ARTICLE}
IN_OTHER_WORDS |= {line for one in load(own=None).exercises.values() for line in how_to(one, [Dose.of(one, level=1)])}
"""Headings, and how it is done in the dose of level 1: the page has it in the article's, and the dose beside it."""


@pytest.mark.parametrize("name", ["glute_bridge", "Glute bridge", "GLUTE-BRIDGE"])
def test_the_page_says_how_it_is_done_how_much_when_to_stop_and_whom_to_ask(called: L5tui, name: str) -> None:
    said = called("exercises", name).said.splitlines()
    assert said[0] == "Glute bridge (glute_bridge)"
    for start in (
        "Start: Lie on your back",
        "  ",
        "Dose at level 1: 10 × 5 s",
        "Stop if: A cramp",
        "Ask first if: ",
        "Easier form: ",
        "Harder form: ",
        "Common mistake: ",
    ):
        assert any(line.startswith(start) for line in said), start
    assert not any(0x2800 <= ord(sign) < 0x2900 for line in said for sign in line), "no figure for a program to read"


@pytest.mark.parametrize("one", [*load(own=None).exercises.values(), *extras().values()], ids=lambda one: one.id)
def test_the_page_says_all_that_the_screen_shows(called: L5tui, one: Exercise) -> None:
    said = _words(called("exercises", one.id).said)
    routine = Routine.alone(one)
    for block in detail(routine, Plan.of(routine), reasons(load().safety))[1:]:
        for part in [block.text] if isinstance(block, Paragraph) else block.rows if isinstance(block, Table) else ():
            cells = [part] if isinstance(part, Content) else part
            assert all(_words(cell.plain) in said or cell.plain in IN_OTHER_WORDS for cell in cells), cells


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w×]+", text))


def test_an_exercise_outside_the_article_is_shown_though_it_is_off(called: L5tui, home: Path) -> None:
    said = called("exercises", "walking").said.splitlines()
    assert said[:2] == [
        "Walk (walk)",
        "Not in the article: ask a health professional first. It is off: l5tui exercises on walk",
    ]
    assert "Dose: 1 × 10 min" in said
    called("exercises", "on", "walk")
    assert called("exercises", "walk").said.splitlines()[1] == "Not in the article: ask a health professional first."


def test_one_exercise_is_given_as_json(called: L5tui) -> None:
    [one] = json.loads(called("exercises", "bird_dog", "--json").said)
    assert one["id"] == "bird_dog"


def test_every_exercise_has_a_figure_that_fits_and_an_own_one_what_its_file_says(home: Path) -> None:
    file = home / "exercises/mine.toml"
    file.parent.mkdir()
    file.write_text(OWN)
    content = load(own=home)
    for exercise in [*content.exercises.values(), *extras().values()]:
        for columns in (30, 60, 200):
            for letters in (False, True):
                rows = drawn(exercise, content, columns, mirror=False, letters=letters)
                assert 1 < len(rows) <= LARGEST[1]
                assert max(map(len, rows)) <= min(columns, LARGEST[0])
                assert all(row.isascii() for row in rows) == letters
    file.write_text(OWN[: OWN.index("[figure]")])
    content = load(own=home)
    assert drawn(content.exercises["mine"], content, 60, mirror=False, letters=False) == []


@pytest.mark.long
@pytest.mark.parametrize("plain", [False, True])
def test_on_a_terminal_the_page_has_the_figure(home: Path, monkeypatch: pytest.MonkeyPatch, plain: bool) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with Terminal("exercises", "side_bridge_knees", *(["--ascii"] if plain else []), size=(80, 60)) as terminal:
        shown = terminal.until("Common mistake: Holding your breath")
        assert any(0x2800 < ord(sign) < 0x2900 for sign in shown) != plain
        assert ("OOO" in shown) == plain


def test_a_programmes_stricter_limit_takes_the_place_of_the_apps_own(called: L5tui, home: Path) -> None:
    limits = '[stop]\npain = 4\n[[sessions]]\nroutine = "morning"\ndays = "every day"\n'
    Journal(journal_file()).put(taken(limits))
    said = called("exercises", "glute_bridge").said
    assert "Stop if: Back pain of 4 or more (Anna Keller's limit) at the top" in said
    assert "Weeks, by Anna Keller: An exercise is stopped from a score of 4 on (l5tui: 6)." in said
    assert "6 or more" not in said
    switched = called("exercises", "on", "hands_press_up").said
    assert "Stop if: Back pain of 4 or more (Anna Keller's limit) at the top" in switched
