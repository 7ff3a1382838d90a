"""Factories for the values that tests need; fields are overridden by name."""

from __future__ import annotations

from typing import Any

from l5tui.domain.entry import Entry, LogEntry, Score, SessionEntry, StepDone, no_score
from l5tui.domain.exercise import (
    Breath,
    Category,
    Exercise,
    Ladder,
    Phase,
    Posture,
    Rests,
    Seconds,
    Sides,
    Variant,
)
from l5tui.domain.routine import Routine, Step
from l5tui.engine.clock import Clock, ClockReading
from l5tui.engine.controller import Controller
from l5tui.engine.events import Event
from l5tui.engine.plan import Plan, Segment


class ManualClock:
    """A session clock that advances only when a test says so."""

    def __init__(self, start_ms: int = 0) -> None:
        self.ms = start_ms
        self._last_read_ms = start_ms
        self._stopped = False

    def now(self) -> int:
        return self.ms

    def read(self) -> ClockReading:
        reading = self.peek()
        self._last_read_ms, self._stopped = reading.at, False
        return reading

    def peek(self) -> ClockReading:
        now = self.now()
        return ClockReading(now, (now - self._last_read_ms) / 1000, self._stopped)

    def advance(self, seconds: float) -> None:
        self.ms += round(seconds * 1000)

    def stop(self) -> None:
        """The program was stopped and continued since the last look."""
        self._stopped = True


class RestlessClock(ManualClock):
    """A session clock that advances a little each time it is read, as the real one does."""

    def __init__(self, step_ms: int = 1) -> None:
        super().__init__()
        self.step_ms = step_ms

    def now(self) -> int:
        self.ms += self.step_ms
        return self.ms


def phase(phase_id: str = "hold", seconds: int | Seconds = 5, **fields: Any) -> Phase:
    return Phase(
        **{
            "id": phase_id,
            "label": phase_id.title(),
            "seconds": seconds if isinstance(seconds, Seconds) else Seconds(seconds, seconds, seconds),
            "breath": Breath.EASY,
            "cue": f"{phase_id} now",
            **fields,
        }
    )


def exercise(exercise_id: str = "bridge", **fields: Any) -> Exercise:
    return Exercise(
        **{
            "id": exercise_id,
            "number": 1,
            "name": exercise_id.title(),
            "aliases": (),
            "category": Category.STRETCH,
            "posture": Posture.SUPINE,
            "sides": Sides.NONE,
            "reps": 2,
            "reps_range": (2, 2),
            "unit": "reps",
            "phases": (phase("lift", 2), phase("hold", Seconds(20, 30, 20)), phase("lower", 3)),
            "rests": Rests(between_reps_s=4),
            "ladder": Ladder("hold", (20, 25, 30)),
            "start": "Lie on your back.",
            "how_to": ("Lift.",),
            "helps": "It may help.",
            "claim": "Said to help.",
            "easier": Variant("easy", "Half as far.", {"hold": 10}),
            "harder": Variant("hard", "Further."),
            "mistakes": (),
            "stop_if": (),
            "cautions": (),
            "equipment": (),
            **fields,
        }
    )


def sided(exercise_id: str = "dog", **fields: Any) -> Exercise:
    return exercise(
        exercise_id,
        **{
            "sides": Sides.ALTERNATE,
            "rests": Rests(between_sides_s=3, between_rounds_s=5),
            "ladder": None,
            "limb": "leg",
            **fields,
        },
    )


def routine(*exercises: Exercise, routine_id: str = "short", **fields: Any) -> Routine:
    steps = tuple(Step(one) for one in exercises or (exercise(),))
    return Routine(**{"id": routine_id, "name": routine_id.title(), "why": "Because.", "steps": steps, **fields})


def plan(*exercises: Exercise, **fields: Any) -> Plan:
    """`fields` are those of `Plan.of`: doses, restrictions, first_side, each."""
    return Plan.of(routine(*exercises), **fields)


def plan_of_two() -> Plan:
    """The plan of an exercise without sides and one with them."""
    return plan(exercise(), sided())


