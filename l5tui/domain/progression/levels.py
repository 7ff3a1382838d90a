"""The level of each exercise on its ladder: a fold over graded sessions and decisions (clinical data, d2 and d3).

Levels are never stored. Equal histories give equal levels, and a corrected entry changes the levels that follow from
it. A level goes up by one step, only if the person agreed and the entries still allow it; it goes down without
agreement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from l5tui.domain.entry import DecisionEntry, Entry, ProgrammeName
from l5tui.domain.exercise import Exercise, Side
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.place import further_side, worse_side
from l5tui.domain.programme import Limits, Programme
from l5tui.domain.progression.decisions import ADD, BY_HAND, STAY, DoseDecision, dose_decisions, new_dose_decision
from l5tui.domain.progression.grade import HIGH_ROW, Grade, Graded, graded_sessions
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Restriction, limits_of
from l5tui.domain.safety.stop_rules import GO_UP_TO, STOP_FROM

GREEN_DATES: Final = 3
"""How many different dates with a green session an offer needs (d2)."""
WAIT_DAYS: Final = 7
"""Days on a level before the next is offered, and days after a refusal before it is offered again (d2)."""
GAP_DAYS: Final = 14
"""Days without any session after which every exercise goes down one level (d2)."""
AHEAD: Final = timedelta(days=1)
"""A session or decision further than this in the future was written with a wrong clock; time zones differ by less."""


class Kind(StrEnum):
    """The kinds of changes of a level."""

    UP = "up"
    DOWN = "down"
    GAP = "gap"
    UNDONE = "undone"
    """A step up that the entries no longer allow, or after which the next morning was worse."""
    BY_HAND = "by hand"
    EASIER = "easier"
    """It was already at level 1, so the easier form comes first next time."""


class Change(Struct, frozen=True):
    """One change of an exercise's level, with its reason; `was` and `to` are levels."""

    on: date
    kind: Kind
    was: int
    to: int
    why: str


class ExerciseDose(Struct, frozen=True):
    """The state of one exercise on its ladder."""

    exercise: Exercise
    level: int
    since: date
    greens: tuple[date, ...]
    """The dates with a green session since `since`."""
    easier_first: bool
    """Whether the easier form comes first next time."""
    newest: Grade | None
    """The grade of the newest date on which it was done in a green, amber or red session."""
    last_level: int | None
    """The level at which it was last done; None if it wasn't done, or the level is unknown."""
    comfortable_in_a_row: int
    """How many of its newest sessions in a row were green."""
    declined: date | None
    """When the offer was last refused."""
    changes: tuple[Change, ...]
    """Oldest first."""
    sessions: tuple[Graded, ...]
    """The sessions in which it was done, oldest first."""

    @property
    def top(self) -> int:
        """The highest level of its ladder."""
        return len(self.exercise.ladder.levels) if self.exercise.ladder else 1

    def said(self, level: int) -> str:
        """A level in words: `20 s` or `12 reps`."""
        return level_words(self.exercise, level)


def level_words(exercise: Exercise, level: int) -> str:
    """A level of an exercise's ladder in words: `20 s`, or `12 reps`; empty without a ladder."""
    if exercise.ladder is None:
        return ""
    return f"{exercise.ladder.at(level)} {'s' if exercise.ladder.param == 'hold' else 'reps'}"


class Offer(Struct, frozen=True):
    """A step up that may be offered."""

    exercise: Exercise
    level: int
    to: int
    last_ones: bool
    """Whether its last three sessions in a row were green."""
    ahead: tuple[str, ...] = ()
    """The uids of decisions about the exercise that are dated later than now, which the answer replaces."""

    @property
    def text(self) -> str:
        """The question (d2)."""
        steps = f"({level_words(self.exercise, self.level)} -> {level_words(self.exercise, self.to)})"
        if self.last_ones:
            return f"Your last 3 sessions with this stayed comfortable. Add a little? {steps}"
        return f"Sessions with this stayed comfortable on 3 days. Add a little? {steps}"


def new_offer_answer(header: EntryHeader, offer: Offer, *, add: bool) -> DecisionEntry:
    """The decision that answers an offer: `add` accepts it."""
    to = offer.to if add else offer.level
    return new_dose_decision(header, offer.exercise.id, offer.level, to, ADD if add else STAY, over=offer.ahead)


