"""After an exercise with leg watch (A6) the rest asks about the leg (clinical data, section b)."""

from __future__ import annotations

from l5tui.engine.moment import asks_about_leg
from l5tui.engine.plan import Plan
from l5tui.engine.progress import Progress
from tests.factories import exercise, routine

THREE = Plan.of(routine(exercise("a"), exercise("b"), exercise("c")))


def asked_in(watched: set[str]) -> list[tuple[str, str]]:
    """Where it is asked: the exercise that is coming, and the kind of the segment."""
    return [
        (THREE.steps[segment.step].exercise, segment.kind.value)
        for index, segment in enumerate(THREE.segments)
        if asks_about_leg(Progress(THREE.segments, index=index), THREE.steps, watched)
    ]


def test_it_is_asked_once_in_the_set_up_after_each_such_exercise() -> None:
    assert asked_in({"a"}) == [("b", "move_on")]
    assert asked_in({"a", "b", "c"}) == [("b", "move_on"), ("c", "move_on")], "after the last the check-out asks"


def test_without_leg_watch_it_is_asked_nowhere() -> None:
    assert asked_in(set()) == []


def test_once_all_is_through_nothing_is_asked() -> None:
    assert not asks_about_leg(Progress(THREE.segments, index=len(THREE.segments)), THREE.steps, {"a", "b", "c"})
