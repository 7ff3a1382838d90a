"""A plan: a routine with doses and restrictions, flattened into timed segments.

A plan is pure data. The session log stores its segments, so changed content or a newer program can't change a session
in progress. All seconds come from the content. The pauses between repetitions, sides and rounds follow the duration
formulas of the clinical data, which the tests check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Phase, Side, Sides
from l5tui.domain.how_to import form_text
from l5tui.domain.routine import Routine, Step
from l5tui.domain.safety.restrictions import Effect, Restriction, limits_of

FIRST_SETUP_S = 10
"""Set-up of the first step, or when the position stays the same (clinical data: setup_rule)."""
MOVE_SETUP_S = 20
"""Set-up when the position changes (clinical data: setup_rule)."""
ROUND_REST_S = 15
"""Rest between two rounds of an exercise that has no longer rest of its own (this project's choice)."""
REST_LABEL = "Rest"
"""The label of a set-up that begins with a rest."""


class SegmentKind(StrEnum):
    """The kinds of segments."""

    GET_READY = "get_ready"
    """Set-up of the first exercise."""
    PHASE = "phase"
    SWITCH = "switch"
    """Change sides."""
    REST = "rest"
    MOVE_ON = "move_on"
    """Set-up of the next exercise."""


SETUPS = frozenset({SegmentKind.GET_READY, SegmentKind.MOVE_ON})


class Segment(Struct, frozen=True):
    """A part of the session with one instruction.

    `seconds` is None in own pace, where it lasts until the person goes on. `side` of a switch or a rest is the coming
    side. `rep` counts from 1 on its side; before and between repetitions it is the coming one.
    """

    kind: SegmentKind
    step: int
    """Index of the plan's step."""
    seconds: int | None
    label: str
    cue: str
    rep: int = 1
    side: Side | None = None
    phase: str | None = None
    breath: str | None = None
    off: bool = False
    """Whether a restriction switches the phase off, so that its flat form is shown."""
    variant: str | None = None
    """The id of the easier or harder form, if any."""
    given_s: int = 0
    """The planned seconds, without what was added or removed since."""
    most_s: int = 0
    """The most seconds that a hold may be lengthened to; 0 means no more than `given_s`."""

    @property
    def ms(self) -> int | None:
        """Its length in milliseconds, None in own pace."""
        return None if self.seconds is None else self.seconds * 1000

    @property
    def planned_ms(self) -> int:
        """Its planned length in milliseconds; 0 if unknown (own pace in a log of an older version)."""
        return (self.given_s or self.seconds or 0) * 1000

    @property
    def slot(self) -> Slot:
        """Its identity, which doesn't change with its length or index."""
        return (self.step, self.side, self.rep, self.kind, self.phase)

    @property
    def adjustable(self) -> bool:
        """Whether its length can be changed: a hold, a rest or a set-up."""
        if self.seconds is None:
            return False
        return self.kind in SETUPS or self.kind is SegmentKind.REST or self.phase == "hold"

    @property
    def room_s(self) -> int | None:
        """The seconds that may still be added to a hold; None without a limit, as in rests and set-ups."""
        if self.phase is None or self.seconds is None:
            return None
        return max(0, max(self.most_s, self.given_s) - self.seconds)


Slot = tuple[int, Side | None, int, SegmentKind, str | None]


class PlanStep(Struct, frozen=True):
    """A step of the plan: the exercise by id and name, its dose, and why it is off or eased."""

    exercise: str
    name: str
    sides: tuple[Side | None, ...]
    """The sides in the order they are done; one None without sides."""
    reps: int
    """The repetitions of all rounds; of the side that has more, where the sides differ."""
    hold_s: int | None
    level: int | None
    variant: str | None
    off: bool = False
    why_off: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    limb: str | None = None
    """The limb that moves on the named side, as in "then the RIGHT leg"."""
    form: str = ""
    """The text of the planned easier or harder form; empty without one."""
    side_reps: tuple[int, ...] = ()
    """The repetitions on each of `sides`, where they differ."""

    def reps_on(self, side: Side | None) -> int:
        """The repetitions of all rounds on a side; `reps` for one that isn't done."""
        return dict(zip(self.sides, self.side_reps, strict=False)).get(side, self.reps)


class Plan(Struct, frozen=True):
    """A routine ready to run."""

    routine: str
    name: str
    steps: tuple[PlanStep, ...]
    segments: tuple[Segment, ...]

    @property
    def total_s(self) -> int:
        """Its length in seconds, without segments in own pace."""
        return sum(segment.seconds or 0 for segment in self.segments)

    @property
    def practice_s(self) -> int:
        """The seconds of its phases, without set-ups, rests and switches; in own pace those planned."""
        return sum(segment.given_s for segment in self.segments if segment.phase)

    @property
    def left_out(self) -> tuple[PlanStep, ...]:
        """The steps that a restriction switched off. The screen names them with the reason."""
        return tuple(step for step in self.steps if step.off)

    @property
    def on_ladder(self) -> tuple[str, ...]:
        """The ids of the exercises that are done at a level of their ladder."""
        return tuple(step.exercise for step in self.steps if step.level is not None and not step.off)

    @classmethod
    def of(
        cls,
        routine: Routine,
        doses: Mapping[str, int] | None = None,
        restrictions: Iterable[Restriction] = (),
        *,
        first_side: Side = Side.LEFT,
        worse_side: Side | None = None,
        each: frozenset[str] = frozenset(),
    ) -> Plan:
        """Flatten a routine.

        Args:
            routine: the steps, with their exercises.
            doses: ladder level by exercise id; level 1 where missing. Ignored by a routine without a ladder.
            restrictions: what safety answers switch off, ease or warn about.
            first_side: the side that begins unless a step says otherwise.
            worse_side: the side that begins where a step begins with the worse one; None where that isn't known.
            each: ids of exercises with all repetitions of one side before the other, instead of alternating.
        """
        rows = tuple(restrictions)
        steps: list[PlanStep] = []
        segments: list[Segment] = []
        posture = None
        rest_s = 0
        for index, step in enumerate(routine.steps):
            exercise = step.exercise
            own = (Restriction(exercise.id, phase, Effect.OFF, "routine") for phase in step.phase_off)
            limits = limits_of(exercise, (*rows, *own))
            variant = exercise.easier.id if limits.easier else step.variant
            level = (doses or {}).get(exercise.id, 1) if routine.ladder else None
            dose = Dose.of(exercise, level=level, overrides=step.overrides, variant=variant, rounds=step.rounds)
            sides = step.sides(first_side, worse_side)
            reps = tuple(map(dose.reps_on, sides))
            steps.append(
                PlanStep(
                    exercise=exercise.id,
                    name=exercise.name,
                    sides=sides,
                    reps=max(reps),
                    side_reps=reps if len(set(reps)) > 1 else (),
                    hold_s=dose.seconds.get("hold"),
                    level=dose.level,
                    variant=dose.variant,
                    off=limits.off,
                    why_off=limits.off_by,
                    notes=limits.notes,
                    limb=exercise.limb,
                    form=form_text(exercise, dose.variant, [dose]),
                )
            )
            if limits.off:
                continue
            seconds = FIRST_SETUP_S if not segments or posture is exercise.posture else MOVE_SETUP_S
            segments.append(
                Segment(
                    kind=SegmentKind.MOVE_ON if segments else SegmentKind.GET_READY,
                    step=index,
                    seconds=rest_s + seconds,
                    given_s=rest_s + seconds,
                    label=REST_LABEL if rest_s else "Get ready",
                    cue=exercise.start_in(dose.variant),
                    side=sides[0],
                )
            )
            posture, rest_s = exercise.posture, step.rest_s
            maker = _Flattener(step, index, dose, limits.phases_off, one_side_first=exercise.id in each)
            segments.extend(maker.segments(sides))
        return cls(
            routine.id,
            routine.name,
            tuple(steps),
            tuple(segment for segment in segments if segment.seconds != 0),
        )


def most_held(phase: Phase, seconds: int) -> int:
    """The longest that this phase may be held, in seconds: the upper end of the article's range.

    A phase without a range is never held longer than planned (`seconds`).
    """
    return max(seconds, phase.seconds.high) if phase.seconds.low < phase.seconds.high else seconds


class _Flattener(Struct, frozen=True):
    """Makes the segments of one step: its repetitions, and the switches and rests between them."""

    step: Step
    index: int
    dose: Dose
    phases_off: frozenset[str]
    one_side_first: bool

    def segments(self, sides: tuple[Side | None, ...]) -> Iterator[Segment]:
        turns = list(self._turns(sides))
        yield from self._rep(turns[0])
        for before, after in pairwise(turns):
            yield from self._between(before, after)
            yield from self._rep(after)

    def _turns(self, sides: tuple[Side | None, ...]) -> Iterator[_Turn]:
        """Each repetition in order. A round with one side only has the repetitions of that side after each other."""
        for number in range(self.dose.rounds.most):
            here = [side for side in sides if self.dose.rounds.on(side) > number]
            reps = range(number * self.dose.reps + 1, (number + 1) * self.dose.reps + 1)
            if self._blocks:
                yield from (_Turn(side, rep, number) for side in here for rep in reps)
            else:
                yield from (_Turn(side, rep, number) for rep in reps for side in here)

    @property
    def _blocks(self) -> bool:
        return self.step.exercise.sided and (self.step.exercise.sides is Sides.EACH or self.one_side_first)

    def _rep(self, turn: _Turn) -> Iterator[Segment]:
        for phase in self.step.exercise.phases_in(self.dose.variant):
            off, seconds = phase.id in self.phases_off, self.dose.seconds[phase.id]
            yield Segment(
                kind=SegmentKind.PHASE,
                step=self.index,
                seconds=seconds,
                given_s=seconds,
                most_s=most_held(phase, seconds),
                label=(phase.off_label if off else None) or phase.label,
                cue=(phase.off_cue if off else None) or phase.cue_for(turn.side),
                rep=turn.rep,
                side=turn.side,
                phase=phase.id,
                breath=str(phase.breath),
                off=off,
                variant=self.dose.variant,
            )

    def _between(self, before: _Turn, after: _Turn) -> Iterator[Segment]:
        rests = self.step.exercise.rests
        changes = after.side is not before.side
        kind = SegmentKind.SWITCH if changes and (self._blocks or after.rep == before.rep) else SegmentKind.REST
        if after.number != before.number:
            seconds = rests.mid_s or ROUND_REST_S
        elif self._blocks and changes:
            seconds = rests.mid_s or rests.between_sides_s
        elif self._blocks:
            seconds = rests.between_rounds_s or rests.between_reps_s
        elif after.side is None:
            seconds = rests.between_reps_s
        elif kind is SegmentKind.SWITCH:
            seconds = rests.between_sides_s
        else:
            seconds = self._between_rounds(before.rep)
        yield Segment(
            kind=kind,
            step=self.index,
            seconds=seconds,
            given_s=seconds,
            label="Switch" if kind is SegmentKind.SWITCH else rests.label,
            cue="",
            rep=after.rep,
            side=after.side,
        )

    def _between_rounds(self, rep: int) -> int:
        """The rest once every side has had its repetition; the longer one in the middle."""
        rests = self.step.exercise.rests
        half_way = (rep - 1) % self.dose.reps + 1 == self.dose.reps // 2
        if rests.mid_s is not None and half_way and self.dose.reps >= (rests.mid_min_reps or 1):
            return rests.mid_s
        return rests.between_rounds_s


class _Turn(Struct, frozen=True):
    """One repetition: its side, its number on that side from 1, and the round that it is in."""

    side: Side | None
    rep: int
    number: int
