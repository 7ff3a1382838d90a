"""The shapes of the tables in content files.

Limits of single values are defined here, rules between values in `build.py`. Numbers are integers. No union mixes a
limited number with an array, which makes msgspec 0.22 read out of bounds.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, field

from l5tui.domain import programme
from l5tui.domain.dose import MOST_OWN_ROUNDS, MOST_ROUNDS
from l5tui.domain.exercise import Breath, Category, Posture, Sides
from l5tui.domain.pain_zones import VERY_HIGH_FROM
from l5tui.domain.routine import First
from l5tui.domain.routine_draft import MOST_STEPS
from l5tui.domain.safety.questions import Level
from l5tui.domain.safety.stop_rules import STOP_FROM
from l5tui.library.pose_shapes import MOST_POSES, FigureTable, PoseTable
from l5tui.library.values import Cue, Id, Line, Lines, MoreLines, Name, Short, Table, Words

LONGEST_S = 1800
"""The longest that one phase may last, in seconds: the longest walk."""
LONGEST_REST_S = 600
"""The longest rest, in seconds."""
MOST_REPS = 100
MOST_PHASES = 12
HIGHEST_ORDER = 9999
SAFETY_SCHEMA = 1
"""The newest shape of `safety.toml` that this program knows."""

EXERCISE_IDS = "exercises"
ROUTINE_IDS = "routines"
QUESTION_IDS = "questions"
"""Stand for the ids in a JSON schema, which is made when the content is known (`library/schema.py`)."""

ExerciseId = Annotated[str, Meta(extra_json_schema={"enum": EXERCISE_IDS})]
QuestionId = Annotated[str, Meta(extra_json_schema={"enum": QUESTION_IDS})]
RoutineId = Annotated[str, Meta(extra_json_schema={"enum": ROUTINE_IDS})]
Whole = Annotated[int, Meta(ge=1, le=LONGEST_S)]
HeldSeconds = Annotated[int, Meta(ge=1, extra_json_schema={"maximum": LONGEST_S})]
"""Of a programme: what is the most depends on the exercise."""
PhaseSeconds = Annotated[int, Meta(ge=0, le=LONGEST_S)]
Pause = Annotated[int, Meta(ge=0, le=LONGEST_REST_S)]
Reps = Annotated[int, Meta(ge=1, le=MOST_REPS)]
Rounds = Annotated[int, Meta(ge=1, le=MOST_ROUNDS)]
SideRounds = Annotated[int, Meta(ge=0, le=MOST_ROUNDS)]
OwnRounds = Annotated[int, Meta(ge=1, le=MOST_OWN_ROUNDS)]
OwnSideRounds = Annotated[int, Meta(ge=0, le=MOST_OWN_ROUNDS)]
Order = Annotated[int, Meta(ge=0, le=HIGHEST_ORDER)]
SourceKey = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9]{1,9}\Z", extra={"hint": "letters and digits only"})]


class RepsTable(Table):
    """Repetitions of one round, on each side.

    Attributes:
        count: how many.
        unit: what is counted, such as "reps" or "slow cycles".
        article: the least and the most that a dose may have; without it `count` alone.

    """

    count: Reps
    unit: Name = "reps"
    article: Annotated[list[Reps], Meta(min_length=2, max_length=2)] | None = None


class PhaseTable(Table):
    """One phase of a repetition. The first starts from the starting position, the last returns to it.

    Attributes:
        id: the phase's id. "hold" is the one whose seconds a dose can change.
        label: the big word on the screen, such as "Lift".
        seconds: how long it takes.
        breath: how to breathe in it.
        cue: one line: what to do in this phase.
        cue_left: the cue on the left side, where it differs; then cue_right has to be there too.
        cue_right: the cue on the right side.
        off_label: the word for it where a safety answer leaves the phase flat; then off_cue has to be there too.
        off_cue: the cue for it then.
        range: the least and the most seconds that a dose may have; without it `seconds` alone.

    """

    id: Id
    label: Name
    seconds: Whole
    breath: Breath
    cue: Cue
    cue_left: Cue | None = None
    cue_right: Cue | None = None
    off_label: Name | None = None
    off_cue: Cue | None = None
    range: Annotated[list[PhaseSeconds], Meta(min_length=2, max_length=2)] | None = None


class RestsTable(Table):
    """The seconds of rests.

    Attributes:
        between_reps_s: seconds of rest after each repetition.
        between_sides_s: seconds to change sides.
        between_rounds_s: seconds after both sides of a repetition, where the sides take turns.
        mid_s: seconds of a longer rest half-way.
        mid_min_reps: from how many repetitions on there is a rest half-way.
        label: the word for a rest.

    """

    between_reps_s: Pause = 0
    between_sides_s: Pause = 0
    between_rounds_s: Pause = 0
    mid_s: Whole | None = None
    mid_min_reps: Reps | None = None
    label: Name = "Rest"


class LadderTable(Table):
    """The levels of a dose, which the check-in offers step by step.

    Attributes:
        param: what a level changes: "hold" (seconds) or "reps".
        levels: the value of each level, rising, within the range of that.

    """

    param: Annotated[str, Meta(extra_json_schema={"enum": ["hold", "reps"]})]
    levels: Annotated[list[Whole], Meta(min_length=1, max_length=20)]


_OVERRIDE = {"type": "integer", "minimum": 1, "maximum": LONGEST_S}


class SaidTable(Table):
    """How a form changes a phase; keys that are left out keep the exercise's values.

    Attributes:
        id: the id of the exercise's phase.
        label: the big word on the screen.
        cue: one line: what to do in this phase.
        cue_left: the cue on the left side, where it differs.
        cue_right: the cue on the right side.

    """

    id: Id
    label: Name | None = None
    cue: Cue | None = None
    cue_left: Cue | None = None
    cue_right: Cue | None = None


class FormTable(Table):
    """An easier or harder form.

    Attributes:
        id: the form's id, which a routine's step names as its variant.
        text: what is done differently, in one sentence; {times} and {hold} stand for the counts.
        start: the starting position, where it differs.
        overrides: its repetitions ("reps"), or the seconds of a phase by its id.
        phases: what it says differently of a phase.

    """

    id: Id
    text: Line
    start: Words = ""
    overrides: Annotated[
        dict[str, Annotated[object, Meta(extra_json_schema=_OVERRIDE)]], Meta(max_length=MOST_PHASES + 1)
    ] = field(default_factory=dict)
    phases: Annotated[list[SaidTable], Meta(max_length=MOST_PHASES)] = field(default_factory=list)


class ByAnswerTable(Table):
    """What a yes to one safety question does to this exercise.

    Attributes:
        question: the question's id; l5tui new exercise writes a file that says what each is about.
        effect: "off", "easier" (its easier form), or "warn" (a line before it).
        phase: the phase that is off, where not all of it is.
        note: the words of the warning.
    """

    question: QuestionId
    effect: Literal["off", "easier", "warn"]
    phase: str | None = None
    note: Name | None = None


class ExerciseFile(Table):
    """An exercise: the file `exercises/ID.toml`.

    Attributes:
        id: the exercise's id, which is the file's name without `.toml`.
        name: the name on the screen.
        category: the heading under which it is listed.
        posture: the position in which it is done.
        start: the starting position, in words.
        how_to: how it is done, a sentence each; {reps} and {hold} stand for the counts.
        helps: what it is for, in plain words.
        reps: the repetitions.
        phases: the phases of one repetition, in order.
        easier: the easier form; without it half of the exercise.
        harder: the harder form, if there is one.
        number: the place among the article's exercises; an exercise of your own has none.
        aliases: other names that find it.
        sides: "none", "alternate" (left and right take turns) or "each" (all of one side first).
        limb: the limb that a side names, such as "leg"; needed with sides.
        claim: what the article claims.
        mistakes: common mistakes.
        stop_if: when to stop. The rules for every exercise hold besides.
        cautions: ids of the safety questions that concern it.
        equipment: what is needed.
        rests: the rests.
        ladder: the levels of its dose.
        affects: what answers to the safety questions change; without it every yes among those that ask first switches
            it off, until a health professional's word clears that answer.
        source: where it comes from, if not from the article.
        poses: positions of its figure, by their names; those of the article's exercises may be named besides.
        figure: the poses that each phase goes through; without it the exercise has words and a count, and no figure.

    """

    id: Id
    name: Name
    category: Category
    posture: Posture
    start: Line
    how_to: Lines
    helps: Line
    reps: RepsTable
    phases: Annotated[list[PhaseTable], Meta(min_length=1, max_length=MOST_PHASES)]
    easier: FormTable | None = None
    harder: FormTable | None = None
    number: Order = 0
    aliases: Annotated[list[Name], Meta(max_length=20)] = field(default_factory=list)
    sides: Sides = Sides.NONE
    limb: Name | None = None
    claim: Words = ""
    mistakes: MoreLines = field(default_factory=list)
    stop_if: MoreLines = field(default_factory=list)
    cautions: Annotated[list[QuestionId], Meta(max_length=40)] = field(default_factory=list)
    equipment: MoreLines = field(default_factory=list)
    rests: RestsTable = field(default_factory=RestsTable)
    ladder: LadderTable | None = None
    affects: Annotated[list[ByAnswerTable], Meta(max_length=40)] = field(default_factory=list)
    source: Words = ""
    poses: Annotated[dict[Id, PoseTable], Meta(max_length=MOST_POSES)] = field(default_factory=dict)
    figure: FigureTable | None = None


class StepTable(Table):
    """One step of a routine.

    Attributes:
        exercise: the exercise's id.
        reps: the repetitions of one round, on each side; without it the exercise's own, or its level.
        hold: the seconds of the hold; without it the exercise's own, or its level.
        variant: the id of the exercise's easier or harder form.
        phase_off: ids of the phases that stay flat.
        rounds: how often the repetitions are done.
        rounds_left: rounds on the left side, in place of rounds; 0 leaves the side out.
        rounds_right: rounds on the right side, in place of rounds; 0 leaves the side out.
        first: the side that begins; "worse" is the one with more symptoms by the latest entry.
        rest: seconds of rest after the step, besides the time to get into the next position.

    """

    exercise: ExerciseId
    reps: Reps | None = None
    hold: Whole | None = None
    variant: str | None = None
    phase_off: Annotated[list[str], Meta(max_length=MOST_PHASES)] = field(default_factory=list)
    rounds: OwnRounds | None = None
    rounds_left: OwnSideRounds | None = None
    rounds_right: OwnSideRounds | None = None
    first: First | None = None
    rest: Pause = 0


class RoutineFile(Table):
    """A routine: the file `routines/ID.toml`.

    Attributes:
        id: the routine's id, which is the file's name without `.toml`.
        name: the name on the screen.
        steps: the exercises, in order.
        aliases: other names that find it.
        why: what it is for; shown in the library.
        care: a caution to read before it.
        order: the place among the shipped routines; your own come after them by name.
        ladder: whether levels change its doses.

    """

    id: Id
    name: Name
    steps: Annotated[list[StepTable], Meta(min_length=1, max_length=MOST_STEPS)]
    aliases: Annotated[list[Name], Meta(max_length=20)] = field(default_factory=list)
    why: Words = ""
    care: Words = ""
    order: Order = HIGHEST_ORDER
    ladder: bool = True


class GuideFront(Table):
    """The front matter between the `+++` lines of `guides/ID.md`."""

    id: Id
    title: Name
    order: Order
    carries: list[str] = field(default_factory=list)
    sources: list[SourceKey] = field(default_factory=list)


class AffectsTable(Table):
    """One effect of an answer."""

    exercise: str
    effect: str
    phase: str | None = None
    note: Name | None = None


class QuestionTable(Table):
    """One safety question."""

    id: str
    level: Level
    text: Line
    short: Short
    why: Line
    clearable: bool
    affects: Annotated[list[AffectsTable], Meta(min_length=1)]


class PageTable(Table):
    """The page that is shown after a yes of a level."""

    order: Order
    title: Name
    body: Line
    consequence: Line


class LevelsTable(Table):
    """A page for each level."""

    emergency: PageTable
    urgent: PageTable
    ask_first: PageTable


class EffectsTable(Table):
    """Each effect in words."""

    block: Line
    block_until_checked: Line
    off: Line
    easier: Line
    warn: Line


class RecheckTable(Table):
    """The question before every session, and when a full check is due again."""

    text: Line
    nothing_new: Line
    something_new: Line
    full_after_days: Annotated[int, Meta(ge=1, le=366)]
    full_after_gap_days: Annotated[int, Meta(ge=1, le=366)]
    full_repeat: Lines


class FollowUpTable(Table):
    """The question of a rule at the next check-in, and its answers."""

    text: Line
    no: Line
    yes: Line
    unanswered: Line
    as_yes_after_h: Annotated[int, Meta(ge=1, le=168)]


class LiftedTable(Table):
    """The clearings that allow sessions again after a rule: a professional's, or the person's statement that it
    passed."""

    professional: Line
    passed: Line | None = None


class StopTable(Table):
    """One stop rule."""

    id: str
    when: Line
    text: Line
    then: Line
    follow_up: FollowUpTable | None = None
    lifted_by: LiftedTable | None = None


class SafetyFile(Table):
    """`safety.toml`. Its `schema` is checked first, so that a newer file is reported as such."""

    schema: Annotated[int, Meta(ge=1, le=SAFETY_SCHEMA)]
    version: Annotated[int, Meta(ge=1, le=HIGHEST_ORDER)]
    reviewed_by_clinician: bool
    intro: Line
    all_no: Line
    levels: LevelsTable
    effects: EffectsTable
    recheck: RecheckTable
    stop_now: Annotated[list[StopTable], Meta(min_length=1)]
    questions: Annotated[list[QuestionTable], Meta(min_length=1)]


DayWord = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS_HINT = (
    'it can be "every day", "every second day", "twice a day", or some of '
    '["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'
)
Often = Literal["every day", "every second day", "twice a day"]


class PlannedTable(Table):
    """One session of a programme: a routine, or exercises under a name of their own, and its days.

    Attributes:
        days: the days of the week, or "every day", "every second day", "twice a day".
        routine: the id of the routine to do.
        name: the session's name, with exercises in place of a routine.
        exercises: the ids of the exercises to do, in order.

    """

    days: Annotated[Often | list[DayWord], Meta(extra={"hint": DAYS_HINT})]
    routine: RoutineId | None = None
    name: Name | None = None
    exercises: Annotated[list[ExerciseId], Meta(min_length=1, max_length=MOST_STEPS)] | None = None


class PrescribedTable(Table):
    """How one exercise is to be done. What isn't given stays as it is.

    Attributes:
        exercise: the exercise's id.
        reps: the repetitions, on each side.
        seconds: the seconds of the hold.
        rounds: how often the repetitions are done.
        rounds_left: rounds on the left side, in place of rounds; 0 leaves the side out.
        rounds_right: rounds on the right side, in place of rounds; 0 leaves the side out.
        first: the side that begins; "worse" is the one with more symptoms by the latest entry.
        easier: whether its easier form is to be done.
        why: why, in words for the person.

    """

    exercise: ExerciseId
    reps: Annotated[int, Meta(ge=1, le=programme.MOST_REPS)] | None = None
    seconds: HeldSeconds | None = None
    rounds: Rounds | None = None
    rounds_left: SideRounds | None = None
    rounds_right: SideRounds | None = None
    first: First | None = None
    easier: bool = False
    why: Annotated[str, Meta(max_length=200)] = ""


class LimitsTable(Table):
    """Limits of a programme. They can only be stricter than the app's own.

    Attributes:
        pain: the score in a session from which an exercise is stopped.
        before: the score before a session from which none begins.

    """

    pain: Annotated[int, Meta(ge=1, le=10)] = STOP_FROM
    before: Annotated[int, Meta(ge=1, le=10)] = VERY_HIGH_FROM


class ProgrammeFile(Table):
    """A programme: the file `programme.toml`.

    Attributes:
        title: the programme's name.
        by: who wrote it.
        written: the day on which it was written.
        valid_until: its last day.
        sessions: what is to be done, and on which days.
        exercises: how exercises are to be done.
        stop: limits that are stricter than the app's own.
        words: free words for the person.
        question: the question after a session; the answers are done, partly, too hard and not possible.

    """

    title: Short
    by: Short
    written: date
    valid_until: date
    sessions: Annotated[list[PlannedTable], Meta(min_length=1, max_length=14)]
    exercises: Annotated[list[PrescribedTable], Meta(max_length=MOST_STEPS)] = field(default_factory=list)
    stop: LimitsTable = field(default_factory=LimitsTable)
    words: Words = ""
    question: Annotated[str, Meta(max_length=120)] | None = None
