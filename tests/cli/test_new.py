"""`l5tui new exercise` and `new routine`: a template in the person's content folder, sound as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from l5tui.domain.safety.questions import Level
from l5tui.library import load
from tests.cli.conftest import L5tui


@pytest.fixture
def own(home: Path) -> Path:
    return home / ".local/share/l5tui/content"


@pytest.mark.parametrize(("kind", "folder"), [("exercise", "exercises"), ("routine", "routines")])
def test_a_template_is_private_and_sound_as_it_stands(called: L5tui, own: Path, kind: str, folder: str) -> None:
    said = called("new", kind, "Evening  legs").said
    file = own / folder / "evening_legs.toml"
    assert f"Written: {file}." in said
    assert f"l5tui check {file}" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert called("check").said == "No mistakes found\n"
    content = load(own=own)
    thing = content.startable("evening_legs")
    assert thing
    assert thing.name == "Evening legs"


def test_the_exercise_template_says_what_each_question_is_about(called: L5tui, own: Path) -> None:
    called("new", "exercise", "Legs")
    text = (own / "exercises/legs.toml").read_text()
    safety = load().safety
    assert safety
    for question in safety.of_level(Level.ASK_FIRST):
        assert f"#   {question.id}: {question.short}\n" in text


def test_the_notes_of_the_exercise_template_are_sound_too(called: L5tui, own: Path) -> None:
    called("new", "exercise", "Legs")
    file = own / "exercises/legs.toml"
    text = file.read_text()
    for start in ("affects = [", "  { question", "]\n", "[easier]", "id = ", "text = ", "overrides = "):
        text = text.replace(f"# {start}", start)
    file.write_text(text)
    assert called("check").said == "No mistakes found\n"
    exercise = load(own=own).exercises["legs"]
    assert exercise.cautions == ("A2", "A10")
    assert exercise.easier.id == "legs_easier"
    assert dict(exercise.easier.overrides) == {"hold": 5, "reps": 3}


def test_the_figure_in_the_notes_of_the_exercise_template_is_sound_too(called: L5tui, own: Path) -> None:
    called("new", "exercise", "Legs")
    file = own / "exercises/legs.toml"
    before, start, notes = file.read_text().partition("# [figure]\n")
    notes = re.sub(r"^# (?=\[|\w+ = )", "", start + notes, flags=re.MULTILINE)
    assert notes.count("\n[") == 3
    file.write_text(before + notes)
    assert called("check").said == "No mistakes found\n"
    content = load(own=own)
    moves = content.figures["legs"]
    assert list(moves.left) == ["draw_in", "hold", "lower"]
    assert moves.left["hold"] != moves.right["hold"]
    assert moves.active_left == {"leg_near"}
    assert moves.planted


@pytest.mark.parametrize("kind", ["exercise", "routine"])
@pytest.mark.parametrize("name", ["Evening", "cat cow", "walk"])
def test_an_id_that_is_taken_is_refused(called: L5tui, own: Path, kind: str, name: str) -> None:
    ran = called("new", kind, name)
    assert ran.status == 1
    assert "is taken already. Nothing was written. Choose another name" in ran.complaint
    assert not own.exists()


def test_an_own_file_is_never_overwritten_broken_or_not(called: L5tui, own: Path) -> None:
    (own / "routines").mkdir(parents=True)
    (own / "routines/mine.toml").write_text("broken")
    ran = called("new", "routine", "Mine")
    assert ran.status == 1
    assert "mine.toml is there already. Nothing was written. Choose another name" in ran.err
    assert (own / "routines/mine.toml").read_text() == "broken"


@pytest.mark.parametrize(
    ("name", "wanted"), [("Ünï", "uni"), ("Åsa's leg", "asa_s_leg"), ("Señor 2", "senor_2"), ("Утро", "exercise")]
)
def test_an_id_keeps_the_letters_below_accents(called: L5tui, own: Path, name: str, wanted: str) -> None:
    assert called("new", "exercise", name).status == 0
    assert [file.name for file in (own / "exercises").iterdir()] == [f"{wanted}.toml"]
    assert called("check").said == "No mistakes found\n"


@pytest.mark.parametrize("kind", ["exercise", "routine"])
def test_the_notes_of_a_template_stand_below_each_other(called: L5tui, own: Path, kind: str) -> None:
    called("new", kind, "Legs")
    text = next(own.rglob("legs.toml")).read_text().partition("\n\n")[2]
    notes = [line.index(" # ") for line in text.split("\n") if " # " in line and line[0] not in "# "]
    assert len(notes) > 1
    assert len(set(notes)) == 1


@pytest.mark.parametrize("name", [None, "", " ", "---", "a\x1b[31m", "x" * 41, "a" + "\u0301" * 38, "a\u200bb"])
def test_a_name_that_cannot_be_used_is_refused(called: L5tui, own: Path, name: str | None) -> None:
    ran = called("new", "exercise", *([] if name is None else [name]))
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "\x1b" not in ran.err
    assert not own.exists()


def test_a_name_with_quotes_or_without_latin_letters_is_kept(called: L5tui, own: Path) -> None:
    assert called("new", "routine", 'The "long" one').status == 0
    assert called("new", "routine", "Утро").status == 0
    assert {routine.name for routine in load(own=own).routines.values() if routine.own} == {'The "long" one', "Утро"}


def test_a_content_folder_that_cannot_be_made_is_a_line(called: L5tui, own: Path) -> None:
    own.parent.mkdir(parents=True)
    own.write_text("")
    ran = called("new", "routine", "Mine")
    assert ran.status == 1
    assert "can't be written" in ran.err
