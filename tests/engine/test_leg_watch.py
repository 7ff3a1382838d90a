"""After an exercise with leg watch (A6) the rest asks about the leg (clinical data, section b)."""

from __future__ import annotations

from l5tui.engine.moment import asks_about_leg
from l5tui.engine.plan import Plan
from l5tui.engine.progress import Progress
from tests.factories import exercise, routine

THREE = Plan.of(routine(exercise("a"), exercise("b"), exercise("c")))


def asked_in(watched: set[str]) -> list[tuple[str, str]]:
    """The segments in which the question is asked, as coming exercise and kind."""
    return [
        (THREE.steps[segment.step].exercise, segment.kind.value)
        for index, segment in enumerate(THREE.segments)
        if asks_about_leg(Progress(THREE.segments, index=index), THREE.steps, watched)
    ]


def test_the_leg_is_asked_about_once_in_the_set_up_after_each_watched_exercise() -> None:
    assert asked_in({"a"}) == [("b", "move_on")]
    assert asked_in({"a", "b", "c"}) == [("b", "move_on"), ("c", "move_on")], "after the last the check-out asks"


def test_without_leg_watch_the_leg_is_never_asked_about() -> None:
    assert asked_in(set()) == []


def test_after_the_last_segment_the_leg_is_not_asked_about() -> None:
    assert not asks_about_leg(Progress(THREE.segments, index=len(THREE.segments)), THREE.steps, {"a", "b", "c"})
