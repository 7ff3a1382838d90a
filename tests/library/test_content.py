"""Finding exercises, routines and guides by name or id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.config.errors import ExitStatus, UsageError
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine
from l5tui.library import load
from tests.rows import each

CONTENT = load()
THINGS: tuple[Routine | Exercise, ...] = (*CONTENT.routines.values(), *CONTENT.exercises.values())
NAMES = [
    *((thing.id, thing.id) for thing in THINGS),
    *((thing.name, thing.id) for thing in THINGS),
    *((alias, exercise.id) for exercise in CONTENT.exercises.values() for alias in exercise.aliases),
]


@each("name", ["full_l5", "Full L5", "FULL-L5", " full  l5 ", "fulll5", "full-_ l5"])
def test_a_name_is_found_in_any_spelling_of_case_and_gaps(name: str) -> None:
    assert CONTENT.find(name) is CONTENT.routines["full_l5"]


@pytest.mark.parametrize("name", ["childs pose", "Child's Pose", "child’s-pose", "CHILDS_POSE"])
def test_apostrophes_are_ignored_in_names(name: str) -> None:
    assert CONTENT.find(name).id == "childs_pose"


@given(st.sampled_from(NAMES), st.data())
def test_every_name_is_found_in_any_case_with_any_gaps(named: tuple[str, str], data: st.DataObject) -> None:
    name, wanted = named
    written = "".join(
        data.draw(st.sampled_from([sign.lower(), sign.upper()])) + data.draw(st.sampled_from(["", "", " ", "-", "_"]))
        for sign in name
    )
    assert CONTENT.find(written).id == wanted


def test_an_exercise_is_found_as_a_routine_of_one() -> None:
    routine = CONTENT.find("bridging")
    assert [step.exercise.id for step in routine.steps] == ["glute_bridge"]
    assert routine.id == "glute_bridge"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("morrning", 'there is nothing called "morrning". Did you mean morning'),
        ("brid dog", 'there is nothing called "brid dog". Did you mean bird_dog'),
        ("flareup2", 'there is nothing called "flareup2". Did you mean flare_up?'),
        ("qqq", 'there is nothing called "qqq". See what there is with l5tui routines or l5tui exercises'),
    ],
)
def test_an_unknown_name_gets_the_nearest_names(typed: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        CONTENT.find(typed)
    assert str(caught.value).startswith(says)
    assert caught.value.status is ExitStatus.USAGE


@each("typed", ["", " ", "-", "\x1b[31mred", "a\nb", "x" * 10_000, "[bold]", "‮abc"])
def test_an_unknown_name_gets_one_short_printable_line(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        CONTENT.find(typed)
    line = str(caught.value)
    assert line.isprintable()
    assert len(line) < 200


def test_no_two_things_are_called_the_same() -> None:
    """Otherwise one of the two could never be found by that name."""
    called: dict[str, str] = {}
    for name, thing in NAMES:
        assert CONTENT.find(name).id == thing
        assert called.setdefault(name.casefold(), thing) == thing


def test_a_routine_or_an_exercise_can_be_started_by_its_id_and_nothing_else_can() -> None:
    assert CONTENT.startable("evening") is CONTENT.routines["evening"]
    alone = CONTENT.startable("bird_dog")
    assert alone
    assert alone.name == "Bird dog"
    assert CONTENT.startable("Evening") is None
    assert CONTENT.startable("nothing") is None


def test_a_guide_is_found_by_its_id() -> None:
    notice = CONTENT.guide("notice")
    assert notice
    assert notice.title == "Before you begin"
    assert CONTENT.guide("nothing") is None


def test_an_easier_form_is_called_easier_and_not_by_its_id() -> None:
    names = load().names
    assert names["bird_dog"] == "Bird dog"
    assert names[load().exercises["bird_dog"].easier.id] == "easier form"
