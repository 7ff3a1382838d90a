"""The shapes of journal entries: the same for the file, `journal --json` and the JSON export.

An entry is the document itself, a dict with a known shape (`TypedDict`), not an object made from one. So what is
stored is what is shown, and fields that a newer version wrote pass through untouched. Times are ISO 8601 texts with
their offset; pain is 0 to 10 or None, and None is never 0.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

SCHEMA = 2
"""The version of these shapes that this program writes. Every change of it needs a step in `journal/migrations`."""

Pain = Annotated[int, Meta(ge=0, le=10)]
Rank = Annotated[int, Meta(ge=0, le=7)]
Symptom = Annotated[str, Meta(pattern="^(pain|tingling|numbness)$")]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Seconds = Annotated[float, Meta(ge=0, le=10_000_000)]
"""The ranges of numbers and words, which the published schema has and an import checks."""
Status = Literal["complete", "partial", "interrupted"]
Stop = Literal["person", "S1", "S2", "S3", "S4", "S5", "S6"]
NextDay = Literal["better", "same", "worse"]
Outcome = Literal["done", "partial", "skipped", "off"]
Kind = Literal["session", "log", "care", "activity", "week", "form", "safety", "decision"]
Done = Literal["done", "partly", "too_hard", "not_possible"]
"""The answer to a programme's question after a session: whether it could be done."""
SafetyAnswer = Literal["no", "yes", "not_sure"]
Occasion = Literal["full_check", "answer", "recheck", "follow_up", "stop", "clearing", "session", "log"]
"""Why a safety entry was made.

- `full_check`: all questions were asked and answered to the end; only this counts as a check.
- `answer`: a yes or not sure of a full check, written as soon as its page was answered, whether or not the check was
  finished.
- `recheck`: the one question before a session.
- `follow_up`: a question that a stop asks later (S3's at the next check-in). Without an answer in it, the entry says
  that the question was shown.
- `stop`: a stop rule (S3 to S6) ended a session, or holds from then on.
- `clearing`: a professional cleared something on a date, or the person did where the rule allows it.
- `session`, `log`: an answer that was given outside a check: in a session, or with a logged score.
"""


class Kinds(TypedDict):
    """The kinds of symptoms on each side: any of pain, tingling, numbness."""

    left: list[Symptom]
    right: list[Symptom]


class Score(TypedDict):
    """One check-in or check-out: pain 0 to 10 or None, and the furthest place from the spine, rank 0 to 7 or None."""

    pain: Pain | None
    left: Rank | None
    right: Rank | None
    kinds: Kinds
    at: str | None


class Hurt(TypedDict):
    """One "it hurts": where in the exercise, what was answered, the score, and whether spreading settled."""

    rep: Count
    phase: str
    answer: str
    pain: Pain | None
    settled: bool | None


class StepDone(TypedDict):
    """What was done of one exercise on one side. `seconds` is all its phases, `held` its `hold` phases."""

    exercise: str
    side: Literal["left", "right"] | None
    level: Count | None
    variant: str | None
    planned_reps: Count
    reps: Count
    partial_reps: Count | None
    """Repetitions that were begun and not done, their seconds being in `seconds`; None in entries of schema 1."""
    seconds: Seconds
    held: Seconds
    outcome: Outcome
    hurt: list[Hurt]


class Edit(TypedDict):
    """A visible correction: when, which field, and its earlier value. `how` is `answered` where it is the answer about
    the morning after, which is no correction unless it replaces another one."""

    at: str
    field: str
    was: object
    how: NotRequired[str]


class RoutineName(TypedDict):
    """The routine's id, and its name at that time."""

    id: str
    name: str


class ProgrammeName(TypedDict):
    """The id and version of the programme that was in force."""

    id: str
    version: int


class Clearing(TypedDict):
    """A clearance: its date (ISO 8601), and who gave it."""

    date: str
    by: str
    """`professional`, or `person` where the rule takes the person's own word; empty if unknown."""


