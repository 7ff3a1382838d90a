"""Hypothesis strategies for plans and for scripts of keys, waits, gaps and stops, and a player for the scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from l5tui.domain.dose import Rounds
from l5tui.domain.exercise import Exercise, Ladder, Posture, Rests, Seconds, Side, Sides, Variant
from l5tui.domain.routine import First, Routine, Step
from l5tui.engine.controller import Controller
from l5tui.engine.events import Event
from l5tui.engine.plan import Plan
from tests.factories import ManualClock, exercise, phase, score

quick = settings(max_examples=20, deadline=None)
deep = settings(max_examples=500, deadline=None)

PHASES = ("lift", "hold", "lower", "flat")


@st.composite
def exercises(draw: st.DrawFn, exercise_id: str = "any") -> Exercise:
    """Exercises with one to four phases, with or without sides and rests."""
    names = draw(st.lists(st.sampled_from(PHASES), min_size=1, max_size=4, unique=True))
    seconds = st.integers(1, 15)
    rest = st.integers(0, 6)
    mid = draw(st.none() | st.integers(1, 15))
    return exercise(
        exercise_id,
        posture=draw(st.sampled_from(Posture)),
        sides=draw(st.sampled_from(Sides)),
        reps=draw(st.integers(1, 4)),
        phases=tuple(
            phase(
                name,
                Seconds(low := draw(seconds), low + draw(st.sampled_from((0, 0, 3, 30))), low),
                off_label=draw(st.sampled_from((None, "Flat"))),
            )
            for name in names
        ),
        rests=Rests(draw(rest), draw(rest), draw(rest), mid, draw(st.integers(1, 4)) if mid else None),
        ladder=draw(st.sampled_from((None, Ladder("reps", (1, 2, 3)), Ladder("hold", (5, 10))))),
        easier=Variant("easy", "Half as far.", {"hold": draw(seconds)}),
    )


@st.composite
def any_step(draw: st.DrawFn, exercise_id: str) -> Step:
    """A step of an exercise, mostly as it is, else with rounds, a first side and a rest of its own."""
    one = draw(exercises(exercise_id))
    if draw(st.booleans()):
        return Step(one)
    left = draw(st.integers(0, 2))
    right = draw(st.integers(0 if left else 1, 2)) if one.sided else left
    rounds = Rounds(left, right) if one.sided else Rounds(left + 1, left + 1)
    first = draw(st.sampled_from((None, *First))) if one.sided else None
    return Step(one, rounds=rounds, first=first, rest_s=draw(st.sampled_from((0, 20))))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of one to three exercises."""
    count = draw(st.integers(1, 3))
    steps = tuple(draw(any_step(f"e{number}")) for number in range(count))
    return Plan.of(
        Routine("any", "Any", "Because.", steps),
        first_side=draw(st.sampled_from(Side)),
        worse_side=draw(st.sampled_from((None, *Side))),
        each=draw(st.sets(st.sampled_from(["e0", "e1", "e2"])).map(frozenset)),
    )


Act = tuple[int, str]
"""Milliseconds that go by, and what happens then."""


def ease(session: Controller) -> None:
    """Ease the current exercise: its holds become three seconds, and it has two repetitions."""
    segment = session.progress.segment
    if segment is None:
        return
    own = [one for one in session.plan.segments if one.step == segment.step and one.phase and not one.off]
    seconds = {one.phase or "": one.given_s for one in own}
    phases = tuple(phase(name, given) for name, given in seconds.items())
    if phases:
        easier = Variant("easy", "Half as far.", {"hold": 3, "reps": 2} if "hold" in seconds else {"reps": 2})
        session.ease(
            exercise(session.plan.steps[segment.step].exercise, phases=phases, ladder=None, easier=easier, reps=4)
        )


ACTS: dict[str, Callable[[Controller, ManualClock], object]] = {
    "pause": lambda session, _: session.pause(),
    "resume": lambda session, _: session.resume(),
    "toggle": lambda session, _: session.toggle(),
    "skip": lambda session, _: session.skip(),
    "back": lambda session, _: session.back(),
    "skip_exercise": lambda session, _: session.skip_exercise(),
    "back_exercise": lambda session, _: session.back_exercise(),
    "more": lambda session, _: session.more(),
    "less": lambda session, _: session.less(),
    "own_pace_on": lambda session, _: session.set_own_pace(True),
    "own_pace_off": lambda session, _: session.set_own_pace(False),
    "go_on": lambda session, _: session.go_on(),
    "ease": lambda session, _: ease(session),
    "skip_today": lambda session, _: session.skip_today(),
    "hurt": lambda session, _: session.hurt("1", 4),
    "rate": lambda session, _: session.rate("during", score(5)),
    "restart_repetition": lambda session, _: session.restart_repetition(),
    "stop": lambda _, clock: clock.stop(),
    "catch_up": lambda session, _: session.catch_up(),
    "note_position": lambda session, _: session.note_position(),
    "end": lambda session, _: session.end(),
}


@dataclass(frozen=True)
class Script:
    """A plan, and the acts to play on it."""

    plan: Plan
    acts: tuple[Act, ...]


@dataclass
class Played:
    """A session after its script was played."""

    plan: Plan
    controller: Controller
    clock: ManualClock
    told: list[Event] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        return self.controller.events


def scripts(*, grid_ms: int = 1, without: tuple[str, ...] = ()) -> st.SearchStrategy[Script]:
    """Scripts of sessions.

    Args:
        grid_ms: all times are a multiple of it.
        without: what doesn't happen.
    """
    moments = st.sampled_from((0, 1000, 2000, 5000, 10_000)) | st.integers(0, 30_000 // grid_ms).map(
        lambda steps: steps * grid_ms
    )
    names = st.sampled_from([name for name in ACTS if name not in without])
    return st.builds(Script, plans(), st.lists(st.tuples(moments, names), max_size=25).map(tuple))


def play(script: Script, clock: ManualClock | None = None) -> Played:
    """Play a script."""
    clock = clock or ManualClock()
    played = Played(script.plan, Controller(script.plan, clock), clock)
    played.controller.observe(played.told.append)
    played.controller.start()
    for wait, name in script.acts:
        clock.advance(wait / 1000)
        ACTS[name](played.controller, clock)
    played.controller.catch_up()
    return played


def deeper(law: Any) -> None:
    """Run a property test of one script on many more scripts than by default."""
    deep(given(scripts())(law.hypothesis.inner_test))()