def without(of: Plan, step: int) -> tuple[Segment, ...]:
    """The plan's segments, except for those of one step."""
    return tuple(segment for segment in of.segments if segment.step != step)


def started(of: Plan | None = None, clock: Clock | None = None) -> tuple[Controller, ManualClock, list[Event]]:
    """A session that has begun, its clock, and the events an observer has received since."""
    clock = clock or ManualClock()
    assert isinstance(clock, ManualClock)
    controller = Controller(of or plan(), clock)
    told: list[Event] = []
    controller.observe(told.append)
    controller.start()
    return controller, clock, told


def score(pain: int | None = 4, **fields: Any) -> Score:
    return {**no_score(), "pain": pain, "at": "2026-11-22T18:40:00+01:00", **fields}  # type: ignore[typeddict-item]


def session(uid: str = "s1", before: int | None = 5, after: int | None = 3, **fields: Any) -> SessionEntry:
    entry: dict[str, Any] = {
        "uid": uid,
        "schema": 2,
        "kind": "session",
        "started": "2026-11-22T18:40:00+01:00",
        "ended": "2026-11-22T19:00:00+01:00",
        "tz": "Europe/Zurich",
        "app": "0.1.0",
        "deleted": None,
        "edits": [],
        "programme": None,
        "answer": None,
        "clock_step_s": 0.0,
        "status": "complete",
        "stop": None,
        "active_s": 1142.0,
        "paused_s": 12.0,
        "speed": 1.0,
        "routine": {"id": "full_l5", "name": "Full L5"},
        "before": score(before),
        "after": score(after),
        "worst": None,
        "next_day": None,
        "note": "",
        "steps": [step("bridge", seconds=1142.0, held=600.0)],
        **fields,
    }
    return entry  # type: ignore[return-value]


def long_session(
    uid: str = "s1", before: int | None = 4, after: int | None = 3, *, steps: int = 12, **fields: Any
) -> SessionEntry:
    """A session of the size that a real one has, for tests of files: twelve steps, both sides scored, and a note."""
    size = {"level": 2, "planned_reps": 8, "reps": 8, "seconds": 96.4, "held": 64.0}
    made: dict[str, Any] = {
        "active_s": 1104.5,
        "routine": {"id": "morning_set", "name": "Morning set"},
        "note": "a little stiff, after gardening",
        "steps": [step("bird_dog", ("right", "left")[number % 2], **size) for number in range(steps)],
    }
    entry = session(uid, before, after, **made)
    entry["before"], entry["after"] = score(before, left=2), score(after, left=1)
    return {**entry, **fields}  # type: ignore[typeddict-item]


def uids(entries: list[Entry]) -> list[str]:
    return [entry["uid"] for entry in entries]


def stayed_down(settled: bool | None = False, **fields: Any) -> StepDone:
    """A step in which it moved further down the leg, and what was answered after five minutes of rest."""
    hurt = {"rep": 1, "phase": "hold", "answer": "spreading", "pain": None, "settled": settled}
    return step("bridge", hurt=[hurt], **fields)


def step(exercise_id: str, side: str | None = None, **fields: Any) -> StepDone:
    """What an entry keeps of an exercise, on one side."""
    made = {"exercise": exercise_id, "side": side, "level": None, "variant": None, "planned_reps": 10, "reps": 10}
    return {**made, "partial_reps": 0, "seconds": 110.0, "held": 50.0, "outcome": "done", "hurt": [], **fields}  # type: ignore[typeddict-item]


def log(uid: str = "l1", pain: int | None = 4, **fields: Any) -> LogEntry:
    entry: dict[str, Any] = {
        "uid": uid,
        "schema": 2,
        "kind": "log",
        "started": "2026-11-22T08:00:00+01:00",
        "ended": None,
        "tz": "Europe/Zurich",
        "app": "0.1.0",
        "deleted": None,
        "edits": [],
        "pain": pain,
        "left": None,
        "right": None,
        "kinds": {"left": [], "right": []},
        "note": "",
        **fields,
    }
    return entry  # type: ignore[return-value]
