"""The cues among the lines of a plain session are found by their form, and nothing else is spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.config.settings import Settings
from l5tui.domain.routine import Routine
from l5tui.engine.controller import Controller
from l5tui.engine.plan import Plan
from l5tui.library import load
from l5tui.plain.spoken_lines import SILENCE, SpokenLines
from l5tui.plain.words import announced
from tests import factories
from tests.plain.scripted_user import AFTERWARDS, BOTH, OUT, Key, play

ALONE = factories.routine(factories.exercise("bridge", name="Bridge", reps=1), routine_id="alone", name="Alone")


def spoken(lines: list[str]) -> list[str]:
    reader = SpokenLines()
    return [said for line in lines if (said := reader.sentence(line)) is not None]


def test_of_a_whole_session_the_cues_are_spoken_and_nothing_else(tmp_path: Path) -> None:
    lines = play(tmp_path, "5", *OUT, routine=ALONE, settings=Settings(cues="all")).person.lines
    assert spoken(lines) == [
        "Bridge. Lie on your back.",
        "three",
        "two",
        "one",
        "Lift.",
        "Hold. 20 seconds. Hold now. Breathe easily.",
        "Half way.",
        "three",
        "two",
        "one",
        "Lower.",
        "Done. Rest as long as you like.",
    ]


def test_each_segment_of_a_session_with_sides_is_spoken_once(tmp_path: Path) -> None:
    lines = play(tmp_path, "5", *OUT).person.lines
    said = [one for one in spoken(lines) if one not in ("three", "two", "one", "Half way.")]
    segments = Plan.of(BOTH).segments
    assert len(said) == len(segments) + 1
    assert said[len(said) // 2 :].count("Switch. right leg next.") == 2
    assert any(one.startswith("Hold. left leg. 20 seconds.") for one in said)


@pytest.mark.parametrize("one", load().exercises.values(), ids=lambda one: one.id)
def test_every_shipped_phase_is_spoken_in_its_time(one: object) -> None:
    """A switch of a second is too short for any sentence; else something is said of each."""
    plan = Plan.of(Routine.alone(one))  # type: ignore[arg-type]
    controller = Controller(plan, clock := factories.ManualClock())
    controller.start()
    reader = SpokenLines()
    for segment in plan.segments:
        said = [reader.sentence(line) for line in announced(controller.moment, "space", plan.segments)]
        [sentence] = [found for found in said if found is not None]
        assert sentence
        assert len(sentence.split()) <= (segment.seconds or 0) * 2.5
        clock.advance(segment.seconds or 0)
        controller.catch_up()


def test_a_pause_silences_and_the_countdown_before_going_on_is_spoken(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (14, ""), (600, "space"), *OUT, routine=ALONE)
    said = spoken([line for at, line in played.person.said if 13 < at < 604])
    assert said == [SILENCE, "three", "two", "one"]


def test_own_pace_is_spoken_without_seconds(tmp_path: Path) -> None:
    script: list[Key] = ["5", (1, ""), (2, ""), (3, ""), (4, "q"), (5, "y"), (AFTERWARDS, "3"), ""]
    lines = play(tmp_path, *script, settings=Settings(own_pace=True), routine=ALONE).person.lines
    assert "Hold. Hold now. Breathe easily." in spoken(lines)


@pytest.mark.parametrize(
    "line",
    [
        "3",
        "10",
        "Next: lift 2 s, then hold 20 s.",
        "18 seconds left now; 30 s is the longest.",
        "Bridge: 1 of 2, 1 shortened, 0:35.",
        "1. Bridge",
        "How much pain do you have right now? 0 to 10",
        "Before 5, after 3: lower. Two points less than before, right after a session. One pair says little.",
        "Take care: of your wrists, for 20 seconds",
        "",
        "x" * 4000,
    ],
)
def test_a_line_that_is_no_cue_is_not_spoken(line: str) -> None:
    assert SpokenLines().sentence(line) is None