class DoseHistory(Struct, frozen=True):
    """The dose levels of all exercises, computed from a journal."""

    exercises: Mapping[str, ExerciseDose]
    """The exercises with a ladder, by id."""
    sessions: tuple[Graded, ...]
    """All sessions that count, oldest first."""
    on: date
    """The date for which it was computed."""
    ahead: tuple[DoseDecision, ...] = ()
    """The decisions that are dated later than now. Those more than a day ahead don't count; the next decision about
    their exercise replaces them all, so that none comes into force on a day on which nobody decided anything."""
    programme: Programme | None = None
    """The programme in force. Its exercises have its dose, and no step up is offered for them."""
    worse_side: Side | None = None
    """The side that is worse, by the latest entry that tells; steps that begin with the worse one take it."""

    @property
    def programme_name(self) -> ProgrammeName | None:
        """The programme in force, as a session's entry names it."""
        return self.programme.name if self.programme else None

    @property
    def prescribed(self) -> frozenset[str]:
        """The ids of the exercises that the programme in force is about."""
        return frozenset(self.programme.exercises if self.programme else ())

    @property
    def limits(self) -> Limits:
        """The limits of the programme in force; the app's own without one."""
        return self.programme.limits if self.programme else Limits()

    @property
    def levels(self) -> dict[str, int]:
        """The level of each exercise, for `Plan.of`."""
        return {name: one.level for name, one in self.exercises.items()}

    def sessions_of(self, exercise: str) -> list[Graded]:
        """The sessions in which an exercise was done, oldest first."""
        return [one for one in self.sessions if exercise in one.done]

    @property
    def easier_first(self) -> frozenset[str]:
        """The exercises whose easier form comes first next time; of a programme's, those that went badly last time."""
        own = {name for name, one in self.exercises.items() if one.easier_first and name not in self.prescribed}
        its = self.programme.every_exercise if self.programme else ()
        return frozenset(own | {name for name in its if self.why_easier(name)})

    def why_easier(self, exercise: str) -> str:
        """Why an exercise of this programme went badly on the newest date that tells; empty where it didn't.

        Graded dates tell, and stops at the programme's own limit, whatever the grade of that session is. An exercise
        without a dose of the programme's own follows its ladder, and only such a stop concerns it here.
        """
        since, prescribed = self.programme.taken if self.programme else None, exercise in self.prescribed
        own = [one for one in self.sessions if since is None or one.at >= since]
        told = [(one.day, why) for one in own if (why := self._told(exercise, one, prescribed=prescribed)) is not None]
        return next((why for day, why in told if why and day == told[-1][0]), "")

    def _told(self, exercise: str, one: Graded, *, prescribed: bool) -> str | None:
        """Why an exercise went badly in a session; empty where it went well, None where that isn't known."""
        effect = effect_on(exercise, one) if exercise in one.done else GradeEffect.NONE
        if prescribed and effect is GradeEffect.DOWN:
            return one.why
        if self.limits.stop_from < STOP_FROM and one.hurt.get(exercise, 0) >= self.limits.stop_from:
            return f"it was stopped at {self.limits.stop_from} or more"
        return None if effect is GradeEffect.NONE else ""

    def offer(
        self,
        pain: int | None,
        *,
        among: Collection[str] | None = None,
        restrictions: Iterable[Restriction] = (),
        leg_watched: Collection[str] = (),
    ) -> Offer | None:
        """The step up that may be offered now: of several, that of the exercise longest on its level (d2).

        Args:
            pain: the score before; only 0 to 3 allow an offer.
            among: ids of the exercises that are about to be done; None means all.
            restrictions: what the safety answers switch off or ease.
            leg_watched: ids of exercises with leg watch (A6).
        """
        if pain is None or pain > GO_UP_TO or self._raised_today:
            return None
        rows = tuple(restrictions)
        ready = [
            one
            for name, one in self.exercises.items()
            if (among is None or name in among)
            and name not in self.prescribed
            and self._ready(one)
            and _free(one.exercise, rows, leg_watched)
        ]
        if not ready:
            return None
        first = min(ready, key=lambda one: (one.since, one.exercise.number))
        in_a_row = first.comfortable_in_a_row >= GREEN_DATES
        ahead = tuple(said.uid for said in self.ahead if said.exercise == first.exercise.id)
        return Offer(first.exercise, first.level, first.level + 1, in_a_row, ahead)

    @property
    def _raised_today(self) -> bool:
        """Whether a step up was accepted today: one change at a time (d2)."""
        changes = (change for one in self.exercises.values() for change in one.changes)
        return any(change.kind is Kind.UP and change.on == self.on for change in changes)

    def _ready(self, one: ExerciseDose) -> bool:
        if any(session.day > self.on for session in self.sessions[-1:]):
            return False  # the clock was set back
        if one.declined is not None and (self.on - one.declined).days < WAIT_DAYS:
            return False
        return (
            one.level < one.top
            and len(one.greens) >= GREEN_DATES
            and (self.on - one.since).days >= WAIT_DAYS
            and one.newest is Grade.GREEN
        )

    def raised(self, offer: Offer) -> DoseHistory:
        """The history as it would be with this offer accepted."""
        name = offer.exercise.id
        one = replace(self.exercises[name], level=offer.to, since=self.on, greens=(), changes=())
        return replace(self, exercises={**self.exercises, name: one})

    def felt_now(self, score: Mapping[str, object]) -> DoseHistory:
        """The same with the places of a score that was given just now, before it is in the journal."""
        return replace(self, worse_side=further_side(score) or self.worse_side)

    def changed_since_last(self, among: Iterable[str]) -> list[str]:
        """One line for each exercise that is lower or easier than last time, with the reason.

        Args:
            among: ids of the exercises that are about to be done.
        """
        lines = []
        for name in among:
            one = self.exercises.get(name)
            if self.programme is not None and name in self.programme.every_exercise:
                if why := self.why_easier(name):
                    called = self.programme.every_exercise[name].name
                    lines.append(f"{called} comes in its easier form: {why}. Tell {self.programme.by}")
                if why or name in self.prescribed:
                    continue
            if one is None or not one.changes:
                continue
            why = one.changes[-1].why
            if one.easier_first:
                lines.append(f"{one.exercise.name} comes in its easier form: {why}")
            elif one.last_level is not None and one.last_level > one.level:
                was, to = one.said(one.last_level), one.said(one.level)
                lines.append(f"{one.exercise.name}: {was} -> {to}: {why}")
        return lines


