"""What the editor calls the settings of a step, and within what they can be."""

from __future__ import annotations

from l5tui.domain.routine import Step
from l5tui.domain.step_settings import StepSetting, name_of, words
from l5tui.library import extras, load
from l5tui.tui.library.editor_words import about


def test_the_time_of_a_walk_is_not_called_a_hold_and_is_said_in_minutes() -> None:
    walk = Step(extras()["walk"], {"hold": 900})
    assert name_of(walk, StepSetting.HOLD) == "Time"
    assert words(walk, StepSetting.HOLD) == "15 min"
    assert about(walk, StepSetting.HOLD) == "5 min to 30 min. The exercise has 5 min to 30 min."


def test_a_hold_is_a_hold_and_is_said_in_seconds() -> None:
    pose = Step(load().exercises["childs_pose"])
    assert name_of(pose, StepSetting.HOLD) == "Hold"
    assert about(pose, StepSetting.HOLD) == "10 to 30 seconds. The exercise has 20 to 30."