class Asked(TypedDict):
    """Identifies the safety questions that were asked: version of the file, digest of their texts and ids."""

    version: int
    digest: str


class Base(TypedDict):
    """The fields of every entry. `deleted` is the time of deletion, or None."""

    uid: str
    schema: int
    started: str
    ended: str | None
    tz: str | None
    app: str
    deleted: str | None
    edits: list[Edit]


class SessionEntry(Base):
    """A session, from its check-in to its check-out."""

    kind: Literal["session"]
    programme: ProgrammeName | None
    """The programme in force; None without one, and in entries of schema 1."""
    answer: Done | None
    """The answer to the programme's question after it; None if it wasn't asked or was left out."""
    clock_step_s: Annotated[float, Meta(ge=-1e12, le=1e12)]
    """Seconds by which the system clock was set back (negative) or forward during the session, else 0."""
    status: Status
    stop: Stop | None
    active_s: Seconds
    paused_s: Seconds
    speed: Seconds
    routine: RoutineName
    before: Score
    after: Score
    worst: Pain | None
    next_day: NextDay | None
    note: str
    steps: list[StepDone]


class LogEntry(Base):
    """A pain score without a session."""

    kind: Literal["log"]
    pain: Pain | None
    left: Rank | None
    right: Rank | None
    kinds: Kinds
    note: str


class CareEntry(Base):
    """Other care: massage, a walk, an appointment."""

    kind: Literal["care"]
    what: str
    minutes: Count | None
    """How long, None if it wasn't said."""
    note: str


class ActivityEntry(Base):
    """How hard an activity of the person's own wording is today, 0 no trouble to 10 cannot."""

    kind: Literal["activity"]
    name: str
    score: Pain | None


class WeekEntry(Base):
    """The average pain of the last seven days, as the person puts it, 0 to 10 or None."""

    kind: Literal["week"]
    pain: Pain | None


class FormEntry(Base):
    """A questionnaire that was filled in: its name (`rmdq`), and the numbers of the statements ticked, from 1."""

    kind: Literal["form"]
    name: str
    ticks: list[Annotated[int, Meta(ge=1, le=100)]]


class SafetyEntry(Base):
    """A safety answer, stop or clearance, in an entry of its own so that it holds beyond the screen that asked.

    What is blocked, off or eased is never stored: `domain/safety/fold.py` computes it from these entries.
    """

    kind: Literal["safety"]
    occasion: Occasion
    questions: Asked | None
    """The questions of a full check; None for any other occasion."""
    answers: dict[str, SafetyAnswer]
    """By the question's id, or by the rule's id (`S3`) for a follow-up. Questions that weren't asked have no key."""
    cleared: dict[str, Clearing]
    """By the id of the question or rule."""
    stop: Stop | None
    """The stop rule that holds from this entry on, or None."""
    session: str | None
    """The uid of the session that it belongs to, or None."""
    over: list[str]
    """The uids of the safety entries that this one replaces, clears or follows up: those that were known when it was
    begun. An entry that another login wrote meanwhile isn't listed and stays in force, whatever the clocks say."""


DecisionEntry = TypedDict(
    "DecisionEntry",
    {
        "uid": str,
        "schema": int,
        "kind": Literal["decision"],
        "started": str,
        "ended": str | None,
        "tz": str | None,
        "app": str,
        "deleted": str | None,
        "edits": list[Edit],
        "about": str,
        "from": NotRequired[object],
        "to": object,
        "why": str,
    },
)
"""A choice that the person made outside a session. (`from` is a keyword, so the functional syntax is needed.)"""

Entry = SessionEntry | LogEntry | CareEntry | ActivityEntry | WeekEntry | FormEntry | SafetyEntry | DecisionEntry


def no_score() -> Score:
    """A score in which nothing was answered."""
    return {"pain": None, "left": None, "right": None, "kinds": {"left": [], "right": []}, "at": None}