def _free(exercise: Exercise, rows: tuple[Restriction, ...], leg_watched: Collection[str]) -> bool:
    """Whether no safety answer switches it off, eases it, or requires leg watch."""
    limits = limits_of(exercise, rows)
    watched = exercise.id in leg_watched or ANY_EXERCISE in leg_watched
    return not (limits.off or limits.easier or watched)


def dose_history(
    entries: Iterable[Entry],
    exercises: Iterable[Exercise],
    now: datetime,
    *,
    demo: bool = False,
    programme: Programme | None = None,
) -> DoseHistory:
    """Compute the dose levels from a journal.

    Args:
        entries: the journal's entries in any order.
        exercises: all exercises; those without a ladder are ignored.
        now: the current time with its offset; its date is today.
        demo: sessions at any speed count.
        programme: the one in force.
    """
    every = list(entries)
    sessions = graded_sessions(every, now, demo=demo)
    decided = dose_decisions(every)
    decisions = [said for said in decided if said.at <= now + AHEAD]
    gaps = _gaps(sessions, now)
    raised: set[date] = set()
    folds = [
        _Fold(one, now, [done for done in sessions if one.id in done.done], raised)
        for one in exercises
        if one.ladder is not None
    ]
    # All exercises in one order of time, because a step up of one excludes those of the others on that date.
    steps = [(step, fold) for fold in folds for step in fold.steps(decisions, gaps)]
    for (_, _, event), fold in sorted(steps, key=lambda pair: pair[0][:2]):
        fold.apply(event)
    found = {fold.exercise.id: fold.state() for fold in folds}
    ahead = tuple(said for said in decided if said.at > now)
    return DoseHistory(found, tuple(sessions), now.date(), ahead, programme, worse_side(every))


class _Gap(Struct, frozen=True):
    """At least fourteen days without a session; `ends` is the session after it, None if there is none yet."""

    at: datetime
    after: date
    ends: str | None


def _gaps(sessions: list[Graded], now: datetime) -> list[_Gap]:
    """The gaps between sessions, and the one from the last session until now, by local dates."""
    known = [one for one in sessions if one.at <= now + AHEAD]
    gaps = []
    for before, after in zip(known, [*known, None][1:], strict=True):
        if after is None and len(known) < len(sessions):
            continue  # the clock was set back, so the time since the newest session is unknown
        until = after.day if after else now.date()
        if (until - before.day).days >= GAP_DAYS:
            begins = before.at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=GAP_DAYS)
            gaps.append(_Gap(begins, before.day, after.uid if after else None))
    return gaps


class GradeEffect(IntEnum):
    """The effect of a session's grade on one exercise; of one date the worst effect counts (d3)."""

    NONE = 0
    GREEN = 1
    AMBER = 2
    STAY = 3
    """Red, but because another exercise was stopped."""
    DOWN = 4


def effect_on(exercise: str, one: Graded) -> GradeEffect:
    """What a session does to the exercise with this id, which was done in it."""
    match one.grade:
        case Grade.GREEN:
            return GradeEffect.GREEN
        case Grade.AMBER:
            return GradeEffect.AMBER
        case Grade.RED:
            # Row 5 alone: a stop that ends the session, or a worse morning, concerns all exercises.
            only = one.row == HIGH_ROW and len(one.stopped_exercises) == 1
            return GradeEffect.DOWN if not only or exercise in one.stopped_exercises else GradeEffect.STAY
        case _:
            return GradeEffect.NONE


_Event = Graded | DoseDecision | _Gap
_Step = tuple[datetime, int, _Event]
"""An event, its time, and its place among the events of the same time."""


class _Fold(Struct):
    """The level of one exercise, updated event by event."""

    exercise: Exercise
    now: datetime
    own: list[Graded]
    """The sessions in which it was done, oldest first."""
    raised_on: set[date]
    """The dates of steps up, shared by the folds of all exercises: one change at a time (d2)."""
    level: int = 1
    since: date | None = None
    begun: bool = False
    greens: set[date] = field(default_factory=set)
    ambers: int = 0
    """The number of amber dates in a row."""
    newest: Grade | None = None
    easier_first: bool = False
    declined: date | None = None
    last_level: int | None = None
    last_red: date | None = None
    """The date of its newest session, if that was red and moved it down."""
    worse: bool = False
    """Whether the morning after its newest session was worse."""
    raised_from: int | None = None
    """The level before a step up, until the date of the first session after it whose next morning was answered.

    Sessions without the exercise don't count for that, as they have no effect on it (d3).
    """
    answered: date | None = None
    """The date of that session. Another session on it may still bring the worse answer (d3: the worst counts)."""
    undone: date | None = None
    """The date of a session that undid a step up."""
    idle_since: date | None = None
    """The day on which the newest gap reached fourteen days."""
    worst: dict[date, GradeEffect] = field(default_factory=dict)
    """The worst effect of each date."""
    applied: set[date] = field(default_factory=set)
    """The dates whose worst effect has been applied."""
    eased_by_gap: str | None = None
    """The session that ends the gap because of which it went down."""
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        for one in self.own:
            self.worst[one.day] = max(self.worst.get(one.day, GradeEffect.NONE), effect_on(self.exercise.id, one))

    def steps(self, decisions: list[DoseDecision], gaps: list[_Gap]) -> list[_Step]:
        """The events that concern this exercise."""
        return [
            *((gap.at, 0, gap) for gap in gaps),
            *((said.at, 1, said) for said in decisions if said.exercise == self.exercise.id),
            *((one.at, 2, one) for one in self.own),
        ]

    def apply(self, event: _Event) -> None:
        """Update the level by an event that is later than all before."""
        if isinstance(event, _Gap):
            self._gap(event)
        elif isinstance(event, DoseDecision):
            self._decided(event)
        else:
            self._session(event, self._effect(event))

    def _effect(self, one: Graded) -> GradeEffect:
        """The effect of a session; only the worst effect of a date counts, once (d3)."""
        effect = effect_on(self.exercise.id, one)
        if effect < self.worst[one.day] or (effect > GradeEffect.GREEN and one.day in self.applied):
            return GradeEffect.NONE
        if effect:
            self.applied.add(one.day)
        return effect

    def state(self) -> ExerciseDose:
        """The state after the events applied so far."""
        comfortable = 0
        for one in reversed(self.own):
            if effect_on(self.exercise.id, one) is not GradeEffect.GREEN:
                break
            comfortable += 1
        return ExerciseDose(
            exercise=self.exercise,
            level=self.level,
            since=self.since or self.idle_since or self.now.date(),
            greens=tuple(sorted(self.greens)),
            easier_first=self.easier_first,
            newest=self.newest,
            last_level=self.last_level,
            comfortable_in_a_row=comfortable,
            declined=self.declined,
            changes=tuple(self.changes),
            sessions=tuple(self.own),
        )

    @property
    def top(self) -> int:
        return len(self.exercise.ladder.levels) if self.exercise.ladder else 1

    # Events

    def _gap(self, gap: _Gap) -> None:
        """Go down one level after fourteen days without a session, unless the session before did that already (d3)."""
        self.raised_from = None
        if not self.begun or self.last_red == gap.after:
            return
        self.idle_since = gap.at.date()
        if self.level > 1:
            self._move(gap.at.date(), Kind.GAP, self.level - 1, f"no session for {GAP_DAYS} days or more")
            self.eased_by_gap = gap.ends
        self.greens.clear()
        self.since = None  # the days on the level count from the next session

    def _decided(self, said: DoseDecision) -> None:
        day = said.at.date()
        if said.why == BY_HAND:
            if 1 <= said.to <= self.top:
                self.begun, self.easier_first, self.last_red = True, False, None
                self._move(day, Kind.BY_HAND, said.to, "you set it by hand")
        elif said.why != ADD:
            self.declined = day
        elif self.level < self.top and said.was >= self.level and said.to > self.level:
            self._up(said, day)

    def _up(self, said: DoseDecision, day: date) -> None:
        """Apply an accepted offer. It counts only while the entries allow it, so a corrected score undoes it."""
        waited = self.since is not None and (day - self.since).days >= WAIT_DAYS
        allowed = waited and len(self.greens) >= GREEN_DATES and self.newest is Grade.GREEN
        if allowed and day not in self.raised_on:
            before = self.level
            self._move(day, Kind.UP, before + 1, "you added a little")
            self.raised_from = before
            self.raised_on.add(day)
        elif said.was == self.level:
            why = "the next morning was worse" if self.worse else "the notes no longer show 3 comfortable days"
            why = "another exercise was raised that day" if allowed else why
            self.changes.append(Change(day, Kind.UNDONE, said.to, self.level, why))

    def _session(self, one: Graded, effect: GradeEffect) -> None:
        done = one.done[self.exercise.id]
        if one.grade is Grade.FLARE:  # its small doses don't affect a level
            return
        if not self.begun or self.since is None:
            self.begun, self.since = True, one.day
        self.last_level = done.level if done.level is not None else self.last_level
        self.worse = one.next_day == "worse"
        if self.last_red != one.day:  # a second session on a red date leaves that date's effect as it is (d3)
            self.last_red, self.easier_first = None, False
        if self.answered is not None and self.answered != one.day:
            self.raised_from = None
        if self.raised_from is not None and self.worse:
            self._move(one.day, Kind.UNDONE, self.raised_from, "the next morning was worse")
            self.undone = one.day
        elif self.raised_from is not None and one.next_day is not None:
            self.answered = one.day
        match effect:
            case GradeEffect.DOWN:
                self.newest, self.ambers = Grade.RED, 0
                by_gap = self.eased_by_gap is not None and self.eased_by_gap == one.uid
                self._down(one, already=by_gap or self.undone == one.day)
            case GradeEffect.STAY:
                self.newest, self.ambers = Grade.RED, 0
            case GradeEffect.AMBER:
                self.newest, self.ambers = Grade.AMBER, self.ambers + 1
                if self.ambers >= 2:
                    self.greens.clear()
            case GradeEffect.GREEN:
                self.newest, self.ambers = Grade.GREEN, 0
                if self._counts(one, done.level, done.variants):
                    self.greens.add(one.day)
        self.eased_by_gap = None

    def _counts(self, one: Graded, level: int | None, variants: frozenset[str]) -> bool:
        """Whether a green session counts as a green date: at this level or above, and not in the easier form (d3)."""
        if one.at > self.now + AHEAD:
            return False
        return level is not None and level >= self.level and self.exercise.easier.id not in variants

    def _down(self, one: Graded, *, already: bool) -> None:
        """Go down one level, never twice for one reason (d3). At level 1 the easier form comes first."""
        self.last_red = one.day
        if already or self.level == 1:
            self.easier_first = True
            self.changes.append(Change(one.day, Kind.EASIER, self.level, self.level, one.why))
            self.greens.clear()
        else:
            self._move(one.day, Kind.DOWN, self.level - 1, one.why)

    def _move(self, day: date, kind: Kind, to: int, why: str) -> None:
        self.changes.append(Change(day, kind, self.level, to, why))
        self.level, self.since = to, day
        self.raised_from = self.answered = None
        self.greens.clear()
        self.ambers = 0
